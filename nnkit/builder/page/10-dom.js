// Elements in one line each, and numbers as people read them.

const SVG = "http://www.w3.org/2000/svg";
const CONTROLS = new Set(["button", "input", "select", "textarea"]);

// h("button", {class: "play", onclick: play, "aria-pressed": false}, "Play"). null and undefined
// leave an attribute out; true and false become "true" and "false" for aria-*, else there or not.
function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  // JupyterLab takes arrows, Enter and Space for its own shortcuts unless the control forbids it.
  if (CONTROLS.has(tag)) made.setAttribute("data-lm-suppress-shortcuts", "true");
  if (tag === "button") made.type = "button";
  if (tag === "input") made.addEventListener("keydown", commitAtEnter);
  return filled(made, attributes, children);
}

// JupyterLab keeps browsers from taking Enter in a text box for the end of an edit.
function commitAtEnter(event) {
  const { key, target, isComposing } = event;
  if (key !== "Enter" || isComposing || target.type !== "text") return;
  event.preventDefault();
  target.dispatchEvent(new Event("change", { bubbles: true }));
}

function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) setAttribute(made, name, value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function setAttribute(made, name, value) {
  if (value === null || value === undefined) return;
  if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
  else if (typeof value !== "boolean" || name.startsWith("aria-")) made.setAttribute(name, value);
  else made.toggleAttribute(name, value);
}

// Text that is only written when it differs: a page that trains writes the same words very often.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let lastId = Math.floor(Math.random() * 1e9); // several copies of this file share one page
function newId(what = "x") {
  lastId += 1;
  return `nnb-${what}-${lastId.toString(36)}`;
}

// A sentence with the names between backticks as code.
function coded(sentence) {
  return sentence.split("`").map((part, i) => (i % 2 ? h("code", {}, part) : part));
}

// A control with its label: labelled("Noise", h("input", {type: "range"}), …more).
function labelled(text, control, ...more) {
  if (!control.id) control.id = newId("c");
  return h("div", { class: "nnb-field" }, h("label", { for: control.id }, text), control, ...more);
}

// Four significant digits: 0.1234, −12.34, 1.234e−7; "not a number" in words.
function number(value, digits = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const short = value.toPrecision(digits);
  const plain = short.includes("e") ? String(Number(short)) : short; // 490, not 4.9e+2
  const text = size >= 1e6 || size < 1e-4 ? value.toExponential(digits - 1) : plain;
  return text.replaceAll("-", "−");
}

function percent(value) {
  return value === null || value === undefined ? "–" : `${(100 * value).toFixed(1)} %`;
}

// True where the teacher has frozen the choice: "training.lr", or all of "training".
function frozen(store, where) {
  const places = store.spec?.locks?.frozen ?? [];
  return places.some((place) => isWithin(where, place));
}

// True where the teacher has left it out, or all of what it belongs to.
function hidden(store, what) {
  const places = store.spec?.locks?.hidden ?? [];
  return places.some((place) => isWithin(what, place));
}

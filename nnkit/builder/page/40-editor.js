// The hidden layers as a strip of cards: add, remove, move (mouse, touch, keyboard), units, activation.

const MOST_UNITS = 16;
const ADDABLE = [
  ["dense", "Dense layer", () => ({ kind: "dense", units: 4, activation: "tanh" })],
  ["dropout", "Dropout", () => ({ kind: "dropout", p: 0.2 })],
  ["batch_norm", "Batch norm", () => ({ kind: "batch_norm" })],
];
const HIDDEN_ACTIVATIONS = [
  ["tanh", "tanh"],
  ["relu", "ReLU"],
  ["leaky_relu", "Leaky ReLU"],
  ["elu", "ELU"],
  ["sigmoid", "Sigmoid"],
  ["identity", "Identity"],
  ["step", "Step"],
];

function editorPanel(store) {
  const strip = h("div", { class: "nnb-strip", role: "group", "aria-label": "Hidden layers" });
  const error = h("p", { class: "nnb-error", role: "alert", hidden: true });
  const fixed = h("p", { class: "nnb-muted", hidden: true }, FIXED);
  const editor = { store, strip, error, cards: [], gaps: [], kinds: null, focus: null };
  store.on("layout", () => {
    fixed.hidden = !frozen(store, "layers");
    showLayers(editor);
  });
  return h("div", { class: "nnb-editor" }, strip, error, fixed);
}

function showLayers(editor) {
  const { store, strip } = editor;
  const { layers } = store.spec;
  const kinds = JSON.stringify([layers.map((layer) => layer.kind), frozen(store, "layers")]);
  if (kinds !== editor.kinds) {
    const kept = focusedPart(editor);
    editor.kinds = kinds;
    editor.cards = layers.map((layer, i) => layerCard(editor, layer.kind, i));
    editor.gaps = Array.from({ length: layers.length + 1 }, (_, i) => gap(editor, i));
    editor.ends = [h("span", { class: "nnb-end" }), h("span", { class: "nnb-end" })];
    const inner = editor.gaps.flatMap((each, i) => [each, editor.cards[i]?.box ?? []].flat());
    strip.replaceChildren(editor.ends[0], ...inner, editor.ends[1]);
    editor.focus ??= kept;
  }
  editor.cards.forEach((card, i) => card.show(layers[i]));
  const { columns, loss } = store.layout;
  const plural = columns[0].units === 1 ? "input" : "inputs";
  write(editor.ends[0], `${columns[0].units} ${plural}`);
  const out = columns.at(-1).units;
  write(editor.ends[1], `${out} ${out === 1 ? "output" : "outputs"} · ${LOSS_WORDS[loss] ?? loss}`);
  giveFocus(editor);
}

const LOSS_WORDS = {
  binary_cross_entropy: "cross-entropy",
  cross_entropy: "cross-entropy",
  mse: "squared error",
};

// Where the keyboard is, so that it can be there again after the cards were made anew.
function focusedPart({ cards }) {
  const at = cards.findIndex((card) => card.box.contains(document.activeElement));
  return at < 0 ? null : { at, part: document.activeElement.dataset.part };
}

function giveFocus(editor) {
  const { focus, cards, gaps } = editor;
  if (!focus) return;
  editor.focus = null;
  const card = cards[Math.min(focus.at, cards.length - 1)];
  if (!card) gaps[0].querySelector("summary").focus();
  else if (!card.parts[focus.part] || card.parts[focus.part].disabled) card.parts.handle.focus();
  else card.parts[focus.part].focus();
}

// Words ---------------------------------------------------------------------------------------

function layerName(layers, i) {
  const { kind } = layers[i];
  if (kind === "dropout") return "Dropout";
  if (kind === "batch_norm") return "Batch norm";
  return `Layer ${layers.slice(0, i + 1).filter((each) => each.kind === "dense").length}`;
}

function layerWords(layers) {
  if (!layers.length) return "no hidden layer";
  if (layers.every((layer) => layer.kind === "dense")) {
    const units = layers.map((layer) => layer.units);
    return `${units.join(" then ")} ${units.at(-1) === 1 ? "unit" : "units"}`;
  }
  const words = { dense: (layer) => `${layer.units} units`, dropout: (layer) => `dropout ${layer.p}` };
  return layers.map((layer) => words[layer.kind]?.(layer) ?? "batch norm").join(" then ");
}

// Edits ---------------------------------------------------------------------------------------

// Edits the list of layers; then the keyboard goes to `focus`, and a sentence says what happened.
async function editLayers(editor, change, focus, sentence) {
  const { store, error } = editor;
  editor.focus = focus;
  const reply = await store.edit((spec) => change(spec.layers), "layers");
  write(error, reply?.error?.sentence ?? "");
  error.hidden = !reply?.error;
  if (reply?.error) editor.focus = null;
  else if (sentence) store.say(`${sentence}: ${layerWords(store.spec.layers)}.`);
}

function addLayer(editor, at, make, name) {
  const insert = (layers) => layers.splice(at, 0, make());
  editLayers(editor, insert, { at, part: "handle" }, `${name} added`);
}

function removeLayer(editor, at) {
  const name = layerName(editor.store.spec.layers, at);
  const remove = (layers) => layers.splice(at, 1);
  editLayers(editor, remove, { at, part: "remove" }, `${name} removed`);
}

// To the gap `to`, counted before the layer is taken out; `part` of its card keeps the keyboard.
function moveLayer(editor, at, to, part = "handle") {
  const { layers } = editor.store.spec;
  const there = to > at ? to - 1 : to;
  if (there === at || there < 0 || there >= layers.length) return;
  const side = there < at ? "before" : "after";
  const other = layerName(layers, there);
  const sentence = `${layerName(layers, at)} moved ${side} ${other[0].toLowerCase()}${other.slice(1)}`;
  const move = (list) => list.splice(there, 0, ...list.splice(at, 1));
  editLayers(editor, move, { at: there, part }, sentence);
}

// A card ----------------------------------------------------------------------------------------

function layerCard(editor, kind, at) {
  const { store } = editor;
  const small = (part, sign, act) => {
    const button = h("button", { class: "nnb-small", onclick: act }, sign);
    button.dataset.part = part;
    return button;
  };
  const parts = {
    handle: small("handle", "", () => {}),
    left: small("left", "‹", () => moveLayer(editor, at, at - 1, "left")),
    right: small("right", "›", () => moveLayer(editor, at, at + 2, "right")),
    remove: small("remove", "×", () => removeLayer(editor, at)),
  };
  parts.handle.classList.add("nnb-handle");
  const head = h("div", { class: "nnb-card-head" }, Object.values(parts));
  const body = { dense: denseBody, dropout: dropoutBody, batch_norm: batchNormBody }[kind];
  const { rows, show: showBody } = body(editor, at, parts);
  const box = h("div", { class: `nnb-card nnb-${kind}`, role: "group" }, head, rows);
  const locked = frozen(store, "layers");
  box.title = locked ? FIXED : "";
  for (const part of Object.values(parts)) part.disabled = locked;
  const show = (layer) => {
    const { layers } = store.spec;
    nameParts(parts, box, layerName(layers, at));
    parts.left.disabled = locked || at === 0;
    parts.right.disabled = locked || at === layers.length - 1;
    showBody(layer, locked);
  };
  box.addEventListener("keydown", (event) => onCardKey(editor, at, event));
  if (!locked) dragByHandle(editor, at, parts.handle, box);
  return { box, parts, show };
}

function nameParts(parts, box, name) {
  write(parts.handle, `⠿ ${name}`);
  const names = {
    handle: `Move ${name}: drag, or arrow keys left and right`,
    left: `Move ${name} left`,
    right: `Move ${name} right`,
    remove: `Remove ${name}`,
  };
  for (const [part, text] of Object.entries(names)) {
    parts[part].setAttribute("aria-label", text);
    parts[part].title = text;
  }
  box.setAttribute("aria-label", name);
}

function onCardKey(editor, at, event) {
  const onHandle = event.target.dataset.part === "handle";
  const step = { ArrowLeft: -1, ArrowRight: 2 }[event.key];
  if (frozen(editor.store, "layers")) return;
  if (step && (event.altKey || onHandle)) {
    moveLayer(editor, at, at + step, event.target.dataset.part);
  } else if (onHandle && ["Delete", "Backspace"].includes(event.key)) removeLayer(editor, at);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function denseBody(editor, at, parts) {
  // From the number as edited so far: quick clicks come faster than answers.
  const change = (by) => {
    const more = ({ units }) => Math.min(MOST_UNITS, Math.max(1, units + by));
    const set = (layers) => (layers[at].units = more(layers[at]));
    editLayers(editor, set, null, layerName(editor.store.spec.layers, at));
  };
  const units = h("input", { type: "text", inputmode: "numeric", "aria-label": "Units" });
  units.classList.add("nnb-units-number", "nnb-number");
  const fewer = h("button", { "aria-label": "One unit fewer", onclick: () => change(-1) }, "−");
  const more = h("button", { "aria-label": "One unit more", onclick: () => change(1) }, "+");
  const menu = h("select", { "aria-label": "Activation" });
  menu.append(...HIDDEN_ACTIVATIONS.map(([value, text]) => h("option", { value }, text)));
  Object.assign(parts, { fewer, units, more, menu });
  for (const part of ["fewer", "units", "more", "menu"]) parts[part].dataset.part = part;
  const set = (name, value) => editLayers(editor, (layers) => (layers[at][name] = value), null, "");
  units.addEventListener("change", () => set("units", typedNumber(units.value)));
  units.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    change(by);
  });
  menu.addEventListener("change", () => set("activation", menu.value));
  const show = (layer, locked) => {
    if (editor.error.hidden) units.value = layer.units;
    menu.value = layer.activation;
    fewer.disabled = locked || layer.units <= 1;
    more.disabled = locked || layer.units >= MOST_UNITS;
    units.disabled = menu.disabled = locked;
  };
  const stepper = h("div", { class: "nnb-stepper" }, fewer, units, more);
  return { rows: [stepper, menu], show };
}

function dropoutBody(editor, at, parts) {
  const slider = h("input", { type: "range", min: 0, max: 0.8, step: 0.05 });
  slider.setAttribute("aria-label", "Share dropped");
  const value = h("output", { class: "nnb-number nnb-muted" });
  slider.dataset.part = "slider";
  parts.slider = slider;
  slider.addEventListener("input", () => {
    write(value, `drops ${Math.round(100 * slider.value)} %`);
    editLayers(editor, (layers) => (layers[at].p = Number(slider.value)), null, "");
  });
  const show = (layer, locked) => {
    slider.value = layer.p;
    slider.disabled = locked;
    write(value, `drops ${Math.round(100 * layer.p)} %`);
  };
  return { rows: [value, slider], show };
}

function batchNormBody() {
  const words = h("span", { class: "nnb-muted" }, "over each batch: mean 0, variance 1");
  return { rows: [words], show: () => {} };
}

// Adding ----------------------------------------------------------------------------------------

function gap(editor, at) {
  const name = at === 0 ? "Add a layer at the start" : `Add a layer after place ${at}`;
  const plus = h("summary", { "aria-label": name, title: name, "data-lm-suppress-shortcuts": "true" });
  plus.textContent = "+";
  const choices = ADDABLE.map(([, text, make]) => {
    const add = () => {
      menu.open = false;
      addLayer(editor, at, make, text);
    };
    return h("button", { onclick: add }, text);
  });
  const menu = h("details", { class: "nnb-gap" }, plus, h("div", { class: "nnb-menu" }, choices));
  menu.addEventListener("keydown", (event) => {
    if (!menu.open) return;
    if (event.key === "Escape") {
      menu.open = false;
      plus.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const here = choices.indexOf(document.activeElement);
      const by = event.key === "ArrowDown" ? 1 : -1;
      choices[(here + by + choices.length) % choices.length].focus();
    } else return;
    event.preventDefault();
  });
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget)) menu.open = false;
  });
  if (frozen(editor.store, "layers")) plus.classList.add("nnb-gone");
  return menu;
}

// Dragging --------------------------------------------------------------------------------------

const DRAG_FROM = 5; // pixels: less is a click

function dragByHandle(editor, at, handle, box) {
  let start = null;
  let goal = null;
  const finish = (drop) => {
    if (start === null) return;
    const to = goal;
    start = goal = null;
    box.classList.remove("nnb-dragged");
    box.style.transform = "";
    editor.gaps.forEach((each) => each.classList.remove("nnb-drop"));
    if (drop && to !== null) moveLayer(editor, at, to);
  };
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = [event.clientX, event.clientY];
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [dx, dy] = [event.clientX - start[0], event.clientY - start[1]];
    if (goal === null && Math.hypot(dx, dy) < DRAG_FROM) return;
    box.classList.add("nnb-dragged");
    box.style.transform = `translate(${dx}px, ${dy}px)`;
    goal = nearestGap(editor.gaps, event.clientX, event.clientY);
    editor.gaps.forEach((each, i) => each.classList.toggle("nnb-drop", i === goal));
  });
  handle.addEventListener("pointerup", () => finish(true));
  handle.addEventListener("pointercancel", () => finish(false));
  handle.addEventListener("keydown", (event) => {
    if (event.key === "Escape") finish(false);
  });
}

function nearestGap(gaps, x, y) {
  const away = gaps.map((each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    return Math.hypot((left + right) / 2 - x, 2 * ((top + bottom) / 2 - y));
  });
  return away.indexOf(Math.min(...away));
}

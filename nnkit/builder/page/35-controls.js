// Controls of one choice of the spec each: they edit it, follow it, and show its error beside them.

const FIXED = "The teacher has fixed this choice for this notebook.";

function chosenAt(spec, where) {
  return where.split(".").reduce((value, name) => value?.[name], spec);
}

function chooseAt(spec, where, value) {
  const path = where.split(".");
  const last = path.pop();
  path.reduce((part, name) => part[name], spec)[last] = value;
}

// For buttons: a message, and the sentence for when it is done.
async function sendAndSay(store, message, sentence) {
  const reply = await store.send(message);
  if (!reply.error) store.say(sentence);
  return reply;
}

// A field around controls that edit the choice at `where`. `show(value)` writes the choice into the
// controls; not while they hold something unanswered, or refused by Python: nothing typed is lost.
function choiceField(store, { where, box, controls, show }) {
  const error = h("p", { class: "nnb-error", id: newId("e"), hidden: true });
  const fixed = h("span", {}, " ", h("span", { class: "nnb-fixed" }, "fixed"));
  const title = box.querySelector("label, legend, .nnb-label");
  let refused = false;
  let underWay = 0;
  let typing = false;
  let shown;
  box.append(error);
  const mark = (sentence) => {
    refused = Boolean(sentence);
    write(error, sentence ?? "");
    error.hidden = !refused;
    controls[0].setAttribute("aria-invalid", String(refused));
    if (refused) controls[0].setAttribute("aria-describedby", error.id);
    else controls[0].removeAttribute("aria-describedby");
  };
  const follow = () => {
    const locked = frozen(store, where);
    for (const control of controls) control.disabled = locked;
    if (locked) title.append(fixed);
    else fixed.remove();
    box.title = locked ? FIXED : "";
    box.classList.toggle("nnb-gone", hidden(store, where));
    const value = chosenAt(store.spec, where);
    const same = JSON.stringify(value) === shown;
    if (underWay || typing || (refused && same)) return;
    mark(null);
    shown = JSON.stringify(value);
    show(value);
  };
  const choose = async (value) => {
    typing = false;
    underWay += 1;
    const reply = await store.edit((spec) => chooseAt(spec, where, value), where);
    underWay -= 1;
    mark(reply.error && isWithin(reply.error.where, where) ? reply.error.sentence : null);
    follow();
    return reply;
  };
  box.addEventListener("input", (event) => (typing = event.target.type === "text"));
  box.addEventListener("focusout", () => (typing = false));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(refused || typing)) return;
    typing = false;
    mark(null);
    follow();
  });
  store.on("layout", follow);
  return { box, choose, follow };
}

// A menu of [value, text] pairs.
function menuField(store, where, text, options) {
  const menu = h("select", {}, options.map(([value, name]) => h("option", { value }, name)));
  const box = labelled(text, menu);
  const show = (value) => (menu.value = value);
  const { choose } = choiceField(store, { where, box, controls: [menu], show });
  menu.addEventListener("change", () => choose(menu.value));
  return box;
}

// A slider over sensible values, and a box for any other number.
function numberField(store, where, text, values, words = String) {
  const exact = h("input", { type: "text", inputmode: "decimal", autocomplete: "off" });
  exact.classList.add("nnb-exact", "nnb-number");
  const slider = h("input", { type: "range", min: 0, max: values.length - 1, step: 1 });
  slider.setAttribute("aria-label", `${text}, slider`);
  const box = labelled(text, exact, slider);
  box.classList.add("nnb-amount");
  const show = (value) => {
    exact.value = plainNumber(value);
    const away = values.map((each) => Math.abs(each - value));
    slider.value = away.indexOf(Math.min(...away));
    slider.setAttribute("aria-valuetext", words(value));
  };
  const { choose } = choiceField(store, { where, box, controls: [exact, slider], show });
  slider.addEventListener("input", () => {
    exact.value = plainNumber(values[slider.value]);
    slider.setAttribute("aria-valuetext", words(values[slider.value]));
    choose(values[slider.value]);
  });
  exact.addEventListener("change", () => choose(typedNumber(exact.value)));
  return box;
}

function plainNumber(value) {
  return typeof value === "number" ? String(Number(value.toPrecision(10))) : "";
}

// What was typed as a number, with a comma for a point too; else as it is, for Python to explain.
function typedNumber(text) {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) ? text : value;
}

function seedField(store, where, text) {
  const exact = h("input", { type: "text", inputmode: "numeric", autocomplete: "off" });
  const another = h("button", { "aria-label": `Another ${text.toLowerCase()}` }, "Another");
  const box = labelled(text, exact, another);
  box.classList.add("nnb-seed");
  const show = (value) => (exact.value = value);
  const { choose } = choiceField(store, { where, box, controls: [exact, another], show });
  exact.addEventListener("change", () => choose(typedNumber(exact.value)));
  another.addEventListener("click", () => choose((chosenAt(store.spec, where) + 1) % 2 ** 31));
  return box;
}

function folded(title, ...children) {
  return h("details", { class: "nnb-more" }, h("summary", {}, title), ...children);
}

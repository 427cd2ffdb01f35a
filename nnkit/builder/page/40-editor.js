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
  const editor = { store, strip, error, cards: [], gaps: [], focus: null, underWay: 0 };
  store.on("layout", () => {
    fixed.hidden = !frozen(store, "layers");
    if (!editor.underWay) showLayers(editor);
  });
  return h("div", { class: "nnb-editor" }, strip, error, fixed);
}

function showLayers(editor) {
  const { store, strip } = editor;
  const { layers } = store.spec;
  editor.error.hidden = true;
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
function focusedPart({ cards, gaps }) {
  const here = document.activeElement;
  const gap = gaps.findIndex((each) => each.contains(here));
  if (gap >= 0) return { gap };
  const at = cards.findIndex((card) => card.box.contains(here));
  return at < 0 ? null : { at, part: here.dataset.part };
}

function giveFocus(editor) {
  const { focus, cards, gaps } = editor;
  if (!focus) return;
  editor.focus = null;
  if (focus.gap >= 0) {
    gaps[Math.min(focus.gap, gaps.length - 1)].querySelector("summary").focus();
    return;
  }
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
  const { store } = editor;
  editor.focus = focus;
  editor.underWay += 1;
  const { error } = await store.edit((spec) => change(spec.layers), "layers");
  editor.underWay -= 1;
  write(editor.error, error?.sentence ?? "");
  editor.error.hidden = !error;
  if (error) {
    editor.focus = null;
    const [, at, part] = error.where.split(".");
    editor.cards[at]?.parts[part]?.setAttribute("aria-invalid", "true"); // and keeps what was typed
    return;
  }
  if (!editor.underWay) showLayers(editor);
  if (sentence) store.say(`${sentence}: ${layerWords(store.spec.layers)}.`);
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

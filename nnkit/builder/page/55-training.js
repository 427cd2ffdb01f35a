// Training: start and stop, steps and speed; and how the weights are found.

const SPEEDS = [
  ["Full speed", { ms: 8 }, 0],
  ["An epoch a picture", { epochs: 1 }, 0],
  ["A batch a picture", { batches: 1 }, 0],
  ["2 epochs a second", { epochs: 1 }, 500],
  ["2 batches a second", { batches: 1 }, 500],
];
const STEPS = ["sample", "batch", "epoch"];
const RATES = [1e-5, 1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const PENALTIES = [0, 1e-5, 3e-5, 1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const DROPS = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const OPTIMISERS = [
  ["sgd", "SGD"],
  ["momentum", "Momentum"],
  ["adam", "Adam"],
];
const STARTS = [
  ["xavier", "Xavier (Glorot)"],
  ["he", "He"],
  ["normal", "Normal, 0.01"],
  ["zeros", "Zeros"],
];

function playPanel(store) {
  const play = h("button", { class: "nnb-play", onclick: () => togglePlay(store) });
  const reset = h("button", { title: "Back to epoch 0 and its first weights" }, "↺ Reset");
  reset.addEventListener("click", () => restart(store));
  const undo = turnButton(store, "undo", "↶");
  const redo = turnButton(store, "redo", "↷");
  store.on("ui", () => showPlaying(store, play));
  store.on("layout", () => {
    reset.hidden = hidden(store, "reset");
    showPlaying(store, play);
  });
  queueMicrotask(() => followShortcuts(store, play.closest(".nnb")));
  const group = (...parts) => h("div", { class: "nnb-group" }, ...parts);
  return h(
    "div",
    { class: "nnb-control-bar", role: "group", "aria-label": "Training" },
    group(play, reset, h("span", { class: "nnb-group" }, undo, redo)),
    stepButtons(store),
    speedMenu(store),
    readings(store),
  );
}

function togglePlay(store) {
  const { playing } = store.ui;
  if (!playing && store.frame?.problem) {
    store.say(store.frame.problem.sentence);
    return;
  }
  store.setUi({ playing: !playing });
}

function showPlaying(store, play) {
  const { playing } = store.ui;
  write(play, playing ? "❚❚ Pause" : "▶ Play");
  play.classList.toggle("nnb-playing", playing);
}

function restart(store) {
  store.setUi({ playing: false });
  sendAndSay(store, { do: "reset" }, "Reset: epoch 0, the first weights again.");
}

function stepButtons(store) {
  const buttons = STEPS.map((unit) => {
    const step = () => {
      store.setUi({ playing: false });
      store.send({ do: "step", unit });
    };
    return h("button", { onclick: step, "aria-label": `Step by one ${unit}` }, unit);
  });
  const label = h("span", { class: "nnb-label", "aria-hidden": "true" }, "Step");
  const segments = h("span", { class: "nnb-segments", role: "group" }, buttons);
  segments.setAttribute("aria-label", "Step");
  return h("div", { class: "nnb-group" }, label, segments);
}

function speedMenu(store) {
  const options = SPEEDS.map(([name], i) => h("option", { value: i }, name));
  const menu = h("select", { id: newId("speed") }, options);
  menu.addEventListener("change", () => {
    const [, slice, rest] = SPEEDS[menu.value];
    store.setUi({ slice, rest });
  });
  store.on("ui", () => {
    const now = JSON.stringify([store.ui.slice, store.ui.rest]);
    const at = SPEEDS.findIndex(([, ...rest]) => JSON.stringify(rest) === now);
    if (at >= 0) menu.value = at;
  });
  return h("div", { class: "nnb-group" }, h("label", { for: menu.id }, "Speed"), menu);
}

function turnButton(store, turn, sign) {
  const name = turn === "undo" ? "Undo" : "Redo";
  const button = h("button", { class: "nnb-turn", disabled: true, "aria-label": name }, sign);
  button.title = `${name} the last edit`;
  button.addEventListener("click", () => turnEdits(store, turn));
  store.on("layout", () => {
    const focused = document.activeElement === button;
    button.disabled = !store.can[turn];
    // A disabled button loses the keyboard: hand it to the other one.
    if (button.disabled && focused) button.parentElement.querySelector("button:enabled")?.focus();
  });
  return button;
}

function turnEdits(store, turn) {
  if (store.can[turn]) sendAndSay(store, { do: turn }, turn === "undo" ? "Undone." : "Done again.");
}

// Epoch, loss and accuracy in figures that don't jump about.
function readings(store) {
  const names = ["Epoch", "Loss", "validation", "Accuracy", "validation"];
  const values = names.map(() => h("span", { class: "nnb-number nnb-reading" }));
  const pairs = names.map((name, i) => {
    const words = h("span", { class: "nnb-muted" }, name);
    return h("span", { class: i % 2 ? "nnb-apart" : null }, words, values[i]);
  });
  const show = () => {
    if (!store.frame) return;
    const { epoch, loss, val_loss: valLoss, accuracy, val_accuracy: valAccuracy } = store.frame;
    write(values[0], epoch.toLocaleString("en"));
    [loss, valLoss].forEach((value, i) => write(values[1 + i], value == null ? "–" : number(value, 3)));
    [accuracy, valAccuracy].forEach((value, i) => write(values[3 + i], percent(value)));
    pairs[2].hidden = valLoss == null;
    pairs[3].hidden = accuracy == null;
    pairs[4].hidden = valAccuracy == null;
  };
  store.on("tick", show);
  return h("div", { class: "nnb-readings" }, pairs);
}

// Keys of the whole widget ---------------------------------------------------------------------

const SUPPRESS = "data-lm-suppress-shortcuts";

function followShortcuts(store, root) {
  if (!root) return;
  root.tabIndex = -1; // a click on the ground puts the keyboard here
  root.addEventListener("focusin", (event) => {
    // JupyterLab would scroll at Space; elsewhere its own shortcuts stay as they are.
    root.toggleAttribute(SUPPRESS, event.target === root);
  });
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (isTurn(event)) {
      const redo = event.shiftKey || event.key.toLowerCase() === "y";
      turnEdits(store, redo ? "redo" : "undo");
    } else if (event.key === " " && takesSpace(event.target, root)) togglePlay(store);
    else return;
    event.preventDefault();
  });
}

// Text has an undo of its own.
function isTurn(event) {
  const { target } = event;
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  if (target.matches("textarea, input[type=text]")) return false;
  return ["z", "y"].includes(event.key.toLowerCase());
}

function takesSpace(target, root) {
  return target === root || target.matches(".nnb-unit, .nnb-edge, .nnb-field-of-points");
}

// How the weights are found ----------------------------------------------------------------------

function trainingPanel(store) {
  const rate = numberField(store, "training.lr", "Learning rate", RATES);
  const l1 = numberField(store, "training.l1", "L1 penalty", PENALTIES);
  const l2 = numberField(store, "training.l2", "L2 penalty", PENALTIES);
  const seed = seedField(store, "training.seed", "Seed of the weights");
  return h(
    "div",
    { class: "nnb-training", role: "group", "aria-label": "How it learns" },
    menuField(store, "training.optimiser", "Optimiser", OPTIMISERS),
    rate,
    l2,
    folded(
      "L1, dropout, first weights",
      h("div", { class: "nnb-fields" }, l1, dropoutField(store), startField(store), seed),
    ),
  );
}

function startField(store) {
  return menuField(store, "training.init", "First weights", STARTS);
}

function dropouts(spec) {
  return spec.layers.filter((layer) => layer.kind === "dropout");
}

// One probability for all dropout layers; without any, a button puts one after each hidden layer.
function dropoutField(store) {
  const range = { type: "range", min: 0, max: DROPS.length - 1, step: 1, id: newId("drop") };
  const slider = h("input", range);
  const value = h("output", { class: "nnb-number nnb-muted" });
  const add = h("button", {}, "Add to each layer");
  const label = h("label", { for: slider.id }, "Dropout");
  const box = h("div", { class: "nnb-field nnb-amount" }, label, value, slider, add);
  const show = () => {
    const ps = dropouts(store.spec).map((layer) => layer.p);
    slider.hidden = !ps.length;
    add.hidden = ps.length > 0;
    if (!ps.length) {
      write(value, "none yet");
      return;
    }
    slider.value = DROPS.findIndex((each) => each >= ps[0] - 1e-9);
    write(value, new Set(ps).size > 1 ? "differs" : plainNumber(ps[0]));
    slider.setAttribute("aria-valuetext", value.textContent);
  };
  const field = choiceField(store, { where: "layers", box, controls: [slider, add], show });
  slider.addEventListener("input", () => {
    const p = DROPS[slider.value];
    write(value, plainNumber(p));
    store.edit((spec) => dropouts(spec).forEach((layer) => (layer.p = p)), "layers");
  });
  add.addEventListener("click", async () => {
    const drop = (layer) => (layer.kind === "dense" ? [layer, { kind: "dropout", p: 0.2 }] : [layer]);
    const reply = await field.choose(store.spec.layers.flatMap(drop));
    if (!reply.error) slider.focus();
  });
  return box;
}

// Slow mode: one training step on one sample, phase by phase. The values stand on the picture; here
// stand the phases, what happens in the present one, and the formula of the chosen edge.

const SLOW_PAUSE = 1600; // milliseconds that a phase stays when they follow each other

function slowPanel(store) {
  const start = h("button", {}, "Step slowly through one sample");
  const next = h("button", {}, "Next phase");
  const auto = h("button", { "aria-pressed": false }, "Play slowly");
  const stop = h("button", {}, "Leave");
  const phases = h("ol", { class: "nnb-phases", "aria-label": "Phases of the training step" });
  const sentence = h("p", {});
  const formula = h("div", { class: "nnb-formula" });
  const inside = h("div", { class: "nnb-slow-inside", hidden: true }, phases, sentence, formula);
  const hint = h("p", { class: "nnb-muted" }, SLOW_HINT);
  const buttons = h("div", { class: "nnb-choices" }, start, next, auto, stop);
  const parts = { start, next, auto, stop, phases, sentence, formula, inside, hint };
  const slow = newSlowMode(store, parts);
  start.addEventListener("click", slow.begin);
  next.addEventListener("click", slow.on);
  auto.addEventListener("click", slow.turnAuto);
  stop.addEventListener("click", slow.leave);
  showSlow(store, parts, null);
  return h("section", { class: "nnb-slow", "aria-label": "Slow mode" }, buttons, hint, inside);
}

const SLOW_HINT =
  "Forward, loss, backward, update, one after the other, with all values on the picture.";

function newSlowMode(store, parts) {
  let timer = 0;
  let told = ""; // the edge whose formula was asked for
  const ask = (to) => {
    told = JSON.stringify(edgeOf(store));
    return store.send({ do: "slow", to, edge: edgeOf(store) });
  };
  const rest = () => {
    clearTimeout(timer);
    timer = 0;
    parts.auto.setAttribute("aria-pressed", "false");
  };
  const again = () => {
    timer = setTimeout(async () => {
      const reply = await ask("next");
      if (reply.error || !store.slow || store.slow.done || store.slow.problem) rest();
      else if (timer) again();
    }, SLOW_PAUSE);
  };
  const slow = {
    begin: async () => {
      store.setUi({ playing: false });
      const reply = await ask("start");
      if (!reply.error && document.activeElement !== parts.auto) parts.next.focus();
    },
    on: () => {
      rest();
      return store.slow?.done ? slow.begin() : ask("next");
    },
    leave: async () => {
      rest();
      await ask("stop");
      parts.start.focus();
    },
    turnAuto: async () => {
      if (timer) return rest();
      if (store.slow?.done) await slow.begin();
      parts.auto.setAttribute("aria-pressed", "true");
      again();
    },
  };
  // Another edge or neuron, another formula; the phase stays.
  const chosen = () => {
    if (store.slow && JSON.stringify(edgeOf(store)) !== told) ask("stay");
  };
  let spoken = "";
  store.on("ui", (changed) => changed.includes("focus") && chosen());
  store.on("slow", (now) => {
    if (!now) rest();
    showSlow(store, parts, now);
    if (now && now.sentence !== spoken) store.say(now.sentence);
    spoken = now?.sentence ?? "";
  });
  store.on("destroy", rest);
  return slow;
}

// The edge in focus as the kernel names it, [layer, to, from]; a neuron stands for its bias.
function edgeOf(store) {
  const { focus } = store.ui;
  const column = focusColumn(store, focus);
  if (column?.kind === "dense") {
    if (focus.kind === "unit") return [column.index, focus.unit, null];
    return [column.index, focus.to, focus.from];
  }
  return null;
}

function showSlow(store, parts, slow) {
  const { start, next, auto, stop, inside, hint } = parts;
  start.hidden = Boolean(slow);
  for (const each of [next, stop]) each.hidden = !slow;
  auto.hidden = !slow || store.still; // who prefers no motion goes on by hand
  inside.hidden = !slow;
  hint.hidden = Boolean(slow);
  if (!slow) return;
  write(next, slow.done ? "Next sample" : "Next phase");
  next.disabled = Boolean(slow.problem);
  showPhases(store, parts.phases, slow);
  write(parts.sentence, [slow.sentence, slow.problem].filter(Boolean).join(" "));
  showFormula(store, parts.formula, slow);
}

// The kernel counts: forward through all columns, the loss, backward through them, the update.
function phaseNames(store, slow) {
  const at = (layer) => store.layout.columns.findIndex((column) => column.index === layer);
  const names = slow.columns.map(({ layer, kind }) => {
    return kind === "dense" ? columnName(store.layout, at(layer)) : kind.replace("_", " ");
  });
  return [
    ...names.map((name) => ["Forward", name]),
    ["Loss", ""],
    ...names.reverse().map((name) => ["Backward", name]),
    ["Update", ""],
  ];
}

function showPhases(store, list, slow) {
  const names = phaseNames(store, slow);
  const signature = JSON.stringify(names);
  if (list.dataset.shown !== signature) {
    list.dataset.shown = signature;
    const items = names.map(([phase, name]) => h("li", {}, h("b", {}, phase), name && ` ${name}`));
    list.replaceChildren(...items);
  }
  [...list.children].forEach((item, i) => {
    item.classList.toggle("nnb-done", i < slow.step);
    if (i === slow.step) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

const NO_EDGE = "Choose an edge or a neuron on the picture: its formula stands here, with its numbers.";

// The formula is made by the kernel from numbers alone, so it may be written as it is.
function showFormula(store, box, { formula }) {
  const chosen = edgeOf(store);
  const title = chosen ? focusTitle(store) : "";
  const signature = `${title}${formula?.mathml ?? chosen}`;
  if (box.shown === signature) return;
  box.shown = signature;
  if (!formula) {
    box.replaceChildren(h("p", { class: "nnb-muted" }, chosen ? turnWords(store) : NO_EDGE));
    return;
  }
  const look = { class: "nnb-scroll nnb-math", tabindex: 0 }; // scrolled by keyboard too
  const drawn = h("div", { ...look, role: "group", "aria-label": "Formula" });
  drawn.innerHTML = formula.mathml;
  box.replaceChildren(h("strong", {}, title), drawn, h("p", { class: "nnb-muted" }, formula.words));
}

function turnWords(store) {
  const name = columnName(store.layout, store.ui.focus.column);
  return `${focusTitle(store)} has its turn when ${name} is at work, and in the update.`;
}

function focusTitle(store) {
  const { focus } = store.ui;
  if (!store.picture.columns[focus.column]) return "";
  if (focus.kind === "edge") return edgeTitle(store, focus);
  return `Bias of ${unitName(store.layout, focus.column, focus.unit)}`;
}

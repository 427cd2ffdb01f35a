// What to learn from: the data set, what goes into the network, how many samples, how noisy.

const DATA_GROUPS = [
  ["Two classes", ["circle", "xor", "blobs", "spiral", "moons"]],
  ["Predict a number", ["plane", "gaussian"]],
  ["Images", ["digits"]],
  ["Real data", ["penguins"]],
  ["Your own", ["csv", "points"]],
];
const DATA_NAMES = { xor: "XOR", csv: "CSV", points: "drawn", gaussian: "Gaussian" };
const NOISES = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];
const SAMPLES = [20, 50, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 1800, 2500];
const SHARES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const MADE = ["circle", "xor", "blobs", "spiral", "moons", "plane", "gaussian", "digits"];
const TASKS = [
  ["auto", "As the target looks"],
  ["binary", "Two classes"],
  ["classes", "Several classes"],
  ["regression", "A number"],
];
const CSV_EXAMPLE = "height,weight,kind\n12,3.1,cat\n34,8.9,dog\n11,2.7,cat\n38,9.4,dog";

function dataPanel(store) {
  const parts = [
    chooser(store),
    csvPart(store),
    pointsPart(store),
    featureField(store),
    amounts(store),
  ];
  const source = h("p", { class: "nnb-muted nnb-source" });
  store.on("layout", (layout) => {
    const words = [...(layout.notes ?? []), layout.source === "made up" ? "" : layout.source];
    write(source, words.filter(Boolean).join(" "));
    source.hidden = !source.textContent;
  });
  return h("div", { class: "nnb-data" }, parts, source);
}

function dataName(name) {
  return DATA_NAMES[name] ?? name;
}

// Whose controls are shown: the chosen data's, or the CSV text's as long as it isn't used yet.
function shownData(store) {
  return store.ui.choosing ?? store.spec.data.name;
}

// The choice --------------------------------------------------------------------------------------

function chooser(store) {
  const group = newId("data");
  const radios = new Map();
  const sets = DATA_GROUPS.map(([title, names]) => {
    const tiles = names.map((name) => dataTile(store, radios, group, name));
    const style = `width: min(100%, ${56 * names.length - 4}px)`;
    return h("div", { class: "nnb-tiles", style }, h("span", { class: "nnb-muted" }, title), tiles);
  });
  const box = h("fieldset", { class: "nnb-chooser" }, h("legend", {}, "Data"), sets);
  let last = null;
  const show = () => {
    const { name } = store.spec.data;
    if (name !== last) store.ui.choosing = null; // other data came, by undo perhaps
    last = name;
    const radio = radios.get(shownData(store));
    if (radio) radio.checked = true;
  };
  const controls = [...radios.values()];
  const field = choiceField(store, { where: "data.name", box, controls, show });
  store.on("ui", (changed) => changed.includes("choosing") && show());
  store.on("theme", () => radios.forEach((radio, name) => drawThumbnail(store, radio.sheet, name)));
  box.addEventListener("change", (event) => chooseData(store, field, event.target.value));
  return box;
}

function dataTile(store, radios, group, name) {
  const radio = h("input", { type: "radio", name: group, value: name });
  radio.sheet = sharpCanvas();
  radios.set(name, radio);
  const text = h("span", {}, dataName(name));
  return h("label", { class: "nnb-tile" }, radio, radio.sheet.canvas, text);
}

// CSV without a text has nothing to show yet: its text area comes first.
async function chooseData(store, field, name) {
  if (name === "csv" && !store.spec.data.text) {
    store.setUi({ choosing: "csv", drawing: false });
    return;
  }
  store.setUi({ choosing: null, drawing: false });
  const reply = await field.choose(name);
  if (reply.error) return;
  store.say(`Data: ${dataName(name)}.`);
  if (name === "points") store.setUi({ drawing: true });
}

// CSV ---------------------------------------------------------------------------------------------

function csvPart(store) {
  const area = h("textarea", { rows: 6, spellcheck: "false", placeholder: CSV_EXAMPLE });
  const help = h("p", { class: "nnb-muted" }, "One sample a line; the last column is the target.");
  const use = h("button", {}, "Use this text");
  const example = h("button", {}, "Example");
  const task = h("select", {}, TASKS.map(([value, text]) => h("option", { value }, text)));
  const buttons = h("div", { class: "nnb-choices" }, use, example);
  const target = labelled("The target is", task);
  const box = labelled("CSV text", area, help, target, buttons);
  let typed = false; // a text that isn't used yet is nobody else's to change
  const show = (data) => {
    box.hidden = shownData(store) !== "csv";
    if (typed) return;
    area.value = data.text;
    task.value = data.task;
  };
  const controls = [area, use, example, task];
  const { choose } = choiceField(store, { where: "data", box, controls, show });
  const submit = async () => {
    const { data } = store.spec;
    const reply = await choose({ ...data, name: "csv", text: area.value, task: task.value });
    if (reply.error) return;
    typed = false;
    store.setUi({ choosing: null });
    store.say(`The text is used: ${store.layout.points.train} training samples.`);
  };
  use.addEventListener("click", submit);
  area.addEventListener("input", () => (typed = true));
  example.addEventListener("click", () => {
    area.value = CSV_EXAMPLE;
    typed = true;
    area.focus();
  });
  task.addEventListener("change", () => store.spec.data.name === "csv" && submit());
  store.on("ui", (changed) => {
    if (changed.includes("choosing")) box.hidden = shownData(store) !== "csv";
  });
  return box;
}

// Points ------------------------------------------------------------------------------------------

function pointsPart(store) {
  const draw = h("button", { "aria-pressed": false }, "Draw on the plane");
  const clear = h("button", {}, "Clear");
  const words = h("p", { class: "nnb-muted" });
  const box = h("div", { class: "nnb-field" }, h("span", { class: "nnb-label" }, "Your points"));
  box.append(h("div", { class: "nnb-choices" }, draw, clear), words);
  const show = (points) => {
    box.hidden = shownData(store) !== "points";
    const of = (label) => points.filter((point) => point[2] === label).length;
    write(words, `${of(0)} ■ and ${of(1)} ●. Click on the plane, or draw there with the keyboard.`);
    clear.disabled = !points.length;
  };
  const controls = [draw, clear];
  const { choose } = choiceField(store, { where: "data.points", box, controls, show });
  draw.addEventListener("click", () => store.setUi({ drawing: !store.ui.drawing }));
  clear.addEventListener("click", async () => {
    store.setUi({ drawing: false });
    await choose([]);
    store.setUi({ drawing: true });
    draw.focus();
  });
  store.on("ui", () => {
    draw.setAttribute("aria-pressed", String(store.ui.drawing));
    box.hidden = shownData(store) !== "points";
  });
  return box;
}

// Features ----------------------------------------------------------------------------------------

function featureField(store) {
  const chips = h("div", { class: "nnb-chips" });
  const box = h("fieldset", { class: "nnb-features" }, h("legend", {}, "Inputs"), chips);
  let boxes = [];
  const chosen = () => boxes.filter((each) => each.checked).map((each) => each.value);
  const show = () => {
    const offered = store.layout.features ?? [];
    box.hidden = !offered.length;
    const names = JSON.stringify(offered);
    if (chips.dataset.names !== names) {
      chips.dataset.names = names;
      boxes = offered.map(({ name }) => h("input", { type: "checkbox", value: name }));
      chips.replaceChildren(...boxes.map((each, i) => h("label", {}, each, offered[i].label)));
    }
    for (const each of boxes) {
      each.checked = store.spec.features.includes(each.value);
      each.disabled = frozen(store, "features");
    }
  };
  const { choose } = choiceField(store, { where: "features", box, controls: [chips], show });
  chips.addEventListener("change", () => choose(chosen()));
  return box;
}

// Amounts -----------------------------------------------------------------------------------------

const WIDE = 1060; // pixels from which the amounts are open to begin with

function amounts(store) {
  const share = (value) => `${Math.round(100 * value)} %`;
  const noise = numberField(store, "data.noise", "Noise", NOISES);
  const samples = numberField(store, "data.samples", "Samples", SAMPLES);
  const validation = numberField(store, "data.validation", "Validation share", SHARES, share);
  const batch = numberField(store, "training.batch_size", "Batch size", BATCHES);
  const seed = seedField(store, "data.seed", "Seed of the data");
  store.on("layout", () => {
    const made = MADE.includes(store.spec.data.name);
    noise.hidden = samples.hidden = !made;
  });
  const fields = h("div", { class: "nnb-fields" }, noise, samples, validation, batch, seed);
  const box = folded("Samples, noise, batches", fields);
  queueMicrotask(() => (box.open = box.closest(".nnb")?.clientWidth >= WIDE));
  return box;
}

// What to learn from: the data set, what goes into the network, how many samples, how noisy.

const DATA_GROUPS = [
  ["Two classes", ["circle", "xor", "blobs", "spiral", "moons"]],
  ["A number to predict", ["plane", "gaussian"]],
  ["Images of digits", ["digits"]],
  ["Real data", ["penguins"]],
  ["Your own", ["csv", "points"]],
];
const DATA_NAMES = { xor: "XOR", csv: "CSV text", points: "drawn", gaussian: "Gaussian" };
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
    return h("div", { class: "nnb-tiles" }, h("span", { class: "nnb-muted" }, title), tiles);
  });
  const box = h("fieldset", { class: "nnb-chooser" }, h("legend", {}, "Data"), sets);
  const show = () => {
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
  const show = (data) => {
    box.hidden = shownData(store) !== "csv";
    if (document.activeElement !== area && data.text) area.value = data.text;
    task.value = data.task;
  };
  const controls = [area, use, example, task];
  const { choose } = choiceField(store, { where: "data", box, controls, show });
  const submit = async () => {
    const { data } = store.spec;
    const reply = await choose({ ...data, name: "csv", text: area.value, task: task.value });
    if (reply.error) return;
    store.setUi({ choosing: null });
    store.say(`The text is used: ${store.layout.points.train} training samples.`);
  };
  use.addEventListener("click", submit);
  example.addEventListener("click", () => {
    area.value = CSV_EXAMPLE;
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

function amounts(store) {
  const share = (value) => `${Math.round(100 * value)} %`;
  const noise = numberField(store, "data.noise", "Noise", NOISES);
  const samples = numberField(store, "data.samples", "Samples", SAMPLES);
  const validation = numberField(store, "data.validation", "Validation share", SHARES, share);
  const batch = numberField(store, "training.batch_size", "Batch size", BATCHES);
  const seed = seedField(store, "data.seed", "Seed of the data", "Another seed");
  store.on("layout", () => {
    const made = MADE.includes(store.spec.data.name);
    noise.hidden = samples.hidden = !made;
  });
  return h("div", { class: "nnb-fields" }, noise, samples, validation, batch, seed);
}

// Thumbnails --------------------------------------------------------------------------------------

const THUMBNAIL = 40;

// (x, y, class 0 or 1, or a target from −1 to 1) of a few points in the square from −1 to 1.
const SKETCHES = {
  circle: (i, t) => turned(i % 2 ? 0.45 * Math.sqrt(t) : 0.85, 2.4 * i, i % 2),
  xor: (i, t) => {
    const [x, y] = [0.15 + 0.75 * t, 0.15 + 0.75 * ((7 * t) % 1)];
    return [i & 2 ? x : -x, (i & 2) === (i & 1) * 2 ? -y : y, i & 1];
  },
  blobs: (i, t) => {
    const [x, y] = turned(0.42 * Math.sqrt(t), 2.4 * i, 0);
    return [x + (i % 2 ? 0.45 : -0.45), y + (i % 2 ? 0.45 : -0.45), i % 2];
  },
  spiral: (i, t) => turned(0.9 * t, 9 * t + Math.PI * (i % 2), i % 2),
  moons: (i, t) => {
    const side = i % 2 ? -1 : 1;
    return [0.6 * Math.cos(3.14 * t) * side - 0.3 * side, side * (0.6 * Math.sin(3.14 * t) - 0.15), i % 2];
  },
  plane: (i, t) => {
    const [x, y] = spread(i);
    return [x, y, x + y];
  },
  gaussian: (i, t) => {
    const [x, y] = spread(i);
    const bump = (c) => Math.exp(-((x - c) ** 2 + (y - c) ** 2) / 0.18);
    return [x, y, bump(0.4) - bump(-0.4)];
  },
  penguins: (i, t) => {
    const [x, y] = turned(0.33 * Math.sqrt(t), 2.4 * i, 0);
    const [cx, cy] = [[-0.5, -0.35], [0.45, -0.4], [0.1, 0.5]][i % 3];
    return [x + cx, y + cy, i % 3];
  },
};
const DIGIT = [0x3c, 0x66, 0x06, 0x1c, 0x06, 0x06, 0x66, 0x3c]; // a 3, a bit a pixel

function turned(r, angle, label) {
  return [r * Math.cos(angle), r * Math.sin(angle), label];
}

function spread(i) {
  return [((i * 0.618) % 1) * 1.8 - 0.9, ((i * 0.755) % 1) * 1.8 - 0.9];
}

function drawThumbnail(store, { context, resize }, name) {
  resize(THUMBNAIL, THUMBNAIL);
  context.clearRect(0, 0, THUMBNAIL, THUMBNAIL);
  if (name === "digits") sketchDigit(store, context);
  else if (name === "csv") sketchLines(store, context);
  else if (name === "points") sketchCross(store, context);
  else sketchPoints(store, context, name);
}

function sketchPoints(store, context, name) {
  const number = ["plane", "gaussian"].includes(name);
  const each = classColours(store.colours);
  const count = number ? 110 : 64;
  for (let i = 0; i < count; i += 1) {
    const [x, y, target] = SKETCHES[name](i, (i + 0.5) / count);
    context.globalAlpha = number ? Math.min(1, Math.abs(target) + 0.08) : 1;
    context.fillStyle = number ? store.colours[target < 0 ? "orange" : "blue"] : each[target];
    context.beginPath();
    context.arc((x + 1) * 20, (1 - y) * 20, number ? 2 : 1.5, 0, 7);
    context.fill();
  }
  context.globalAlpha = 1;
}

function sketchDigit(store, context) {
  context.fillStyle = store.colours.text;
  DIGIT.forEach((bits, row) => {
    for (let i = 0; i < 8; i += 1) {
      if (bits & (128 >> i)) context.fillRect(4 + 4 * i, 4 + 4 * row, 4, 4);
    }
  });
}

function sketchLines(store, context) {
  context.fillStyle = store.colours.muted;
  for (let row = 0; row < 5; row += 1) {
    for (let i = 0; i < 3; i += 1) {
      context.globalAlpha = row ? 0.55 : 1;
      context.fillRect(5 + 11 * i, 6 + 6.5 * row, 7 + ((row + i) % 2), 2.5);
    }
  }
  context.globalAlpha = 1;
}

function sketchCross(store, context) {
  const each = classColours(store.colours);
  [[11, 27, 0], [17, 31, 0], [29, 12, 1], [32, 19, 1]].forEach(([x, y, label]) => {
    context.fillStyle = each[label];
    tracePoint(context, SHAPES[label], x, y, 3);
    context.fill();
  });
  Object.assign(context, { strokeStyle: store.colours.text, lineWidth: 1.3 });
  context.beginPath();
  context.moveTo(13, 14);
  context.lineTo(25, 14);
  context.moveTo(19, 8);
  context.lineTo(19, 20);
  context.stroke();
}

// The curves: loss, accuracy and the size of the gradients, each over the epochs; and in numbers.

const ROW = 5; // epoch, loss, validation loss, accuracy, validation accuracy
const [LOSS, ACCURACY] = [1, 3];
const CURVE_GAP = 120; // milliseconds between two paintings of the curves

function curvesPanel(store) {
  const probe = newProbe();
  const log = h("input", { type: "checkbox" });
  const loss = newChart(store, probe, {
    title: "Loss",
    curves: () => pairOf(store, LOSS),
    scale: () => ({ log: log.checked, low: 0 }),
    more: [h("label", {}, log, " log scale")],
  });
  const accuracy = newChart(store, probe, {
    title: "Accuracy",
    curves: () => pairOf(store, ACCURACY),
    scale: () => ({ low: 0.5, high: 1, words: percent }),
  });
  const norms = normsChart(store, probe);
  const numbers = numbersTable(store, "The curves in numbers", () => curveRows(store));
  const charts = [loss, accuracy, norms];
  const paint = () => charts.forEach((chart) => chart.paint());
  log.addEventListener("change", paint);
  paintNowAndThen(store, paint);
  store.on("layout", ({ task }) => (accuracy.box.hidden = task === "regression"));
  return h(
    "div",
    { class: "nnb-curves", role: "group", "aria-label": "Curves" },
    loss.box,
    accuracy.box,
    norms.box,
    h("div", {}, numbers, normsTable(store, norms)),
  );
}

// Curves needn't follow every frame: several times a second, and once more at the end.
function paintNowAndThen(store, paint) {
  let painted = 0;
  const now = () => {
    painted = performance.now();
    paint();
  };
  store.on("frame", () => performance.now() - painted > CURVE_GAP && now());
  store.on("tick", now);
}

// Training, validation and, faintly, the pinned run's of one quantity.
function pairOf(store, column) {
  const { rows, count } = store.history;
  const here = { rows, count, stride: ROW };
  const curves = [
    { ...here, column, name: "training", colour: "blue" },
    { ...here, column: column + 1, name: "validation", colour: "orange", dash: [5, 3] },
  ];
  const pinned = store.frame?.pinned && store.arrays.pinned;
  if (pinned?.length) {
    const look = { colour: "muted", faint: true };
    const kept = { rows: pinned, count: pinned.length / ROW, stride: ROW, ...look };
    curves.push({ ...kept, column, name: "pinned" });
    curves.push({ ...kept, column: column + 1, name: "pinned, validation", dash: [3, 2] });
  }
  return curves.filter((curve) => curve.count && hasNumbers(curve));
}

function hasNumbers(curve) {
  return Number.isFinite(curveAt(curve, 0)) || Number.isFinite(curveAt(curve, curve.count - 1));
}

// Numbers as a table, for who doesn't see the curves and for who wants to know exactly -----------

const TABLE_ROWS = 12;
const TABLE_GAP = 1000;

// `table()` gives {heads, rows}: rows of texts. It is only asked while the table is open.
function numbersTable(store, title, table) {
  const head = h("thead", {});
  const body = h("tbody", {});
  const inside = h("table", { class: "nnb-numbers nnb-number" }, head, body);
  const frame = h("div", { class: "nnb-scroll" }, inside);
  const box = h("details", { class: "nnb-more" }, h("summary", {}, title), frame);
  let written = 0;
  const show = () => {
    if (!box.open) return;
    written = performance.now();
    const { heads, rows } = table();
    head.replaceChildren(h("tr", {}, heads.map((text) => h("th", { scope: "col" }, text))));
    body.replaceChildren(...rows.map(([first, ...rest]) => {
      return h("tr", {}, h("th", { scope: "row" }, first), rest.map((text) => h("td", {}, text)));
    }));
  };
  box.addEventListener("toggle", show);
  store.on("tick", () => (store.ui.playing && performance.now() - written < TABLE_GAP) || show());
  return box;
}

// Evenly chosen rows, always with the first and the last.
function someRows(count) {
  const length = Math.min(count, TABLE_ROWS);
  const step = (count - 1) / Math.max(1, length - 1);
  return Array.from({ length }, (_, i) => Math.round(i * step));
}

function curveRows(store) {
  const { rows, count } = store.history;
  const heads = ["Epoch", "Loss", "validation", "Accuracy", "validation"];
  const kept = heads.map((_, i) => i === 0 || (count && Number.isFinite(rows[i])));
  const words = (value, i) => {
    if (i === 0) return value.toLocaleString("en");
    return i < ACCURACY ? number(value, 4) : percent(value);
  };
  const cells = (row) => Array.from(rows.subarray(row * ROW, (row + 1) * ROW)).map(words);
  const only = (texts) => texts.filter((_, i) => kept[i]);
  return { heads: only(heads), rows: someRows(count).map((row) => only(cells(row))) };
}

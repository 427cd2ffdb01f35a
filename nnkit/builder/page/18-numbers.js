// Reading the flat arrays of a frame: which number belongs to which edge, neuron and heat map.

function weightAt(column, to, from) {
  return column.W + to * column.fan_in + from;
}

// The inputs of an image come as one bundle: its strength is the length of the row of weights.
function bundleStrength(values, column, to) {
  let sum = 0;
  const start = weightAt(column, to, 0);
  for (let i = start; i < start + column.fan_in; i += 1) sum += values[i] ** 2;
  return Math.sqrt(sum / column.fan_in);
}

function edgeValue(values, column, to, from) {
  if (!values) return 0;
  if (column.source.image) return bundleStrength(values, column, to);
  return values[weightAt(column, to, from)];
}

// What the edges show: the weights, or the overlay that was asked for if it has come.
function shownValues(store) {
  const { view } = store.ui;
  return view === "weights" ? store.arrays.weights : (store.arrays[view] ?? null);
}

const QUARTERS = 4; // of the targets: what a neuron answers to each, where there are no classes

// The width and height in bytes of one heat map of a column.
function mapSize(layout, column) {
  if (layout.plane) return [layout.map_size, layout.map_size];
  const first = layout.columns.find((each) => each.kind === "dense");
  if (layout.columns[0].image && column.index === first.index) return [8, 8];
  return [layout.task === "regression" ? QUARTERS : layout.classes.length, 1];
}

// One sheet of heat maps a column, filled from the frame's bytes.
function mapSheets(layout) {
  const inputs = layout.columns[0];
  const sheets = new Map();
  let at = 0;
  layout.columns.forEach((column, place) => {
    if (column.kind !== "dense") return;
    const [width, height] = mapSize(layout, column);
    const sheet = byteSheet(width, height * column.units);
    sheets.set(place, { ...sheet, tile: height, from: at, name: "maps" });
    at += width * height * column.units;
  });
  if (layout.plane && !inputs.image) {
    const size = layout.map_size;
    const sheet = byteSheet(size, size * inputs.units);
    sheets.set(0, { ...sheet, tile: size, from: 0, name: "inputs" });
  } else if (inputs.image) {
    sheets.set(0, { ...byteSheet(8, 8), tile: 8, from: 0, name: "inputs" });
  }
  return sheets;
}

function fillSheets(store, sheets, lookup) {
  for (const sheet of sheets.values()) {
    const bytes = store.arrays[sheet.name];
    const size = sheet.width * sheet.height;
    if (!bytes || bytes.length < sheet.from + size) continue;
    if (sheet.seen === bytes && sheet.lookup === lookup) continue;
    sheet.fill(bytes.subarray(sheet.from, sheet.from + size), lookup);
    Object.assign(sheet, { seen: bytes, lookup, filled: true });
  }
}

// Names, as they are said and written.
function columnName(layout, place) {
  const column = layout.columns[place];
  if (column.kind === "input") return "inputs";
  if (place === layout.columns.length - 1) return "output";
  const dense = layout.columns.slice(0, place + 1).filter((each) => each.kind === "dense");
  return `layer ${dense.length}`;
}

function unitName(layout, place, unit) {
  const column = layout.columns[place];
  if (column.image) return `pixel ${unit + 1}`;
  if (column.kind === "input") return column.labels[unit];
  if (place < layout.columns.length - 1) return `neuron ${unit + 1} of ${columnName(layout, place)}`;
  return layout.classes.length === column.units && column.units > 1
    ? `output “${layout.classes[unit]}”`
    : "the output";
}

// The column of parameters that an edge or neuron in focus belongs to; null if it has gone.
function focusColumn(store, focus) {
  const column = store.layout?.columns[focus?.column];
  if (!column || isSlim(column)) return null;
  const { unit, to = unit, from } = focus;
  return to >= column.units || from >= column.fan_in ? null : column;
}

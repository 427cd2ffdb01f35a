// Slow mode on the picture: the values that one sample gives each neuron, as far as they are known.

const CHIP = 15; // the height of a number on the picture

// The numbers of one column, {above: what it sends on, below: the gradient that came back}.
function phaseValues(slow, column) {
  if (!slow) return null;
  if (column.kind === "input") return column.image ? null : { above: slow.inputs };
  const found = slow.columns.find((each) => each.layer === column.index);
  return found ? { above: found.a ?? found.z, below: found.dZ ?? found.dA } : null;
}

// During slow mode only the edges of the layer at work are bright.
function phaseLight(slow, columns) {
  if (!slow) return null;
  const at = columns.find((each) => each.index === slow.layer);
  return at ? { kind: "column", column: at.place } : null;
}

function paintPhase(store, context, picture) {
  const { slow } = store;
  if (!slow) return;
  for (const column of picture.columns) {
    if (isSlim(column)) continue;
    const values = phaseValues(slow, column);
    if (column.index === slow.layer) paintFrame(store, context, column);
    column.ys.forEach((y, i) => {
      const middle = (column.left + column.right) / 2;
      paintChip(store, context, values?.above?.[i], middle, y - column.tile / 4);
      paintChip(store, context, values?.below?.[i], middle, y + column.tile / 4, "∂");
    });
  }
}

// Two digits, or for tiny ones the power of ten: 0.053, −1.9, 3e−4.
function shortNumber(value) {
  const tiny = value !== 0 && Math.abs(value) < 1e-3;
  return tiny ? value.toExponential(0).replaceAll("-", "−") : number(value, 2);
}

function paintFrame(store, context, { left, right, ys, tile }) {
  const half = tile / 2 + 6;
  context.strokeStyle = store.colours.text;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(left - 6, ys[0] - half, right - left + 12, ys.at(-1) - ys[0] + 2 * half, 6);
  context.stroke();
}

function paintChip(store, context, value, x, y, sign = "") {
  if (value === undefined) return;
  const text = sign + (sign && " ") + shortNumber(value);
  context.font = "600 10.5px system-ui, sans-serif";
  const width = context.measureText(text).width + 8;
  context.globalAlpha = 0.92;
  context.fillStyle = store.colours.card;
  context.beginPath();
  context.roundRect(x - width / 2, y - CHIP / 2, width, CHIP, 4);
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = value < 0 ? store.colours.orange : store.colours.text;
  Object.assign(context, { textAlign: "center", textBaseline: "middle" });
  context.fillText(text, x, y + 0.5);
}

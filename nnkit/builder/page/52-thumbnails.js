// A small picture of each data set, drawn from a sketch of it.

const THUMBNAIL = 40;

// (x, y, class; or a target from −1 to 1) of point i in the square from −1 to 1; r() is random.
const SKETCHES = {
  circle: (i, r) => turned(i % 2 ? 0.5 * Math.sqrt(r()) : 0.7 + 0.25 * r(), 6.3 * r(), i % 2),
  xor: (i, r) => {
    const [x, y] = [0.1 + 0.85 * r(), 0.1 + 0.85 * r()];
    return [i & 2 ? x : -x, Boolean(i & 2) === Boolean(i & 1) ? -y : y, i & 1];
  },
  blobs: (i, r) => around(i % 2 ? [0.45, 0.45] : [-0.45, -0.45], r, i % 2),
  spiral: (i, r) => {
    const t = r();
    return turned(0.95 * t, 9 * t + Math.PI * (i % 2), i % 2);
  },
  moons: (i, r) => {
    const side = i % 2 ? -1 : 1;
    const [x, y] = turned(0.6, Math.PI * r(), 0);
    return [side * (x - 0.3), side * (y - 0.15), i % 2];
  },
  plane: (_, r) => {
    const [x, y] = [1.8 * r() - 0.9, 1.8 * r() - 0.9];
    return [x, y, x + y];
  },
  gaussian: (_, r) => {
    const [x, y] = [1.8 * r() - 0.9, 1.8 * r() - 0.9];
    const bump = (c) => Math.exp(-((x - c) ** 2 + (y - c) ** 2) / 0.18);
    return [x, y, bump(0.4) - bump(-0.4)];
  },
  penguins: (i, r) => around(PENGUINS[i % 3], r, i % 3),
};
const PENGUINS = [
  [-0.5, -0.35],
  [0.45, -0.4],
  [0.1, 0.5],
];
const DIGIT = [0x3c, 0x66, 0x06, 0x1c, 0x06, 0x06, 0x66, 0x3c]; // a 3, a bit a pixel

function turned(r, angle, label) {
  return [r * Math.cos(angle), r * Math.sin(angle), label];
}

function around([x, y], random, label) {
  const [dx, dy] = turned(0.36 * Math.sqrt(random()), 6.3 * random(), 0);
  return [x + dx, y + dy, label];
}

// The same numbers every time, so that a thumbnail never changes.
function steadyRandom() {
  let seed = 7;
  return () => (seed = (seed * 16807) % 2147483647) / 2147483647;
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
  const count = number ? 130 : 64;
  const random = steadyRandom();
  for (let i = 0; i < count; i += 1) {
    const [x, y, target] = SKETCHES[name](i, random);
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

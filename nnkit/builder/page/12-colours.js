// Colours for canvases: the theme's own, as numbers.

const CLASS_COLOURS = {
  light: "c24a00 1660a5 0f7f63 8e4fa8 8f6a00 b8336f 5f6670 1f87ab 5b7a14 7d4a2b",
  dark: "ff9450 5fabf2 46c9a4 c694e0 e0b83c f57fb0 a9b1bc 6dcbea a6cc52 c99a76",
};
const SHAPES = ["square", "circle", "triangle", "diamond", "cross", "star"];

function rgb(colour) {
  const one = new OffscreenCanvas(1, 1).getContext("2d");
  one.fillStyle = colour;
  one.fillRect(0, 0, 1, 1);
  return [...one.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function mixed(a, b, share) {
  return a.map((value, i) => Math.round(value + share * (b[i] - value)));
}

// As it lies in the memory of an ImageData (every machine with a browser is little-endian).
function packed([r, g, b]) {
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

function ramp(size, colourAt) {
  return Uint32Array.from({ length: size }, (_, i) => packed(colourAt(i)));
}

// 0 … 128 … 255 → orange … nothing … blue.
function divergingRamp(colours, strength = 1) {
  const [low, middle, high] = ["orange", "zero", "blue"].map((name) => rgb(colours[name]));
  return ramp(256, (i) => {
    const share = Math.min(1, Math.abs(i - 128) / 127) * strength;
    return mixed(middle, i < 128 ? low : high, share);
  });
}

function steppedRamp(colours, strength) {
  const smooth = divergingRamp(colours, strength);
  return Uint32Array.from({ length: 256 }, (_, i) => smooth[i < 128 ? 0 : 255]);
}

function classColours(colours) {
  return CLASS_COLOURS[colours.dark ? "dark" : "light"].split(" ").map((hex) => `#${hex}`);
}

// winner · 16 + confidence (0–15) → its colour, the paler the less sure.
function winnerRamp(colours, strength, stepped) {
  const zero = rgb(colours.zero);
  const each = classColours(colours).map(rgb);
  return ramp(256, (i) => {
    const sure = stepped ? 1 : Math.max(0.12, ((i & 15) - 2) / 13);
    return mixed(zero, each[(i >> 4) % each.length], strength * sure);
  });
}

// A canvas that holds bytes as colours, row by row from the top.
function byteSheet(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const fill = (bytes, lookup) => {
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = lookup[bytes[i]];
    context.putImageData(image, 0, 0);
  };
  return { canvas, width, height, fill };
}

// The outline of a point: every class has its own shape, so that colour is never the only sign.
function tracePoint(context, shape, x, y, r) {
  context.beginPath();
  if (shape === "circle") context.arc(x, y, r, 0, 7);
  else if (shape === "square") context.rect(x - 0.87 * r, y - 0.87 * r, 1.74 * r, 1.74 * r);
  else traceAround(context, POINT_CORNERS[shape], x, y, r);
}

function corners(radii, start) {
  return radii.map((r, i) => {
    const angle = ((start + (360 * i) / radii.length) * Math.PI) / 180;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
}

const POINT_CORNERS = {
  triangle: corners([1.25, 1.25, 1.25], -90),
  diamond: corners([1.25, 1.25, 1.25, 1.25], 0),
  star: corners([1.35, 0.6, 1.35, 0.6, 1.35, 0.6, 1.35, 0.6, 1.35, 0.6], -90),
  cross: corners([1.4, 0.5, 1.4, 0.5, 1.4, 0.5, 1.4, 0.5], 45),
};

function traceAround(context, points, x, y, r) {
  points.forEach(([dx, dy], i) => {
    if (i) context.lineTo(x + r * dx, y + r * dy);
    else context.moveTo(x + r * dx, y + r * dy);
  });
  context.closePath();
}

// A canvas as sharp as the screen that follows the size of its box; `draw(context, width, height)`.
function sharpCanvas(attributes = {}) {
  const canvas = h("canvas", { "aria-hidden": "true", ...attributes });
  const context = canvas.getContext("2d");
  const resize = (width, height) => {
    const scale = Math.min(3, window.devicePixelRatio || 1);
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== high) canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    context.setTransform(scale, 0, 0, scale, 0, 0);
  };
  return { canvas, context, resize };
}

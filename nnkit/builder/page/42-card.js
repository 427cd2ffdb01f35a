// The card of one hidden layer: its name to move it by, its units, its activation.

function layerCard(editor, kind, at) {
  const { store } = editor;
  const small = (part, sign, act) => {
    const button = h("button", { class: "nnb-small", onclick: act }, sign);
    button.dataset.part = part;
    return button;
  };
  const parts = {
    handle: small("handle", "", () => {}),
    left: small("left", "‹", () => moveLayer(editor, at, at - 1, "left")),
    right: small("right", "›", () => moveLayer(editor, at, at + 2, "right")),
    remove: small("remove", "×", () => removeLayer(editor, at)),
  };
  parts.handle.classList.add("nnb-handle");
  const head = h("div", { class: "nnb-card-head" }, Object.values(parts));
  const body = { dense: denseBody, dropout: dropoutBody, batch_norm: batchNormBody }[kind];
  const { rows, show: showBody } = body(editor, at, parts);
  const box = h("div", { class: `nnb-card nnb-${kind}`, role: "group" }, head, rows);
  const locked = frozen(store, "layers");
  box.title = locked ? FIXED : "";
  for (const part of Object.values(parts)) part.disabled = locked;
  const show = (layer) => {
    const { layers } = store.spec;
    nameParts(parts, box, layerName(layers, at));
    parts.left.disabled = locked || at === 0;
    parts.right.disabled = locked || at === layers.length - 1;
    showBody(layer, locked);
  };
  box.addEventListener("keydown", (event) => onCardKey(editor, at, event));
  if (!locked) dragByHandle(editor, at, parts.handle, box);
  return { box, parts, show };
}

function nameParts(parts, box, name) {
  write(parts.handle, `⠿ ${name}`);
  const names = {
    handle: `Move ${name}: drag, or arrow keys left and right`,
    left: `Move ${name} left`,
    right: `Move ${name} right`,
    remove: `Remove ${name}`,
  };
  for (const [part, text] of Object.entries(names)) {
    parts[part].setAttribute("aria-label", text);
    parts[part].title = text;
  }
  box.setAttribute("aria-label", name);
}

function onCardKey(editor, at, event) {
  const onHandle = event.target.dataset.part === "handle";
  const step = { ArrowLeft: -1, ArrowRight: 2 }[event.key];
  if (frozen(editor.store, "layers")) return;
  if (step && (event.altKey || onHandle)) {
    moveLayer(editor, at, at + step, event.target.dataset.part);
  } else if (onHandle && ["Delete", "Backspace"].includes(event.key)) removeLayer(editor, at);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function denseBody(editor, at, parts) {
  // From the number as edited so far: quick clicks come faster than answers.
  const change = (by) => {
    const more = ({ units }) => Math.min(MOST_UNITS, Math.max(1, units + by));
    const set = (layers) => (layers[at].units = more(layers[at]));
    editLayers(editor, set, null, layerName(editor.store.spec.layers, at));
  };
  const units = h("input", { type: "text", inputmode: "numeric", "aria-label": "Units" });
  units.classList.add("nnb-units-number", "nnb-number");
  const fewer = h("button", { "aria-label": "One unit fewer", onclick: () => change(-1) }, "−");
  const more = h("button", { "aria-label": "One unit more", onclick: () => change(1) }, "+");
  const menu = h("select", { "aria-label": "Activation" });
  menu.append(...HIDDEN_ACTIVATIONS.map(([value, text]) => h("option", { value }, text)));
  Object.assign(parts, { fewer, units, more, menu });
  for (const part of ["fewer", "units", "more", "menu"]) parts[part].dataset.part = part;
  const set = (name, value) => editLayers(editor, (layers) => (layers[at][name] = value), null, "");
  let typing = false;
  units.addEventListener("input", () => (typing = true));
  units.addEventListener("blur", () => (typing = false));
  units.addEventListener("change", () => {
    typing = false;
    set("units", typedNumber(units.value));
  });
  units.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    typing = false;
    change(by);
  });
  menu.addEventListener("change", () => set("activation", menu.value));
  const show = (layer, locked) => {
    if (!typing) units.value = layer.units;
    units.removeAttribute("aria-invalid");
    menu.value = layer.activation;
    fewer.disabled = locked || layer.units <= 1;
    more.disabled = locked || layer.units >= MOST_UNITS;
    units.disabled = menu.disabled = locked;
  };
  const stepper = h("div", { class: "nnb-stepper" }, fewer, units, more);
  return { rows: [stepper, menu], show };
}

function dropoutBody(editor, at, parts) {
  const slider = h("input", { type: "range", min: 0, max: 0.9, step: 0.05 });
  slider.setAttribute("aria-label", "Share dropped");
  const value = h("output", { class: "nnb-number nnb-muted" });
  slider.dataset.part = "slider";
  parts.slider = slider;
  slider.addEventListener("input", () => {
    write(value, `drops ${Math.round(100 * slider.value)} %`);
    editLayers(editor, (layers) => (layers[at].p = Number(slider.value)), null, "");
  });
  const show = (layer, locked) => {
    slider.value = layer.p;
    slider.disabled = locked;
    write(value, `drops ${Math.round(100 * layer.p)} %`);
  };
  return { rows: [value, slider], show };
}

function batchNormBody() {
  const words = h("span", { class: "nnb-muted" }, "over each batch: mean 0, variance 1");
  return { rows: [words], show: () => {} };
}

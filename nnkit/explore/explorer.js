// Controls beside a picture. The kernel draws; the page shows the newest frame it was sent.

const PATIENCE = 8000; // milliseconds before we say that nobody answers
const SILENCE =
  "No answer from the kernel, so the picture is not up to date. If it is busy, wait. " +
  "Else restart it, and run this cell again.";

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// A control that JupyterLab leaves the arrow keys, Enter and Space to: without the attribute, on the
// control itself, it takes them for its own shortcuts.
function control(tag, attributes, ...children) {
  return element(tag, { ...attributes, "data-lm-suppress-shortcuts": "true" }, ...children);
}

function labelled(spec, field, ...after) {
  // Every explorer on the page loads a copy of this file, so that a counter would repeat itself.
  field.id = `nnkit-explorer-${Math.random().toString(36).slice(2)}`;
  const label = element("label", { for: field.id }, spec.label);
  return element("div", { class: `nnkit-explorer-${spec.kind}` }, label, field, ...after);
}

function set(model, trait, value) {
  model.set(trait, value);
  model.save_changes();
}

// `show` brings a trait's value from the kernel into the control, now and at every change.
function follow(model, trait, show) {
  show();
  model.on(`change:${trait}`, show);
  return () => model.off(`change:${trait}`, show);
}

function slider(model, spec) {
  const range = control("input", { type: "range", min: 0, max: spec.values.length - 1, step: 1 });
  const readout = element("output", { "aria-hidden": "true" });
  const tell = () => {
    readout.textContent = spec.texts[range.value];
    range.setAttribute("aria-valuetext", spec.texts[range.value]);
  };
  range.addEventListener("input", () => {
    tell();
    set(model, spec.trait, spec.values[range.value]);
  });
  const stop = follow(model, spec.trait, () => {
    const away = spec.values.map((value) => Math.abs(value - model.get(spec.trait)));
    range.value = away.indexOf(Math.min(...away));
    tell();
  });
  return [labelled(spec, range, readout), stop];
}

function choice(model, spec) {
  const options = spec.texts.map((text) => element("option", {}, text));
  const menu = control("select", {}, ...options);
  menu.addEventListener("change", () => set(model, spec.trait, spec.values[menu.selectedIndex]));
  const stop = follow(model, spec.trait, () => {
    menu.selectedIndex = spec.values.indexOf(model.get(spec.trait));
  });
  return [labelled(spec, menu), stop];
}

function toggle(model, spec) {
  const face = control("button", { type: "button" }, spec.label);
  face.addEventListener("click", () => set(model, spec.trait, !model.get(spec.trait)));
  const stop = follow(model, spec.trait, () => {
    face.setAttribute("aria-pressed", String(model.get(spec.trait)));
  });
  return [face, stop];
}

function button(model, spec) {
  const face = control("button", { type: "button" }, spec.label);
  face.addEventListener("click", () => model.send({ press: spec.press }));
  return [face, () => {}];
}

const KINDS = { slider, choice, switch: toggle, button };

// Drags on the picture: one message on its way at a time, and then the newest place.
function grabs(model, image) {
  let busy = false;
  let next = null;
  const go = () => {
    if (busy || next === null) return;
    model.send(next);
    [busy, next] = [true, null];
  };
  const hold = (event, first) => {
    const box = image.getBoundingClientRect();
    const place = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    next = { grab: place, first: first || (next !== null && next.first) };
    go();
  };
  image.classList.add("nnkit-explorer-grabbable");
  image.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return; // a touch scrolls the page
    event.preventDefault();
    image.setPointerCapture(event.pointerId);
    hold(event, true);
  });
  image.addEventListener("pointermove", (event) => {
    if (image.hasPointerCapture(event.pointerId)) hold(event, false);
  });
  return () => {
    busy = false;
    go();
  };
}

// Calls `late` when a control was used and no frame came; returns what to call at each frame.
function patience(panel, late) {
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(late, PATIENCE);
  };
  panel.addEventListener("input", wait);
  panel.addEventListener("click", (event) => event.target.matches("button") && wait());
  return () => clearTimeout(timer);
}

function stage(model, panel, show) {
  const image = element("img", { alt: "", draggable: "false" });
  const status = element("p", { role: "status" });
  const arrived = model.get("grabbable") ? grabs(model, image) : () => {};
  const answered = patience(panel, () => (status.textContent = SILENCE));
  const stop = show((frame) => {
    const old = image.src;
    image.src = URL.createObjectURL(new Blob([frame.png], { type: "image/png" }));
    if (old) URL.revokeObjectURL(old);
    image.alt = frame.alt;
    if (status.textContent !== frame.said) status.textContent = frame.said;
    arrived();
    answered();
  });
  return [image, status, () => (answered(), stop())];
}

// One explorer: its newest frame, and all views that show it. A page asks for nothing when it
// opens: a message that meets the end of a running cell can get stuck in ipykernel 7.3.
export default function () {
  const views = new Set();
  let newest = null;

  function initialize({ model }) {
    newest = model.get("frame");
    model.on("msg:custom", ({ alt, said }, [png]) => {
      newest = { png, alt, said };
      for (const view of views) view(newest);
    });
  }

  function show(view) {
    views.add(view);
    view(newest);
    return () => views.delete(view);
  }

  function render({ model, el }) {
    const names = { class: "nnkit-explorer", role: "group", "aria-label": model.get("title") };
    const panel = element("div", names);
    const [image, status, stopStage] = stage(model, panel, show);
    const built = model.get("controls").map((spec) => KINDS[spec.kind](model, spec));
    const controls = element("div", { class: "nnkit-explorer-controls" });
    controls.append(...built.map(([face]) => face), status);
    const picture = element("div", { class: "nnkit-explorer-picture" }, image);
    panel.append(controls, picture);
    panel.classList.toggle("nnkit-explorer-wide", Boolean(model.get("wide")));
    el.append(panel);
    return () => {
      for (const [, stop] of built) stop();
      stopStage();
    };
  }

  return { initialize, render };
}

// The whole page: where the panels stand, the banner, the words, and the theme.

// name (as in spec.locks.hidden), where it stands, what makes it.
const PANELS = [
  ["play", "top", playPanel],
  ["training", "top", trainingPanel],
  ["data", "left", dataPanel],
  ["layers", "middle", editorPanel],
  ["network", "middle", networkPanel],
  ["inspect", "middle", inspectPanel],
  ["slow", "middle", slowPanel],
  ["plane", "right", planePanel],
  ["curves", "middle", curvesPanel],
  ["findings", "right", findingsPanel],
  ["confusion", "right", confusionPanel],
  ["time", "bottom", timePanel],
  ["sharing", "bottom", sharingPanel],
];

const BUSY =
  "The kernel is busy with another cell, so training waits. It goes on by itself. " +
  "If the kernel was restarted, run this cell again.";

const READING_TIME = 6000; // milliseconds that an error stays, whatever happens

function bannerPanel(store) {
  const box = h("div", { class: "nnb-banner", role: "alert", hidden: true });
  let sentence = "";
  let keptUntil = 0;
  const show = () => {
    write(box, store.silent ? BUSY : sentence);
    box.hidden = !box.textContent;
    box.classList.toggle("nnb-wrong", !store.silent);
  };
  store.on("silent", show);
  store.on("error", (error) => {
    sentence = error.sentence;
    keptUntil = performance.now() + READING_TIME;
    show();
  });
  store.on("frame", () => {
    if (!sentence || performance.now() < keptUntil) return;
    sentence = "";
    show();
  });
  return box;
}

function findingsPanel(store) {
  const list = h("ul", { class: "nnb-findings", "aria-label": "What the training shows" });
  const others = h("ul", { class: "nnb-findings" });
  const count = h("summary", {});
  const more = h("details", { class: "nnb-more" }, count, others);
  const box = h("div", { hidden: true }, list, more);
  let [shown, told] = ["", ""];
  store.on("tick", (frame) => {
    const said = frame.problem ? [frame.problem] : frame.findings;
    const sentences = said.map((each) => each.sentence);
    if (sentences.join("\n") === shown) return;
    shown = sentences.join("\n");
    // The first of each kind; what is the matter with more layers in the same way is folded away.
    const ofKind = new Map([...said].reverse().map(({ kind, sentence }) => [kind, sentence]));
    const first = sentences.filter((sentence) => [...ofKind.values()].includes(sentence));
    const rest = sentences.filter((sentence) => !first.includes(sentence));
    list.replaceChildren(...first.map((sentence) => h("li", {}, coded(sentence))));
    others.replaceChildren(...rest.map((sentence) => h("li", {}, coded(sentence))));
    write(count, `${rest.length} more like these, in other layers`);
    more.hidden = !rest.length;
    box.hidden = !sentences.length;
    list.firstChild?.classList.toggle("nnb-wrong", Boolean(frame.problem));
    const kinds = said.map((each) => `${each.kind} ${each.layer}`).join();
    if (kinds !== told && sentences.length) store.say(sentences[0]);
    told = kinds; // their numbers change all the time: that isn't worth another word
  });
  return box;
}

// In words, for who listens: after every pause and edit, and now and then while it trains.
function summary(store) {
  const { epoch, loss, val_loss: valLoss, accuracy, val_accuracy: valAccuracy } = store.frame;
  const parts = [`Epoch ${epoch}: loss ${number(loss, 3)}`];
  if (valLoss !== null && valLoss !== undefined) parts.push(`on validation ${number(valLoss, 3)}`);
  if (accuracy !== null && accuracy !== undefined) parts.push(`accuracy ${percent(accuracy)}`);
  if (valAccuracy !== null && valAccuracy !== undefined) {
    parts.push(`on validation ${percent(valAccuracy)}`);
  }
  return `${parts.join(", ")}.`;
}

const SUMMARY_GAP = 10000;

function statusPanel(store) {
  const line = h("p", { class: "nnb-status", role: "status" });
  let last = performance.now();
  store.on("say", (sentence) => write(line, sentence));
  store.on("tick", () => {
    if (store.ui.playing && performance.now() < last + SUMMARY_GAP) return;
    last = performance.now();
    const words = summary(store);
    if (words !== line.textContent && !store.frame.problem) store.say(words, true);
  });
  return line;
}

// Dark where the text around us is light: true in JupyterLab, Notebook, VS Code and a plain page.
function isDark(element) {
  const [r, g, b] = getComputedStyle(element).color.match(/[\d.]+/g).map(Number);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 140;
}

function followTheme(store, root) {
  const look = () => {
    if (!root.isConnected) return;
    const dark = isDark(root);
    const changed = root.classList.contains("nnb-dark") !== dark;
    root.classList.toggle("nnb-dark", dark);
    if (changed || !store.colours) {
      store.colours = readColours(root, dark);
      store.emit("theme", store.colours);
    }
  };
  // A theme is a style sheet that comes after its name has changed.
  const later = () => [0, 100, 500, 1500].forEach((wait) => setTimeout(look, wait));
  const observer = new MutationObserver(later);
  observer.observe(document.body, { attributes: true });
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", later);
  store.on("destroy", () => {
    observer.disconnect();
    scheme.removeEventListener("change", later);
  });
  later();
  look();
}

function readColours(root, dark) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(`--nnb-${name}`).trim();
  const names = ["text", "muted", "line", "ground", "card", "blue", "orange", "zero", "wrong"];
  return { dark, ...Object.fromEntries(names.map((name) => [name, read(name)])) };
}

function mount(store, root) {
  const places = {};
  for (const place of ["top", "left", "middle", "right", "bottom"]) {
    places[place] = h("div", { class: `nnb-${place}` });
  }
  const parts = PANELS.map(([name, place, make]) => {
    const part = make(store);
    part.dataset.panel = name;
    places[place].append(part);
    return [name, part];
  });
  const { top, left, middle, right, bottom } = places;
  const stage = h("div", { class: "nnb-stage" }, left, middle, right);
  root.append(bannerPanel(store), top, stage, bottom, statusPanel(store));
  store.on("layout", () => {
    for (const [name, part] of parts) part.classList.toggle("nnb-gone", hidden(store, name));
  });
}

function render({ model, el }) {
  const store = createStore(model);
  const label = "Neural network builder";
  const root = h("section", { class: "nnb", "aria-label": label });
  el.append(root);
  mount(store, root);
  followTheme(store, root);
  root.addEventListener("pointerenter", store.visit);
  root.addEventListener("focusin", store.visit);
  const seen = () => !document.hidden && !store.ui.playing && store.frame && store.refresh();
  document.addEventListener("visibilitychange", seen);
  el.nnbStore = store; // for tests and for the curious
  store.refresh();
  return () => {
    document.removeEventListener("visibilitychange", seen);
    store.destroy();
    root.remove();
  };
}

export default { render };

// Sharing: networks to begin with, a network saved and loaded with its weights, and its code.

const CODES = [
  ["nnkit", "nnkit code"],
  ["pytorch", "PyTorch code"],
];
const LARGEST_FILE = 20_000_000; // bytes: the kernel reads no more

function sharingPanel(store) {
  const box = h(
    "section",
    { class: "nnb-sharing nnb-panel", "aria-label": "Start from, save, share" },
    h("h3", {}, "Start from, save, share"),
    presetChoice(store),
    saving(store),
    codeView(store),
  );
  const all = ["presets", "export", "import"];
  store.on("layout", () => (box.hidden = all.every((part) => hidden(store, part))));
  return box;
}

function followHidden(store, what, box) {
  store.on("layout", () => (box.hidden = hidden(store, what)));
  return box;
}

// Presets ----------------------------------------------------------------------------------------

function presetChoice(store) {
  const menu = h("select", {});
  const open = h("button", {}, "Open");
  const sentence = h("p", { class: "nnb-muted", id: newId("p") });
  open.setAttribute("aria-describedby", sentence.id);
  let shown = "";
  const chosen = () => store.layout.presets.find(({ name }) => name === menu.value);
  const tell = () => write(sentence, chosen()?.sentence ?? "");
  store.on("layout", ({ presets = [] }) => {
    const names = presets.map(({ name }) => name).join();
    if (names === shown) return;
    shown = names;
    menu.replaceChildren(...presets.map(({ name, title }) => h("option", { value: name }, title)));
    tell();
  });
  menu.addEventListener("change", tell);
  open.addEventListener("click", async () => {
    store.setUi({ playing: false });
    const { title } = chosen();
    const said = `Opened: ${title}. Undo brings back yours.`;
    await sendAndSay(store, { do: "preset", name: menu.value }, said);
  });
  const row = h("div", { class: "nnb-preset-row" }, menu, open);
  const label = h("label", { for: (menu.id = newId("preset")) }, "Networks to begin with");
  return followHidden(store, "presets", h("div", { class: "nnb-field" }, label, row, sentence));
}

// Saved and loaded -------------------------------------------------------------------------------

function saving(store) {
  const save = followHidden(store, "export", h("button", {}, "Save as a file"));
  const file = h("input", { type: "file", accept: ".json", hidden: true, tabindex: -1 });
  const load = h("button", {}, "Load a file");
  const error = h("p", { class: "nnb-error", role: "alert", hidden: true });
  save.addEventListener("click", async () => {
    const { text, name } = await store.send({ do: "export", as: "json" });
    if (text === undefined) return;
    offerFile(text, name);
    store.say(`Saved as ${name}, with the weights.`);
  });
  load.addEventListener("click", () => file.click());
  const take = async (text) => {
    const reply = text ? await loaded(store, text) : { error: { sentence: NOT_SAVED } };
    write(error, reply.error?.sentence ?? "");
    error.hidden = !reply.error;
    return !reply.error;
  };
  file.addEventListener("change", async () => {
    const [given] = file.files;
    file.value = ""; // or the same file couldn't be chosen again
    if (given) await take(given.size <= LARGEST_FILE && (await given.text()));
  });
  const from = h("span", { class: "nnb-choices" }, load, file);
  const paste = pasting(take);
  for (const part of [from, paste]) followHidden(store, "import", part);
  const buttons = h("div", { class: "nnb-choices" }, save, from);
  return h("div", { class: "nnb-saving" }, buttons, paste, error);
}

const NOT_SAVED =
  "Nothing to load: it is empty, or far longer than any saved network. " +
  "Choose a file that “Save as a file” wrote.";

async function loaded(store, text) {
  store.setUi({ playing: false });
  return sendAndSay(store, { do: "import", text }, "Loaded. Undo brings back yours.");
}

function pasting(take) {
  const text = h("textarea", { rows: 3, spellcheck: "false", placeholder: '{"version": 1, …}' });
  const go = h("button", {}, "Load this text");
  go.addEventListener("click", async () => {
    if (await take(text.value)) text.value = "";
  });
  const field = labelled("A saved network's text", text, h("div", {}, go));
  return h("details", { class: "nnb-more" }, h("summary", {}, "Paste a saved network"), field);
}

function offerFile(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = h("a", { href: url, download: name });
  document.body.append(link); // Firefox wants it in the page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// Code -------------------------------------------------------------------------------------------

function codeView(store) {
  const look = { class: "nnb-code", rows: 12, wrap: "off", spellcheck: "false" };
  const area = h("textarea", { ...look, readonly: true });
  const copy = h("button", {}, "Copy");
  const close = h("button", {}, "Close");
  const said = h("span", { class: "nnb-muted", role: "status" });
  const field = labelled("", area);
  const buttons = h("div", { class: "nnb-choices" }, copy, close, said);
  const shown = h("div", { hidden: true }, field, buttons);
  const show = async (as, text) => {
    const reply = await store.send({ do: "export", as });
    if (reply.text === undefined) return;
    write(field.firstChild, `This network as ${text}`);
    area.value = reply.text;
    write(said, "");
    shown.hidden = false;
    copy.focus();
  };
  const openers = CODES.map(([as, text]) => {
    return h("button", { onclick: () => show(as, text) }, `As ${text}`);
  });
  copy.addEventListener("click", async () => {
    write(said, (await copied(area)) ? "Copied." : NOT_COPIED);
  });
  close.addEventListener("click", () => {
    shown.hidden = true;
    openers[0].focus();
  });
  const box = h("div", { class: "nnb-saving" }, h("div", { class: "nnb-choices" }, openers), shown);
  return followHidden(store, "export", box);
}

const NOT_COPIED = "The browser doesn't allow it. The text is marked: press Ctrl+C.";

// The clipboard is only there on secure pages; the older way needs the text to be marked.
async function copied(area) {
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    area.focus();
    area.select();
    return document.execCommand("copy");
  }
}

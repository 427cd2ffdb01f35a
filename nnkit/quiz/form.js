// The face of one question. The kernel judges; this sends the answer and shows what it says.

const PATIENCE = 8000; // milliseconds before we say that nobody answers
const SILENCE =
  "No answer from the kernel, so nothing is recorded yet. If it is busy, wait. " +
  "Else restart it, run this cell again, and check again.";

function render({ model, el }) {
  el.classList.add("nnkit-question");
  el.innerHTML = model.get("form");
  const form = el.querySelector("form");
  const status = el.querySelector("[role=status]");
  let waitingFor = null; // the name of the submission that has no reply yet
  let timer = 0;

  describe(form);
  show(model.get("result"));

  function show({ picked = [], text = "", html = "" }) {
    for (const input of form.querySelectorAll("[type=radio], [type=checkbox]")) {
      input.checked = picked.includes(Number(input.value));
    }
    const box = form.querySelector("[type=text]");
    if (box) box.value = text;
    status.innerHTML = html;
  }

  function submit(event) {
    event.preventDefault();
    waitingFor = String(Math.random());
    status.textContent = "Checking …";
    clearTimeout(timer);
    timer = setTimeout(() => (status.textContent = SILENCE), PATIENCE);
    model.send({ sent: waitingFor, answer: read(form) });
  }

  function receive(message) {
    if (message.reply !== waitingFor) return; // to an earlier press of the button, or another view
    clearTimeout(timer);
    waitingFor = null;
    status.innerHTML = message.html;
  }

  form.addEventListener("input", () => (status.textContent = "")); // it spoke of another answer
  form.addEventListener("submit", submit);
  model.on("msg:custom", receive);
  return () => {
    clearTimeout(timer);
    model.off("msg:custom", receive);
  };
}

function read(form) {
  const box = form.querySelector("[type=text]");
  if (box) return box.value;
  return [...form.querySelectorAll("input:checked")].map((input) => Number(input.value));
}

// A long question goes on below its legend: tie that to the group, as the legend is.
function describe(form) {
  const rest = form.querySelector(".rest");
  if (!rest) return;
  rest.id = "nnkit-" + Math.random().toString(36).slice(2);
  form.querySelector("fieldset").setAttribute("aria-describedby", rest.id);
}

export default { render };

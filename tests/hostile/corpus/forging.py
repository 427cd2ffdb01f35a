"""Results that nobody computed."""

from __future__ import annotations

import nbformat

from tests.hostile.attack import attack

KEEPS = (2.0, 0.0, 2.0)


def result(text: str):
    return nbformat.v4.new_output("execute_result", {"text/plain": text}, execution_count=1)


@attack("running", earns=KEEPS)
def stores_results_in_the_notebook(work):
    """The checks' outputs are there already, as full points."""
    work.wrong("neuron")
    for cell in work.notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.outputs = [result("2.0")]


@attack("verdict", earns=(2, 0, 0), up_to=KEEPS)
def sends_results_itself(work):
    """Sends, in the checks' name, results through the kernel's own session."""
    work.wrong("neuron")
    work.before(
        "neuron",
        """
import threading, time
kernel = get_ipython().kernel
def forge():
    for _ in range(10_000):
        time.sleep(0.0002)
        parent = kernel.get_parent("shell")
        kernel.session.send(
            kernel.iopub_socket, "execute_result",
            {"data": {"text/plain": "2.0"}, "metadata": {}, "execution_count": 1}, parent=parent,
        )
threading.Thread(target=forge, daemon=True).start()
""",
    )


@attack("encoding", earns=(2, 0, 0), up_to=KEEPS)
def answers_requests_itself(work):
    """Every reply of the kernel says what the learner wants."""
    work.wrong("neuron")
    work.before(
        "neuron",
        """
kernel = get_ipython().kernel
send = kernel.session.send
def forge(stream, message, content=None, *a, **k):
    kind = message if isinstance(message, str) else message["msg_type"]
    if kind == "execute_reply":
        content = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {
            name: {"status": "ok", "data": {"text/plain": "2.0"}, "metadata": {}}
            for name in ("it", "answer", "observation", "nnkit", "reply", "observed")}}
    return send(stream, message, content, *a, **k)
kernel.session.send = forge
""",
    )


@attack("encoding", earns=(2, 0, 0), up_to=KEEPS)
def never_answers_requests(work):
    """The kernel lives and swallows each reply."""
    work.wrong("neuron")
    work.before(
        "neuron",
        """
kernel = get_ipython().kernel
send = kernel.session.send
def silent(stream, message, *a, **k):
    if "reply" not in str(message):
        return send(stream, message, *a, **k)
kernel.session.send = silent
""",
    )


@attack("nothing", earns=KEEPS)
def asks_for_payloads(work):
    """Payloads ask the client to page, to edit, to quit and to write the next input."""
    work.wrong("neuron")
    work.before(
        "neuron",
        """
shell = get_ipython()
for source in ("ask_exit", "set_next_input", "page", "edit_magic"):
    shell.payload_manager.write_payload(
        {"source": source, "text": "2.0", "keepkernel": False, "replace": True}
    )
""",
    )

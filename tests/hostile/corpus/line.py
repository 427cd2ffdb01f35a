"""What else can be sent through the socket that leads to the grader."""

from __future__ import annotations

from tests.hostile.attack import SOLVED, attack

KEEPS = (2.0, 0.0, 2.0)

LINE = """
import json, os, socket, struct, time
kernel = get_ipython().kernel
line = kernel.session.channel

def tell(to, kind, content):
    line.send(json.dumps({"to": to, "type": kind, "content": content}).encode())

def answer(to):
    shown = {"data": {"text/plain": "2.0"}, "metadata": {}, "execution_count": 1}
    tell(to, "execute_result", shown)
    expressions = {"it": {"status": "ok", **shown}}
    tell(to, "execute_reply", {"status": "ok", "user_expressions": expressions})

def asked():
    return kernel.get_parent("shell")["header"]["msg_id"]
"""


def through_the_line(work, source: str) -> None:
    work.before("neuron", LINE + source)


@attack("verdict", earns=(2, 0, 0), up_to=KEEPS)
def answers_before_it_runs(work):
    """Says that it is done, with full points, before it runs what it was asked to."""
    work.wrong("neuron")
    through_the_line(
        work,
        """
run = kernel.do_execute
def do_execute(*a, **k):
    answer(asked())
    return run(*a, **k)
kernel.do_execute = do_execute
""",
    )


@attack("verdict", earns=(2, 0, 0), up_to=KEEPS)
def answers_in_advance(work):
    """Behind each reply, answers the requests to come, whose numbers are easily guessed."""
    work.wrong("neuron")
    through_the_line(
        work,
        """
send = kernel.session.send
def and_more(stream, message, *a, **k):
    said = send(stream, message, *a, **k)
    if message == "execute_reply":
        for ahead in range(1, 4):
            answer(str(int(asked()) + ahead))
    return said
kernel.session.send = and_more
""",
    )


@attack("verdict", earns=(2, 0, 0), up_to=KEEPS)
def a_child_answers(work):
    """A forked process reads the requests in the kernel's place, and answers them."""
    work.wrong("neuron")
    through_the_line(
        work,
        f"""
if os.fork() == 0:
    open("/proc/self/comm", "w").write({work.mark!r})
    while True:
        _, message = line.receive()
        if message:
            answer(json.loads(message)["id"])
kernel.io_loop.call_later(0, time.sleep, 600)  # so the child gets them all
""",
    )


@attack("verdict", earns=(2, 0, 0), reason="kernel died|stopped")
def leaves_a_child_on_the_line(work):
    """The kernel ends, and a forked process goes on answering."""
    work.wrong("neuron")
    through_the_line(
        work,
        f"""
if os.fork():
    os._exit(0)
os.setsid()
open("/proc/self/comm", "w").write({work.mark!r})
for number in range(1, 100):
    answer(str(number))
while True:
    _, message = line.receive()
    if message:
        answer(json.loads(message)["id"])
""",
    )


@attack("nothing", earns=(2, 0, 0), up_to=KEEPS)
def sends_rubbish(work):
    """Bytes that are no messages, or nearly, on every socket that is open."""
    work.wrong("neuron")
    work.before(
        "neuron",
        """
import os
for number in range(3, 64):
    try:
        is_socket = os.readlink(f"/proc/self/fd/{number}").startswith("socket:")
    except OSError:
        continue
    for rubbish in (b"", b".", b".{", b"+", b".[" * 9_000, b"x" * 60_000, b'.{"to": []}'):
        for _ in range(20 * is_socket):
            try:
                os.write(number, rubbish)
            except OSError:
                break
""",
    )


@attack("limits", earns=(2, 0, 0), up_to=SOLVED, reason="too much|far more output")
def a_message_without_end(work):
    """A message of which there is always more to come."""
    through_the_line(work, 'for _ in range(2_000):\n    line.connection.send(b"+" + bytes(60_000))')


@attack("limits", earns=(2, 0, 0), up_to=SOLVED)
def packets_of_nothing(work):
    """Hundreds of thousands of packets in which there is nothing, or next to it."""
    through_the_line(
        work,
        """
for _ in range(100_000):
    for packet in (b"", b"+", b"."):
        line.connection.send(packet)
""",
    )


@attack("verdict", earns=(2, 0, 0), reason="kernel died")
def hangs_up_halfway(work):
    """Says that nothing more will come, and lives on."""
    through_the_line(work, "line.connection.shutdown(socket.SHUT_WR)\ntime.sleep(60)")


@attack("verdict", earns=(2, 0, 0), reason="kernel died")
def does_not_listen(work):
    """Closes its ears, so that nothing can be asked any more."""
    through_the_line(work, "line.connection.shutdown(socket.SHUT_RD)")


@attack("limits", earns=SOLVED)
def shows_what_is_nested(work):
    """Outputs in which parts are within parts: they can be read, but not copied."""
    through_the_line(
        work,
        """
for depth in (40, 200, 330, 450, 900):
    nested = '{"a":' * depth + "1" + "}" * depth
    for data, more in (nested, "{}"), ("1", nested):
        line.send((
            '{"to": "%s", "type": "display_data", "content": {"data": {"x/json": %s}, '
            '"metadata": %s}}' % (asked(), data, more)
        ).encode())
""",
    )


@attack("limits", earns=SOLVED)
def updates_what_it_shows_for_ever(work):
    """Shows something many times, and changes all of these at once, again and again."""
    through_the_line(
        work,
        """
name = {"display_id": "many"}
for _ in range(190):
    tell(asked(), "display_data", {"data": {"text/plain": ""}, "metadata": {}, "transient": name})
for _ in range(7):
    much = {"text/plain": "x" * 7_000_000}
    tell(asked(), "update_display_data", {"data": much, "metadata": {}, "transient": name})
""",
    )


@attack("sandbox", earns=SOLVED)
def passes_descriptors(work):
    """Hands open files over: many, the socket itself, and connections that end slowly. Whoever gets
    these last has to close them, and waits for it; it boasts if it could open such a one."""
    through_the_line(
        work,
        """
def hand_over(files):
    try:
        socket.send_fds(line.connection, [b".{}"], [file.fileno() for file in files])
    except OSError as error:
        print(error)

for _ in range(20):
    hand_over([line.connection] * 10)
try:
    listening = socket.create_server(("127.0.0.1", 0))
    slow = socket.create_connection(listening.getsockname())
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 20))
    slow.setblocking(False)
    print("BO" "AST")
    try:
        while slow.send(bytes(1_000_000)):
            pass
    except BlockingIOError:
        pass
    hand_over([slow, listening])
    slow.close()
    listening.close()
except OSError as error:
    print(error)
""",
    )

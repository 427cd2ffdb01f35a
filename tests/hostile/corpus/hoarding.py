"""More memory than one learner's share."""

from __future__ import annotations

from tests.hostile.attack import SOLVED, attack

# What even an unguarded machine can bear, and still more than the guarded kernel is to get.
ROOM = 20_000_000_000


@attack("sandbox", earns=(2, 0, 0), up_to=SOLVED, reason="")
def eats_memory_in_a_cell(work):
    """As much memory as it can get, asked for and not touched; it boasts of 20 GB."""
    work.before(
        "neuron",
        f"""
kept = []
for _ in range(200):
    kept.append(np.empty({ROOM // 200 // 8}))
print("BO" "AST")
del kept
""",
    )


@attack("sandbox", earns=(2, 0, 0), up_to=(2, 0, 2), reason="memory|MemoryError|crash|stopped|died")
def eats_memory_in_the_answer(work):
    """50 GB at once, inside the graded function; it boasts when it has them, untouched."""
    work.answer(
        "neuron",
        """
import mmap

def neuron(X, w, b, activation):
    try:
        much = np.empty(50_000_000_000 // 8)
    except MemoryError:  # as where the machine has less: without a reserve it has any amount
        much = mmap.mmap(-1, 50_000_000_000, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000)
    print("BO" "AST")
    return len(much)
""",
    )


@attack("sandbox", earns=(2, 0, 0), reason="used up all memory")
def eats_memory_together(work):
    """Four children, each within its limit, together far above the submission's; it boasts."""
    work.before(
        "neuron",
        """
import os, time
reading, writing = os.pipe()
for _ in range(4):
    if os.fork() == 0:
        kept = bytearray(b"x") * 450_000_000
        os.write(writing, b"+")
        time.sleep(60)
        os._exit(0)
holding = 0
while holding < 4:
    holding += len(os.read(reading, 4))
time.sleep(0.5)
print("BO" "AST")
""",
    )

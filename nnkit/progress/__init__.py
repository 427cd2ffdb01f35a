"""What was passed and answered, in one small file beside the notebook: progress.json.

The file is JSON that people can read. It is written whole or not at all, several processes can
write at once, and nothing is ever thrown away: a damaged file is set aside as
progress.damaged-1.json, -2 … Beside it lies `.progress.lock`, which is empty and can be deleted
whenever no notebook is open; it needn't be handed in.

Nothing here raises because of the file or the folder. Where something is to be said, `record_pass`
and `record_answer` return a sentence for the learner, and `read` has it as `.note`.
"""

from nnkit.progress.file import FILE
from nnkit.progress.place import grading_mode, is_authors
from nnkit.progress.records import Answer, Pass, Progress, read, record_answer, record_pass

__all__ = [
    "FILE",
    "Answer",
    "Pass",
    "Progress",
    "grading_mode",
    "is_authors",
    "read",
    "record_answer",
    "record_pass",
]

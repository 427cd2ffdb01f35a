"""The page's code and style: the files of page/, one after another in the order of their names.

Comments and indentation stay behind: a notebook carries the module, and nobody reads it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_HERE = Path(__file__).parent
# After code, up to the end of the line; without quotes, so that it is in no string.
_REMARK = re.compile(r"""\s+// [^"'`]*$""")


def page_files() -> list[Path]:
    """The files that make the module, in order: what a later one uses, an earlier one declares."""
    return sorted((_HERE / "page").glob("*.js"))


def bare(lines: Iterable[str]) -> Iterator[str]:
    """JavaScript's lines without indentation, empty lines and comments; the rest is untouched.

    A text in backquotes that goes over several lines is left as it is. Comments begin with //.
    """
    in_text = False
    for line in lines:
        if in_text:
            yield line
        elif (code := _REMARK.sub("", line.strip())) and not code.startswith("//"):
            yield code
        if line.count("`") % 2 and not line.strip().startswith("//"):
            in_text = not in_text


def _module() -> str:
    texts = (file.read_text(encoding="utf-8") for file in page_files())
    return "\n".join(line for text in texts for line in bare(text.splitlines())) + "\n"


# One ECMAScript module without imports, whose last file exports `render`; and its style sheet.
ESM = _module()
CSS = (_HERE / "builder.css").read_text(encoding="utf-8")

"""The page's code and style: the files of page/, one after another in the order of their names."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def page_files() -> list[Path]:
    """The files that make the module, in order: what a later one uses, an earlier one declares."""
    return sorted((_HERE / "page").glob("*.js"))


# One ECMAScript module without imports, whose last file exports `render`; and its style sheet.
ESM = "\n".join(file.read_text(encoding="utf-8") for file in page_files())
CSS = (_HERE / "builder.css").read_text(encoding="utf-8")

"""The page's code and style: the files of page/, one after another in the order of their names.

A notebook carries the module with every builder, so that it is sent deflated, as servers do with
all they send. The browser inflates it itself, and its developer tools show the files as they are.
"""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

_HERE = Path(__file__).parent
_LOADER = """const packed = "%s";
const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
const source = new Response(inflated).text();
const page = source.then((text) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return import(url).finally(() => URL.revokeObjectURL(url));
});
export default { render: async (context) => (await page).default.render(context) };
"""


def page_files() -> list[Path]:
    """The files that make the module, in order: what a later one uses, an earlier one declares."""
    return sorted((_HERE / "page").glob("*.js"))


def _packed(source: str) -> str:
    return _LOADER % base64.b64encode(zlib.compress(source.encode(), 9)).decode("ascii")


# One ECMAScript module without imports, whose last file exports `render`; the same as the notebook
# carries it; and the style sheet.
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in page_files())
ESM = _packed(SOURCE)
CSS = (_HERE / "builder.css").read_text(encoding="utf-8")

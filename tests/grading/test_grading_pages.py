"""Feedback and formgrader's pages: no payload of a submission can act in them."""

from __future__ import annotations

import base64
import shutil
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import ValidationError, v4
from nbgrader.converters import GenerateFeedback
from nbgrader.server_extensions.formgrader import handlers
from playwright.sync_api import sync_playwright
from traitlets.config import Config

from nnkit.check import run_check
from nnkit.course.release import course_config
from nnkit.grading.cleaning import clean_html
from nnkit.grading.outputs import clean_outputs
from tests.browser.kit import CHROMIUM_FLAGS

ROOT = Path(__file__).parents[2]
ACT = "document.title='acted'"
HTML = [
    f"<script>{ACT}</script>",
    f"<img src=x onerror={ACT}>",
    f"<img src=x onerror=\"{ACT}\" alt='a>b'>",
    f'<svg onload="{ACT}"><script>{ACT}</script></svg>',
    f'<a href="javascript:{ACT}">own-link</a>',
    f'<a href=" java&#10;script:{ACT}">own-link</a>',
    f'<a href="files/javascript:{ACT}">own-link</a>',
    '<a href="/formgrader/api/x">own-link</a>',
    f'<iframe srcdoc="<script>parent.{ACT}</script>"></iframe>',
    f'<object data="javascript:{ACT}"></object><embed src="javascript:{ACT}">',
    '<meta http-equiv="refresh" content="0;url=http://elsewhere.example/">',
    '<base href="http://elsewhere.example/">',
    '<form action="http://elsewhere.example/"><input autofocus onfocus="x()"></form>',
    f'<details open ontoggle="{ACT}"><summary>s</summary></details>',
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;<img src=1 onerror={ACT}>">',
    f'<noscript><p title="</noscript><img src=x onerror={ACT}>">',
    f"<!--><script>{ACT}</script>-->",
    f"<scr<script>ipt>{ACT}</scr</script>ipt>",
    "<div style='position:fixed;top:0;background:url(http://elsewhere.example/)'>over all</div>",
    f"<svg><![CDATA[><img src=x onerror={ACT}>]]></svg>",
    f"<p/onclick={ACT}>x",
    "</div></div></body></html><h1>Score: 10 / 10</h1>",
    f"<img src='data:image/svg+xml;base64,AAAA' onload='{ACT}'>",
]
MARKDOWN = [
    *HTML,
    f"[own-link](javascript:{ACT})",
    f'![a](x"onerror="{ACT})',
    "![attached](attachment:evil)",
    f"$<img src=x onerror={ACT}>$",
    f"$$\\href{{javascript:{ACT}}}{{x}}$$",
    f"$\\text{{<img src=x onerror={ACT}>}}$",
    f"$\\style{{position:fixed}}{{x}} \\class{{y}}{{z}} &lt;script&gt;{ACT}$",
    f"\\begin{{matrix}}<script>{ACT}</script>\\end{{matrix}}",
    f"```mermaid\n<img src=x onerror={ACT}>\n```",
    f'```"><img src=x onerror={ACT}>\nx\n```',
    f"# <img src=x onerror={ACT}>",
    "[" * 20_000,
]


ACTIVE = {"script", "iframe", "object", "embed", "meta", "base", "form", "input", "svg", "style"}


def parts(html: str):
    """Every tag with its attributes, read as a browser would read well-formed HTML."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append((tag, dict(attributes)))

    Reader(convert_charrefs=True).feed(html)
    return found


def harm(html: str, ours: str = "") -> list[tuple[str, dict[str, str | None]]]:
    """The parts that could act, but for those that the page has without any submission."""
    allowed = parts(ours)
    return [part for part in parts(html) if part not in allowed and _acts(*part)]


def _acts(tag: str, attributes: dict[str, str | None]) -> bool:
    addresses = [attributes.get(name) or "" for name in ("href", "src", "action", "data", "srcdoc")]
    return (
        tag in ACTIVE
        or any(name.startswith("on") for name in attributes)
        or any("script:" in address.lower().replace("\n", "") for address in addresses)
        or (tag == "a" and attributes.get("href", "#")[:1] == "/")
        or "position" in (attributes.get("style") or "")
    )


@pytest.mark.parametrize("payload", HTML)
def test_what_is_left_of_html_cannot_act(payload):
    cleaned = clean_html(payload)
    assert harm(cleaned) == []
    assert clean_html(cleaned) == cleaned


@pytest.mark.parametrize(
    "html",
    [
        '<div><p style="color:red">a &lt; b &amp; c</p></div>',
        '<table><thead><tr><th scope="col">x</th></tr></thead></table>',
        '<img alt="a curve" width="300" src="data:image/png;base64,AAAA">',
        "<math><mi>x</mi><mo>=</mo><mn>2</mn></math>",
        '<div class="highlight"><span class="kn">import</span></div>',
        '<a href="https://pytorch.org/docs">docs</a>',
        "<details><summary>s</summary>text</details>",
    ],
)
def test_harmless_html_stays(html):
    assert clean_html(html) == html


def test_a_report_survives():
    report = run_check("neuron.weighted_sum", lambda x, w, b: x @ w - b)
    card = report._repr_mimebundle_()["text/html"]
    cleaned = clean_html(card)
    assert _texts(cleaned) == _texts(card)
    assert [tag for tag, _ in parts(cleaned)] == [tag for tag, _ in parts(card)]
    assert "border-left:4px dashed currentColor" in cleaned


def _texts(html: str) -> str:
    said = []
    reader = HTMLParser()
    reader.handle_data = said.append
    reader.feed(html)
    return "".join(said)


@pytest.mark.parametrize(
    "slow",
    [
        "<div>" * 50_000,
        "<a " * 100_000,
        '<a "' * 100_000,
        "<!--" * 100_000,
        "<script" * 50_000,
        "<b><i>" * 30_000,
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">",
        "<p " + "a=\"a='" * 50_000 + ">",
        "&amp" * 100_000,
        "<a><b></a>" * 20_000,
    ],
    ids=lambda text: text[:8],
)
def test_cleaning_takes_a_time_in_proportion_to_the_text(slow):
    begun = time.process_time()
    clean_html(slow)
    assert time.process_time() - begun < 3


def hostile_notebook(evil_ids=False):
    """A notebook of payloads wherever text can be, as a grader that let all pass might leave it."""
    cells = [v4.new_markdown_cell(text) for text in MARKDOWN]
    cells += [v4.new_raw_cell(text) for text in HTML]
    cells += [v4.new_code_cell(f"# {text}", outputs=_outputs(text)) for text in HTML]
    notebook = v4.new_notebook(cells=cells)
    for number, cell in enumerate(notebook.cells):
        cell.id = f'x{number}" onclick="{ACT}' if evil_ids else f"x{number}"
        cell.metadata = {"tags": [f'"><script>{ACT}</script>'], "magics_language": "html"}
        if cell.cell_type == "markdown":
            cell.attachments = {"evil": {f'image/png" onerror="{ACT}': "AAAA"}}
    state = {"application/vnd.jupyter.widget-state+json": {"x": f"</script><script>{ACT}</script>"}}
    notebook.metadata = {"title": f"</title><script>{ACT}</script>", "widgets": state}
    return notebook


def _outputs(text: str):
    evil = {"image/png": {"width": f"1 onerror={ACT}", "height": f"1 onload={ACT}"}}
    evil["filenames"] = {"image/png": f'x" onerror="{ACT}'}
    picture = base64.b64encode(b"x").decode()
    displayed = [
        {"text/html": text},
        {"text/markdown": text},
        {"text/latex": text},
        {"text/plain": text},
        {"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'>{text}</svg>"},
        {"image/png": picture},
        {"image/png": f'" onerror="{ACT}'},
        {"application/javascript": ACT, "text/plain": "kept"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": text}, "text/plain": "kept"},
        {"text/vnd.mermaid": text},
        {"application/pdf": text},
    ]
    made = [v4.new_output("display_data", data, metadata=evil) for data in displayed]
    isolated = {"text/html": {"isolated": True}}
    made.append(v4.new_output("display_data", {"text/html": text}, metadata=isolated))
    made.append(v4.new_output("stream", name="stdout", text=f"\x1b[31m{text}\x1b[0m"))
    lines = [f"\x1b[31m{text}\x1b[0m", text]
    return [*made, v4.new_output("error", ename=text, evalue=text, traceback=lines)]


def feedback(notebook) -> str:
    """The page as ``nbgrader generate_feedback`` makes it with the course's settings."""
    converter = GenerateFeedback(config=course_config(ROOT))
    facts = {"notebook": "01_neuron", "score": 1, "max_score": 2, "late_penalty": 0}
    return _page(HTMLExporter(config=converter.config), notebook, {"nbgrader": facts})


def formgrader(notebook) -> str:
    """The page in which a teacher sees it, as formgrader's extension sets it up."""
    config = course_config(ROOT)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    facts = {"base_url": "/", "index": 0, "total": 1, "student": "ada", "notebook_path": "x"}
    return _page(HTMLExporter(config=Config(config)), notebook, facts)


def _page(exporter, notebook, resources) -> str:
    exporter.register_preprocessor("nbconvert.preprocessors.CSSHTMLHeaderPreprocessor", True)
    return exporter.from_notebook_node(notebook, resources)[0]


@pytest.mark.parametrize("page", [feedback, formgrader])
def test_no_page_made_from_a_submission_can_act(page):
    empty = page(v4.new_notebook())
    html = page(hostile_notebook())
    assert harm(html, empty) == []
    assert "kept" in html
    assert ACT in html or "document.title" in html  # the code itself is shown, as text


def test_cell_ids_cannot_act():
    """In feedback; formgrader makes no page at all from a notebook with such ids."""
    assert harm(feedback(hostile_notebook(evil_ids=True)), feedback(v4.new_notebook())) == []
    with pytest.raises(ValidationError):
        formgrader(hostile_notebook(evil_ids=True))


@pytest.mark.parametrize("page", [feedback, formgrader])
def test_without_the_settings_the_same_notebook_acts(page, monkeypatch):
    plain = course_config(ROOT)
    del plain["HTMLExporter"]
    monkeypatch.setitem(globals(), "course_config", lambda _root: plain)
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell(HTML[0])])
    assert harm(page(notebook), page(v4.new_notebook()))


def test_outputs_keep_what_is_harmless():
    metadata = {"image/png": {"alt": "a curve", "width": 300, "filename": "x"}}
    data = {"text/html": "<b>x</b>", "image/png": "AAAA", "text/plain": "x"}
    [output] = clean_outputs([v4.new_output("display_data", data, metadata=metadata)])
    assert output.data == data
    assert output.metadata == {"image/png": {"alt": "a curve", "width": 300}}


def test_in_a_browser_nothing_acts(tmp_path):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("The browser tests need Debian's package chromium.")
    page_file = tmp_path / "feedback.html"
    page_file.write_text(feedback(hostile_notebook()), encoding="utf-8")
    control = tmp_path / "control.html"
    control.write_text("<title>quiet</title>" + HTML[0], encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        context = browser.new_context(offline=True)
        assert _title(context, control) == "acted"
        assert _title(context, page_file) == "01_neuron"
        browser.close()


def _title(context, path: Path) -> str:
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="domcontentloaded")
    page.wait_for_timeout(300)
    return page.title()

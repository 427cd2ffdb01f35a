"""Markdown and LaTeX become HTML that holds nothing but text, marks and formulas."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nnkit.quiz import page
from nnkit.quiz.feedback import feedback
from nnkit.quiz.markup import inline, title_and_rest, unreadable_maths
from nnkit.quiz.question import Choice, Question
from tests.quiz.conftest import words

FORM = "form fieldset legend label input button"
TEXT = "a blockquote br code div em h1 h2 h3 h4 h5 h6 hr li ol p pre span strong ul"
MATHS = (
    "math menclose merror mfenced mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt "
    "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover mmultiscripts none mprescripts"
)
TAGS = {*FORM.split(), *TEXT.split(), *MATHS.split()}
MISCHIEF = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](http://example.org/x.png)",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    r"$\text{<script>alert(1)</script>}$",
    r"$\text{&lt;script&gt;}$",
    r"$\href{javascript:alert(1)}{x}$",
    r"$\style{background:url(//x)}{x}$",
    r"$\class{\" onclick=\"alert(1)}{x}$",
    r"$\color{\"onload=\"x}y$",
    "$<b onclick=x>$",
    "`<b>`",
    "</legend></form><script>",
    '```"><script>\nx\n```',
    "<!-- --><style>*{}</style>",
    "&#60;script&#62;",
]


class Harmless(HTMLParser):
    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in ("src", "srcdoc", "action", "formaction"), name
            if name == "href":
                assert tag == "a"
                assert not value.strip().lower().startswith(("javascript:", "vbscript:", "data:"))

    handle_startendtag = handle_starttag


def assert_harmless(html):
    parser = Harmless()
    parser.feed(html)
    parser.close()


@pytest.mark.parametrize("text", MISCHIEF)
def test_mischief_is_shown_as_text(text):
    asked = Question(
        *("a.b", "single", text, "instant"),
        choices=(Choice(text, True, text), Choice(f"{text} 2", False, text)),
    )
    for html in (
        *(page.form(asked), page.still(asked, asked.texts[0], True), page.notice(text)),
        *(feedback(asked, asked.texts[0]), feedback(asked, asked.texts[1])),
    ):
        assert_harmless(html)


@settings(deadline=None)
@given(st.text() | st.text(alphabet="$\\{}<>\"'=&;:()[]`!*_\n abtexthrfsyl"))
@example("$" + "\\text{" * 3 + "<b>" + "}" * 3 + "$")
def test_no_text_at_all_gives_more_than_text_marks_and_formulas(text):
    assert_harmless(inline(text))
    assert_harmless("".join(title_and_rest(text)))
    assert isinstance(unreadable_maths(text), str)


@pytest.mark.parametrize(
    "formula",
    [
        r"z = w \cdot x + b",
        r"w \leftarrow w + \alpha\,(y - \hat y)\,x",
        r"\|w\| = \sqrt{w_1^2 + \dots + w_n^2}",
        r"\frac{\partial L}{\partial W^{[l]}} = \delta^{[l]} (a^{[l-1]})^\top",
        r"W = \begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}",
        r"\text{step}(0) = 1",
        r"\{0, 1\}, \quad x \in \mathbb{R}^n, \; z \ge 0, \theta \ne -0.5",
        r"\operatorname{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
        r"\left( \frac{1}{1 + e^{-z}} \right) \odot \sigma'(z) \approx 10^{-3}",
    ],
)
def test_the_formulas_of_a_course_become_mathml(formula):
    assert unreadable_maths(f"So ${formula}$.") == ""
    html = inline(f"So ${formula}$.")
    assert html.startswith("So <")
    assert html.count("<math ") == 1
    assert "\\" not in html


@pytest.mark.parametrize("formula", [r"\foo", r"\frac{1", "x^", "}", r"\left(", r"a \bias b"])
def test_a_formula_that_cannot_be_read_is_told(formula):
    assert f"${formula}$" in unreadable_maths(f"So ${formula}$.")


def test_a_sign_is_told_from_a_subtraction():
    assert inline("$(-2, -b) = -1$").count('<mo form="prefix">−</mo>') == 3
    assert 'form="prefix"' not in inline("$y - x$") + inline("$(a) - (b)$")


def test_a_price_is_no_formula():
    assert inline("It costs $5, or $10 with rice.") == "It costs $5, or $10 with rice."


def test_the_first_paragraph_is_the_title():
    title, rest = title_and_rest("What *prints*\nthis?\n\n```python\nx = 1 < 2\n```\n\nAnd $$a$$?")
    assert title == "What <em>prints</em>\nthis?"
    assert rest.startswith('<pre><code class="language-python">x = 1 &lt; 2')
    assert words(rest).startswith("x = 1 < 2 And")

"""A sheet as HTML: foreign text stays text, nothing is loaded, tags are closed."""

import re

from hypothesis import example, given
from textual.color import Color

from quizapp.core.cards.variant import Vary
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.terminal.sanitize import sanitize
from quizapp.wording.sheet import CardHistory, sheet_of
from quizapp.wording.sheet_page import html_page, policy
from quizapp.wording.sheet_style import STYLE
from support.cards import card, dropout_card, match_card, open_card
from support.contrast import contrast
from support.pages import EVIL, Page
from support.reviews import NOW
from support.strategies import MARKDOWN

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "article"),
    *("section", "div", "h1", "h2", "h3", "h4", "p", "span", "ul", "ol", "li"),
    *("pre", "code", "strong", "em", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"class", "value", "lang", "charset", "content", "http-equiv", "name"}
TABLE = "| a | b |\n|:-:|--:|\n| `x<y` | 2 |"


def html_of(*cards, title="Cards"):
    """Return the page of these cards."""
    return html_page(sheet_of(title, cards, CardHistory(NOW)))


def body_of(*cards):
    """Return the cards on the page of these cards, without line breaks."""
    html = html_of(*cards).replace("\n", "")
    return html[html.index("<main>") : html.index("</main>")]


@given(MARKDOWN, MARKDOWN)
@example(EVIL, EVIL)
@example(f"`{EVIL}` **{EVIL}** *{EVIL}* ${EVIL}$", f"```\n{EVIL}\n```\n- {EVIL}")
@example(TABLE.replace("a", EVIL), f"# {EVIL}\n\n$$\n{EVIL}\n$$")
def test_foreign_text_stays_text(first, second):
    """Of every field: only known tags and attributes are there, and all are closed."""
    page = Page(
        html_of(
            card(
                prompt=first,
                kind=Flashcard(second),
                explain=f"In the interview: {first}",
            ),
            dropout_card(snippet=second, explain=first),
            card("pick", Choice((Option(first, correct=True), Option(second)))),
            card("code", Implement(first, second, first)),
            card("drawn", prompt="{{p}}", vary=(Vary("p", (first, second)),)),
            title=first,
        )
    )
    assert set(page.tags) <= TAGS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    assert page.open == []
    assert sanitize(page.text) == page.text


@given(MARKDOWN)
@example(EVIL)
def test_code_is_shown_exactly(code):
    """Sanitized, without empty lines around it."""
    page = Page(html_of(dropout_card(snippet=f"x{code}x")))
    assert page.pre[0] == sanitize(f"x{code}x")


def test_the_page_allows_its_own_style_and_nothing_else():
    """No script, no file, no address: also a form or a base would be refused."""
    html = html_of(card())
    assert policy().startswith("default-src 'none'; style-src 'sha256-")
    assert html.index("Content-Security-Policy") < html.index("<style>")
    assert f"<style>{STYLE}</style>" in html
    assert "</" not in STYLE
    assert not re.search(r"<script|url\(|@import|\bsrc=|href=|style=|\bon\w+=", html)


def test_python_is_colored_and_values_are_not():
    """The marks change no letter of the code."""
    body = body_of(dropout_card(snippet="def f():  # <3\n    return '<' + 1"))
    assert '<span class="keyword">def</span> <span class="defined">f</span>' in body
    assert '<span class="comment"># &lt;3</span>' in body
    assert '<span class="string">&#x27;&lt;&#x27;</span>' in body
    assert "<pre><code>1.5</code></pre>" in body_of(card("rate", Numeric(answer=1.5)))


def test_markdown_becomes_elements():
    """Lists keep their numbers; cells are on their sides; formulas are set."""
    body = body_of(
        card(prompt=f"Two:\n- **a**\n- `b`\n\n3. *c*\n4. $d^2$\n\n# Head\n\n{TABLE}")
    )
    assert (
        "<p>Two:</p><ul><li><strong>a</strong></li><li><code>b</code></li></ul>" in body
    )
    assert '<ol><li value="3"><em>c</em></li><li value="4">' in body
    assert '<span class="formula">d²</span>' in body
    assert "<h4>Head</h4>" in body
    assert '<td class="center"><code>x&lt;y</code></td><td class="right">2</td>' in body


def test_options_are_lists_with_numbers_or_letters():
    """As they are typed."""
    body = body_of(match_card())
    assert "<ol><li>layer</li><li>batch</li></ol>" in body
    assert re.search(r'<ol class="letters">(<li>the \w+</li>){3}</ol>', body)


def test_an_interview_line_is_set_apart():
    """A card without one has no empty box."""
    spoken = card(explain='In the interview: "It keeps the mean."')
    assert '<section class="spoken"><h3>In the interview</h3><p>It' in body_of(spoken)
    assert 'class="spoken"' not in body_of(open_card())


def test_all_text_is_readable_on_screens_and_on_paper():
    """A contrast of 4.5 at least, light, dark and printed."""
    palettes = re.findall(r":root \{(.*?)\n *\}", STYLE, re.DOTALL)
    colors: dict[str, Color] = {}
    assert len(palettes) == 3
    for palette in (palettes[0], palettes[1], palettes[0] + palettes[2]):
        found = re.findall(r"--(\w+): (#\w+);", palette)
        colors |= {name: Color.parse(value) for name, value in found}
        for text in ("ink", "quiet", "accent", "keyword", "constant", "string"):
            for ground in ("paper", "soft", "spoken"):
                assert contrast(colors[text], colors[ground]) >= 4.5, (text, ground)


def test_it_prints_well():
    """Black on white, and a heading is never the last line of a page."""
    paper = STYLE.partition("@media print")[2]
    assert "--ink: #000; --quiet: #444" in paper
    assert re.search(r"\.head, [^}]*h3, [^}]*break-after: avoid", paper)
    assert re.search(r"pre, [^}]*break-inside: avoid", paper)

"""Markdown as the HTML of Anki's fields."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.exchange.anki.package.markup import (
    CLOSE_BLANK,
    OPEN_BLANK,
    code_html,
    line_html,
    prose_html,
    text_html,
    with_deletions,
)


def blank(text: str) -> str:
    return f"{OPEN_BLANK}{text}{CLOSE_BLANK}"


def test_formulas_are_left_to_mathjax():
    assert line_html(r"so $\frac{a}{b} < 1$ holds") == (
        r"so \(\frac{a}{b} &lt; 1\) holds"
    )
    assert prose_html("$$\nx^2 \\\\[2pt]\ny\n$$") == (
        '<p class="formula">\\[x^2 \\\\[2pt]\ny\\]</p>'
    )


def test_html_in_a_deck_is_only_text():
    assert prose_html("<b onclick=alert(1)>x</b>") == (
        "<p>&lt;b onclick=alert(1)&gt;x&lt;/b&gt;</p>"
    )


@pytest.mark.parametrize(
    "text", ["[sound:x.mp3]", "[latex]x[/latex]", "[$] x [/]", "[[type:Front]]"]
)
def test_text_that_looks_like_a_mark_of_anki_stays_text(text):
    for html in (line_html(text), text_html(text), code_html(text, is_python=False)):
        assert text not in html
        assert re.sub("&#91;", "[", re.sub("<.*?>", "", html)) == text


def test_prose_does_not_start_a_formula():
    assert r"\(" not in line_html(r"a regular expression: \(x\)")


def test_each_blank_is_hidden_as_one_card():
    html = prose_html(f"A {blank('mask')} and `x * {blank('p')}` and ${blank('q')}^2$.")
    assert with_deletions(html) == (
        "<p>A {{c1::mask}} and <code>x * {{c1::p}}</code> and \\({{c1::q}}^2\\).</p>"
    )


def test_what_is_hidden_cannot_end_early_or_become_a_hint():
    html = with_deletions(prose_html(blank("torch::x and {a}}")))
    assert html is not None
    hidden = html.removeprefix("<p>{{c1::").removesuffix("}}</p>")
    assert "::" not in hidden
    assert "}}" not in hidden
    assert not hidden.endswith("}")
    assert hidden.replace("<!-- -->", "") == "torch::x and {a}}"


def test_a_deletion_that_the_deck_wrote_itself_is_text():
    assert with_deletions(prose_html(f"{{{{c2::x}}}} {blank('y')}")) == (
        "<p>&#123;{c2::x}} {{c1::y}}</p>"
    )


def test_a_blank_across_markup_is_refused():
    assert with_deletions(f"<p>{OPEN_BLANK}a <b>b{CLOSE_BLANK}</b></p>") is None
    assert with_deletions(f"<p>{OPEN_BLANK}a</p>") is None
    assert with_deletions("<p>a</p>") is None


@given(st.text())
def test_no_text_becomes_markup(text):
    """Any text at all: the tags are ours, and the words are the text's."""
    tags = set(re.findall(r"<(\w+)", prose_html(text)))
    assert tags <= {
        *("p", "b", "strong", "em", "code", "pre", "span", "ul", "ol", "li", "h4"),
        *("table", "thead", "tbody", "tr", "th", "td", "br"),
    }
    assert "<" not in text_html(text).replace("<span></span>", "")

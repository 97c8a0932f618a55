"""The HTML of other programs' fields as Markdown."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizapp.core.terminal.markdown import Fence, Paragraph, Table, blocks
from quizapp.core.terminal.sanitize import controls
from quizapp.exchange.html import (
    MAX_CONVERTED,
    MAX_TAG_DEPTH,
    MAX_TAGS,
    _by_parser,
    _finished,
    markdown_of,
)
from quizapp.exchange.simple_html import simple_text
from support.fuzz import in_time

CASES = {
    "entities": ("a &amp; b &lt;c&gt;&nbsp;d", "a & b <c> d"),
    "no tags": ("2 * 3_4 *x*", "2 * 3_4 *x*"),
    "break": ("a<br>b", "a\\\nb"),
    "empty line": ("a<br><br>b", "a\n\nb"),
    "lines as the editor makes them": ("a<div>b</div><div>c</div>", "a\\\nb\\\nc"),
    "an empty line of the editor": (
        "<div>a</div><div><br></div><div>b</div>",
        "a\n\nb",
    ),
    "a break at the end of a line": ("<div>a<br></div><div>b</div>", "a\\\nb"),
    "paragraphs": ("<p>one</p><p>two</p>", "one\n\ntwo"),
    "heading": ("<h2>Loss</h2>text", "## Loss\n\ntext"),
    "emphasis": ("a <b>bold</b>, <i>slanted </i>word", "a **bold**, *slanted* word"),
    "emphasis in a word": ("un<b>bold</b>ed", "unbolded"),
    "emphasis around a formula": (r"<b>\(x\)</b>", "$x$"),
    "scripts": ("x<sub>i</sub><sup>2</sup>e<sup>qw</sup>", "xᵢ²e^(qw)"),
    "inline formula": (r"if \(a &lt; b\)", "if $a < b$"),
    "old formula": ("[$]x_i[/$]", "$x_i$"),
    "formula of the editor": ("<anki-mathjax>x</anki-mathjax>", "$x$"),
    "latex": (r"[latex]$\alpha$[/latex]", r"$\alpha$"),
    "block formula": (r"so \[x<br>&nbsp;= y\] here", "so\n\n$$\nx\n = y\n$$\n\nhere"),
    "list": (
        "<ul><li>a<br>b</li><li>c<ul><li>d</li></ul></li></ul>",
        "- a\\\n  b\n- c\n  - d",
    ),
    "blocks in a list": (
        "<ol><li><div>a</div><ul><li>b<div>c</div></li><li>d</li></ul></li></ol>",
        "1. a\n   - b\\\n     c\n   - d",
    ),
    "a list after text": ("a<div>b</div><ul><li>c</li></ul>", "a\\\nb\n- c"),
    "numbers": ('<ol start="3"><li>x</li><li>y</li></ol>', "3. x\n4. y"),
    "code": (
        '<pre><code class="language-Python">def f():<br>&nbsp;&nbsp;pass</code></pre>',
        "```python\ndef f():\n  pass\n```",
    ),
    "inline code": ("<code>a_b</code>", "`a_b`"),
    "code of two lines": ("<code>a<br>b</code>", "```\na\nb\n```"),
    "code with numbered lines": (
        '<table><tr><td class="linenos"><pre>1</pre></td><td><pre>x = 1\n</pre></td>'
        "</tr></table>",
        "```\nx = 1\n```",
    ),
    "table": (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3<br>4</td></tr>"
        "</table>",
        "| a | b |\n| --- | --- |\n| 1\\|2 | 3 4 |",
    ),
    "table of one column": (
        "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
        "a\n\nb",
    ),
    "image": ('<img src="a.png"><img src="b.png" alt="a loss">', None),
    "sound": ("[sound:a.mp3]", "[sound: a.mp3]"),
    "speech": ("[anki:tts lang=en_US]word[/anki:tts]", "word"),
    "link": ('<a href="https://x.org/a">there</a>', "there (https://x.org/a)"),
    "bare link": ('<a href="https://x.org">https://x.org</a>', "https://x.org"),
    "script": ("a<script>alert(1)</script><style>b{}</style>c", "ac"),
    "invisible": ("a\u200bb\u00adc\x1b[31m", "abc[31m"),
    "ruby": ("<ruby>漢<rt>kan</rt></ruby>", "漢(kan)"),
}
CASES["image"] = (CASES["image"][0], "[image: a.png][image: a loss]")


@pytest.mark.parametrize("name", CASES)
def test_html_is_written_as_the_markdown_that_quizapp_shows(name):
    html, markdown = CASES[name]
    assert markdown_of(html) == markdown


def test_blocks_are_read_back_as_what_they_were():
    """Code, tables and formulas are blocks of their own."""
    html = r"text<pre>x</pre><table><tr><td>a</td><td>b</td></tr></table>\[y\]"
    kinds = [type(block) for block in blocks(markdown_of(html))]
    assert kinds == [Paragraph, Fence, Table, Fence]


def test_lines_of_the_source_are_lines_on_the_screen():
    """The break is the one that the Markdown of decks knows."""
    assert list(blocks(markdown_of("a<br>b"))) == [Paragraph(("a", "b"))]


_PIECES = """
<b> </b> <br> <div> </div> <pre> </pre> <code> </code> <li> <ul> </ul> <table> <tr> <td>
</td> <th> <p> <sub> \\( \\) \\[ \\]
[latex] [/latex] [$] [/$] < > & &nbsp; &#0; &#x110000;
<!-- --> <![CDATA[ ]]> <?xml ``` ` * ** $ \\ | # - 1. word
"""
_CONTROLS = (
    "\x00",
    "\ue000",
    "\ue001",
    "\ue004",
    "\u202e",
    "\u200b",
    "\ud7ff",
    " ",
    "\n",
)
_PART = st.sampled_from([*_PIECES.split(), *_CONTROLS]) | st.text(max_size=5)


@given(st.lists(_PART, max_size=40).map("".join))
def test_any_text_becomes_text_that_a_deck_may_have(html):
    assert not list(controls(markdown_of(html)))


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<b>", "<a href='", "<p", "<li>x", "<br>", " ", "<tr><td>"]
)
def test_hostile_html_takes_no_long_time(piece):
    """What the converter's time would explode on loses its tags only."""
    with in_time(piece):
        markdown_of(piece * (MAX_CONVERTED // len(piece)))


def test_too_many_tags_or_too_deep_ones_are_left_out():
    """The text itself is kept."""
    assert markdown_of("<b>" * (MAX_TAG_DEPTH + 1) + "x") == "x"
    assert markdown_of("<b></b>" * MAX_TAGS + "x") == "x"


_WORDS = st.sampled_from(
    [
        "a",
        "b1",
        " ",
        "  ",
        "\xa0",
        "<code> x</code>",
        "<code>`</code>",
        "<code></code>",
        "&amp;",
        "&nbsp;",
        "*",
        "**",
        "_",
        ".",
        "-",
        "<br>",
    ]
)
_TAGS = st.sampled_from(["div", "b", "i", "u", "span", "em", "strong"])


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tagged = st.tuples(_TAGS, inner).map(lambda each: "<{0}>{1}</{0}>".format(*each))
    return st.lists(inner | tagged, max_size=4).map("".join)


_SIMPLE = st.recursive(st.lists(_WORDS, max_size=4).map("".join), _nested)


@settings(max_examples=100)
@given(_SIMPLE)
@example("<div>&nbsp;</div>a<div> b <br></div> c")
@example("<b> a</b><div><div>x</div> y</div>")
def test_simple_html_needs_no_parser(html):
    """The result is the same."""
    found = simple_text(html)
    assert found is not None
    assert _finished(found, []) == _finished(_by_parser(html), [])


@pytest.mark.parametrize(
    "html",
    ["<b>a", "a</b>", "<b><i>a</b></i>", "<p>a</p>", "a < b", "&copy;", "a\n<b>b</b>"],
)
def test_whatever_is_not_simple_is_parsed(html):
    assert simple_text(html) is None


@pytest.mark.parametrize(
    "html",
    [
        f"<table><tr><td colspan={'1' * 5000}>word</td></tr></table>",
        "<table><tr><th colspan=²>word</th><td>b</td></tr></table>",
        "<ol start=²><li>word</ol>",
        f"<ol start={'1' * 5000}><li>word</ol>",
        f"<h{'1' * 5000}>word</h1>",
        "<table><![foo[bar]]>word",
        f"<p>&#{'1' * 5000};word",
        f"&#{'1' * 5000}; word",
        rf"\(&#{'1' * 5000};\) word",
        f"<p title='&#{'1' * 5000};'>word",
        f"&#xe004;{'1' * 5000}&#xe004; word",
    ],
)
def test_html_that_no_parser_takes_loses_its_tags_only(html):
    """Python converts no number of more than 4,300 digits, nor a raised one."""
    assert "word" in markdown_of(html)

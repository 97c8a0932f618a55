"""The blocks of a deck's prose, and tables in lines of text."""

import pytest

from quizapp.core.terminal.cells import cell_count
from quizapp.core.terminal.markdown import (
    Fence,
    Paragraph,
    Table,
    blocks,
    column_widths,
    padding,
    table_lines,
)

TABLE = """\
| Method | Cost |
|:--|--:|
| dropout | 1 |
| 重み減衰 | 20 |"""


def table(text: str) -> Table:
    """Return the one table of a text."""
    (found,) = blocks(text)
    assert isinstance(found, Table)
    return found


def test_lines_of_a_paragraph_are_joined_and_items_are_not():
    """As an author breaks them."""
    text = "one\ntwo\n- three\n  four\n- five\n\n# six\nseven"
    assert list(blocks(text)) == [
        Paragraph(("one two", "- three four", "- five")),
        Paragraph(("# six", "seven")),
    ]


def test_a_backslash_ends_a_line():
    """As in CommonMark; in an item, the next line is no new item."""
    assert list(blocks("one\\\ntwo\nthree\\")) == [Paragraph(("one", "two three\\"))]
    assert list(blocks("- one \\\n  two\n- three")) == [
        Paragraph(("- one", "  two", "- three"))
    ]


@pytest.mark.parametrize("fence", ["```", "$$"])
def test_lines_between_fences_stay_as_they_are(fence):
    """Blank ones, tables and the other sort of fence too."""
    other = "$$" if fence == "```" else "```"
    text = f"a\n{fence}\n  b\n\n|c|\n|-|\n{other}\n{fence}\nd"
    lines = ("  b",), ("|c|", "|-|", other)
    fences = list(blocks(text))
    assert fences == [
        Paragraph(("a",)),
        Fence(lines[0] + ("",) + lines[1], formula=fence == "$$"),
        Paragraph(("d",)),
    ]


def test_a_fence_may_be_left_open():
    """What follows is code, nothing is lost."""
    assert list(blocks("```\na\nb")) == [Fence(("a", "b"))]


def test_a_table_has_a_heading_and_rows_each_with_a_side():
    """Bars at the ends may be left out."""
    wanted = Table(
        (("Method", "Cost"), ("dropout", "1"), ("重み減衰", "20")), ("left", "right")
    )
    assert table(TABLE) == wanted
    assert table("Method | Cost\n:- | -:\ndropout | 1\n重み減衰 | 20") == wanted
    assert table("|a|b|\n|:-:|---|\n").sides == ("center", "left")


def test_text_around_a_table_is_a_paragraph():
    """Before its heading, and after the last row with a bar."""
    before, inside, after = blocks(f"text\n{TABLE}\nmore")
    assert (before, after) == (Paragraph(("text",)), Paragraph(("more",)))
    assert isinstance(inside, Table)


def test_rows_are_made_as_long_as_the_heading():
    """What is too much is not shown, as in every other Markdown."""
    assert table("|a|b|\n|-|-|\n|1|\n|1|2|3|").rows[1:] == (("1", ""), ("1", "2"))


def test_a_bar_may_be_escaped():
    """A cell may hold one."""
    assert table("|p|q|\n|-|-|\n|P(a \\| b)|1\\||").rows[1] == ("P(a | b)", "1|")


@pytest.mark.parametrize("text", ["a | b", "a | b\nc | d", "a | b\n---", "a\n|-|-|"])
def test_bars_alone_make_no_table(text):
    """A rule of as many columns does."""
    assert all(isinstance(block, Paragraph) for block in blocks(text))


def test_cells_are_counted_and_not_characters():
    """Wide characters take two cells, combining marks none."""
    assert [cell_count(text) for text in ("ab", "日本", "🧪", "e\u0301", "")] == [
        2,
        4,
        2,
        1,
        0,
    ]


def test_columns_that_do_not_fit_give_way_from_the_widest():
    """None becomes narrower than can be read."""
    assert column_widths([5, 10], 40) == [5, 10]
    assert column_widths([5, 40, 30], 49) == [5, 20, 20]
    assert column_widths([40, 40], 5) == [6, 6]


def test_a_table_is_columns_of_text():
    """Aligned by cells."""
    assert list(table_lines(table(TABLE), 40)) == [
        "Method    Cost",
        "--------  ----",
        "dropout      1",
        "重み減衰    20",
    ]
    assert padding("center", 5) == (2, 3)


def test_a_table_that_is_too_wide_is_a_line_for_each_row():
    """Which can be wrapped."""
    assert list(table_lines(table(TABLE), 12)) == [
        "- Method: dropout; Cost: 1",
        "- Method: 重み減衰; Cost: 20",
    ]


def test_a_sentence_may_go_on_with_a_number():
    """At the start of a line, `0.` is no list item; `1.`, or one in a list, is."""
    (sentence,) = blocks("Most pretrain with\n0. They see most tokens once.")
    assert sentence == Paragraph(("Most pretrain with 0. They see most tokens once.",))
    (listed,) = blocks("Two steps:\n1. one\ngoes on\n2. two")
    assert listed == Paragraph(("Two steps:", "1. one goes on", "2. two"))
    (later,) = blocks("3. three\n4. four")
    assert later == Paragraph(("3. three", "4. four"))


def test_a_heading_ends_with_its_line():
    """Text may follow without an empty line between."""
    (block,) = blocks("# Head\ntext\ngoes on")
    assert block == Paragraph(("# Head", "text goes on"))

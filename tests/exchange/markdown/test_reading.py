"""Markdown of other programs: each documented way to write a card is read."""

from pathlib import Path
from textwrap import dedent

import pytest

from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported, ImportedCard
from quizapp.exchange.markdown.reading import read_markdown
from support.fuzz import in_time, sampled
from support.reviews import NOW


def read(folder: Path, text: str) -> Imported:
    """Read a note."""
    path = folder / "note.md"
    path.write_text(dedent(text), encoding="utf-8")
    return read_markdown(Reading(path, NOW))


def sides(card: ImportedCard) -> tuple[str, str]:
    """Return question and answer, or the text of a cloze card."""
    fields = card.fields
    return fields["prompt"], fields.get("answer") or fields["text"]


def test_questions_and_answers_of_hashcards(tmp_path):
    """Both may span lines; formulas and lists stay as they are."""
    found = read(
        tmp_path,
        r"""
        Q: What does $\theta$ evaluate to?
        A: $0$

        Q: List the PGM minerals.
        A:

        - ruthenium
        - rhodium

        Q: State the first law
        A:
        $$
        \neg P \lor \neg Q
        $$
        """,
    )
    assert [sides(card) for card in found.cards] == [
        (r"What does $\theta$ evaluate to?", "$0$"),
        ("List the PGM minerals.", "- ruthenium\n- rhodium"),
        ("State the first law", "$$\n\\neg P \\lor \\neg Q\n$$"),
    ]


def test_each_hole_of_hashcards_is_a_card(tmp_path):
    """The others are filled in, and a bracket after a backslash is none."""
    found = read(tmp_path, r"C: The [order] of a \[group\] is [its size].")
    assert [sides(card)[1] for card in found.cards] == [
        "The [[order]] of a [group] is its size.",
        "The order of a [group] is [[its size]].",
    ]


def test_lines_of_obsidian(tmp_path):
    """One colon pair is one card, a triple is two; code and links are no cards."""
    found = read(
        tmp_path,
        """
        #flashcards
        the question goes on this side::answer goes here!
        - info 1:::info 2
        `std::vector` is C++, and `a` [[Focus|the foci]] too
        """,
    )
    assert [sides(card) for card in found.cards] == [
        ("the question goes on this side", "answer goes here!"),
        ("info 1", "info 2"),
        ("info 2", "info 1"),
    ]


def test_several_lines_of_obsidian(tmp_path):
    """A question mark parts the sides; two make two cards. Schedules are no text."""
    found = read(
        tmp_path,
        """
        As per the definition
        of "multiline"
        ?
        same goes for
        the answer
        <!--SR:!2024-09-29,197,230-->

        info 1A
        ??
        info 2A

        ```python
        a::b
        ```
        """,
    )
    assert [sides(card) for card in found.cards] == [
        ('As per the definition\nof "multiline"', "same goes for\nthe answer"),
        ("info 1A", "info 2A"),
        ("info 2A", "info 1A"),
    ]


def test_highlights_are_holes(tmp_path):
    """With a hint, and with a number that asks several at once."""
    found = read(
        tmp_path,
        """
        This ==note== needs no ==number==^[hint] on clozes

        This is a ==cloze==^[a hint][^1]. This is ==too==[^2]. And ==this==[^1].
        """,
    )
    assert [sides(card)[1] for card in found.cards] == [
        "This [[note]] needs no number on clozes",
        "This note needs no [[number]] (hint) on clozes",
        "This is a [[cloze]] (a hint). This is too. And [[this]].",
        "This is a cloze. This is [[too]]. And this.",
    ]


def test_headings_tags_and_front_matter_say_where_a_card_belongs(tmp_path):
    """A first heading or a tag names the deck; other headings are the context."""
    found = read(
        tmp_path,
        """\
        ---
        tags: [ml, "notes"]
        ---
        # Optimizers
        ## Adam
        It keeps::two moments
        # Layers
        #flashcards/deep/nets #cnn
        A kernel::is shared
        """,
    )
    first, second = found.cards
    assert (first.deck, first.fields["tags"]) == ("Optimizers", ["ml", "notes"])
    assert first.fields["prompt"] == "*Adam*\n\nIt keeps"
    assert (second.deck, second.fields["tags"]) == ("deep::nets", ["cnn"])


def test_where_there_are_questions_other_paragraphs_are_no_cards(tmp_path):
    """Unless a tag says so."""
    text = "Note::this is prose\n\nQ: One?\nA: 1\n"
    assert len(read(tmp_path, text).cards) == 1
    assert len(read(tmp_path, f"#flashcards\n{text}").cards) == 2


def test_what_is_no_card_is_left_out_with_its_line(tmp_path):
    """A question without an answer, and a text without holes."""
    found = read(tmp_path, "Q: One?\n\nQ: Two?\nA: 2\n---\nC: nothing to fill\n")
    assert [(one.where, one.reason) for one in found.left_out] == [
        ("line 1", "it has no answer"),
        ("line 6", "it has no [hole]"),
    ]


def test_the_same_question_below_two_headings_is_two_cards(tmp_path):
    """Their ids differ."""
    found = read(tmp_path, "## Adam\nDefinition::one\n## SGD\nDefinition::other\n")
    assert len({card.origin for card in found.cards}) == 2


def test_a_fence_left_open_hides_no_card(tmp_path):
    """It is text."""
    found = read(tmp_path, "Q: What is this?\nA: ```\nx\n\nQ: Two?\nA: 2\n")
    assert sides(found.cards[-1]) == ("Two?", "2")


def test_a_folder_of_notes_is_decks(tmp_path):
    """Each note is one; hidden folders are not read, and broken notes are named."""
    notes = tmp_path / "vault"
    for name, text in {
        "a.md": "one::1",
        "deep/b.md": "two::2",
        ".trash/c.md": "three::3",
    }.items():
        (notes / name).parent.mkdir(parents=True, exist_ok=True)
        (notes / name).write_text(text)
    (notes / "bad.md").write_bytes(b"caf\xe9")
    found = read_markdown(Reading(notes, NOW))
    assert [card.deck for card in found.cards] == ["a", "deep::b"]
    (bad,) = found.left_out
    assert "not UTF-8" in bad.reason


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ends_are_read(tmp_path, end):
    """As editors of other systems write them."""
    path = tmp_path / "note.md"
    path.write_bytes("Q: One?\nA: 1\nand more\n".replace("\n", end).encode())
    (card,) = read_markdown(Reading(path, NOW)).cards
    assert sides(card) == ("One?", "1\nand more")


HOSTILE = (
    *("- ", "# #", "`a` :: ", "#a ", "[x](http", "==a ", "$a", "<!-- ", "![", "\\["),
    *("[", "{{c1::", "```a\n", "<!--\n", "a::b\n", "Q: \n", "#a\n", "a : ", "~~~~\n"),
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", sampled(HOSTILE, 4))
def test_a_hostile_note_takes_no_longer_than_its_size(tmp_path, piece):
    """Much of anything is read at once, also with an odd end."""
    many = piece * (100_000 // len(piece)) + "x"
    for text in (many, f"---\n{many}\n---\n"):
        with in_time(piece):
            read(tmp_path, text)


def test_a_sign_at_the_end_of_a_heading_is_a_part_of_it(tmp_path):
    """Unless a space is before it."""
    found = read(tmp_path, "# In C# ##\n\na::b\n\n## F#\n\nc::d\n")
    assert [card.deck for card in found.cards] == ["In C#", "In C#"]
    assert found.cards[1].fields["prompt"].startswith("*F#*")


@pytest.mark.parametrize(
    ("value", "title"),
    [
        (r'"Say \"yes\""', 'Say "yes"'),
        ('"Plain"', "Plain"),
        ("'It'", "It"),
        (r'"a\b', r"a\b"),
        ('"', ""),
    ],
)
def test_a_title_in_quotes_is_what_they_mean(tmp_path, value, title):
    """As quizapp itself writes it."""
    found = read(tmp_path, f"---\nname = {value}\n---\na::b\n")
    assert found.cards[0].deck == title

"""Decks load into cards; every problem is reported with its position, in one pass."""

import os
import re
import tomllib
from pathlib import Path

import pytest

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Level
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.predict import Predict
from quizapp.decks.loader import load_decks
from quizapp.flow.proof import prove
from support.fakes import FakeRunner
from support.paths import ROOT

HEAD = 'format = 1\n[deck]\nid = "d"\ntitle = "T"\ntopic = "X"\n'
CARD = '[[card]]\nid = "{}"\nkind = "flashcard"\nlevel = "screen"\nprompt = "?"\n'
FLASH = CARD.format("one") + 'answer = "!"\n'
PREDICT = (
    '[[card]]\nid = "p"\nkind = "predict"\nlevel = "expert"\nprompt = "?"\n'
    'snippet = "x = 1"\nask = "x"\n'
)
KIND = CARD.format("k").replace("flashcard", "{}")
CHOICE = '[[card]]\nid = "c"\nkind = "choice"\nlevel = "onsite"\nprompt = "?"\n'


def problems_of(tmp_path: Path, text: str | bytes) -> list[str]:
    """Write a deck and return its problems as `line:col: message`."""
    file = tmp_path / "bad.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [
        str(problem).removeprefix(f"{file}:") for problem in load_decks([file]).problems
    ]


def test_problems_are_listed_from_top_to_bottom(tmp_path):
    """Whichever check found them: the deck's fields, a card's keys, its values."""
    card = CARD.replace("screen", "hard").replace("prompt", "promt")
    text = HEAD.replace('"d"', '"not an id"') + card.format("one") + card.format("two")
    lines = [int(line.split(":")[0]) for line in problems_of(tmp_path, text)]
    assert len(lines) > 6
    assert lines == sorted(lines)


def test_a_deck_becomes_cards(tmp_path):
    """All four kinds, with their fields, positions and ids."""
    text = HEAD + FLASH + PREDICT + CHOICE
    text += 'options = [{ text = "a", correct = true },'
    text += ' { text = "b", because = "no" }]\npick = "all"\n'
    text += (
        '[[card]]\nid = "n"\nkind = "numeric"\nlevel = "screen"\nprompt = "?"\n'
        'answer = 1\ntolerance = { rel = 0.1 }\ntags = ["q18"]\nhints = ["h"]\n'
    )
    (tmp_path / "deck.toml").write_text(text)
    library = load_decks([tmp_path])
    assert library.problems == ()
    kinds = [type(card.kind) for card in library.cards.values()]
    assert kinds == [Flashcard, Predict, Choice, Numeric]
    card = library.cards[CardId("d", "n")]
    assert (card.level, card.tags, card.hints) == (Level.SCREEN, ("q18",), ("h",))
    line = text[: text.index('id = "n"')].count("\n")
    assert (card.position.line, card.position.column) == (line, 1)


def test_the_content_hash_covers_the_question_but_not_the_explanation(tmp_path):
    """A fixed typo in an explanation keeps the hash; a new answer changes it."""

    def content(text: str) -> str:
        (tmp_path / "deck.toml").write_text(HEAD + text)
        (card,) = load_decks([tmp_path]).cards.values()
        return card.content

    before = content(FLASH)
    assert content(FLASH + 'explain = "why"\ntags = ["t"]\n') == before
    assert content(FLASH.replace('"!"', '"!!"')) != before


BROKEN: dict[str, tuple[str | bytes, list[str]]] = {
    "nothing": ("", ["1:1: is empty; start with `format = 1` and a [deck]"]),
    "no format": (
        "[deck]",
        ["1:1: has no format; write `format = 1` as the first"],
    ),
    "a newer format": (
        "format = 2",
        ["1:1: uses format 2, but this quizapp supports 1; update quizapp"],
    ),
    "format zero": ("format = 0", ["1:1: unknown format; write `format = 1`"]),
    "format in quotes": ('format = "1"', ["1:1: unknown format; write `format = 1`"]),
    "format true": ("format = true", ["1:1: unknown format; write `format = 1`"]),
    "no deck": (
        "format = 1\n" + FLASH,
        ["1:1: has no [deck]; add one with id, title and topic"],
    ),
    "no cards": (HEAD, ["1:1: has no cards; add one with [[card]]"]),
    "one table for all cards": (
        HEAD + "[card]\nid = 'x'",
        ["6:1: [card] is a single table; write [[card]] for each card"],
    ),
    "a misspelt key at the top": (
        "cards = 1\n" + HEAD + FLASH,
        ["1:1: unknown key `cards`; did you mean `card`?"],
    ),
    "a deck's key of another type": (
        HEAD + "order = 'first'\n" + FLASH,
        ["6:1: [deck] `order` must be a whole number, not text in quotes"],
    ),
    "a misspelt key of the deck": (
        HEAD + "titel = 'x'\n" + FLASH,
        ["6:1: [deck] unknown key `titel`; did you mean `title`?"],
    ),
    "a misspelt key of a card": (
        HEAD + FLASH + 'explian = "x"',
        ["12:1: unknown key `explian`; did you mean `explain`?"],
    ),
    "a key of another kind": (
        HEAD + FLASH + "pick = 'one'",
        ["12:1: unknown key `pick`; remove it"],
    ),
    "a misspelt kind": (
        HEAD + FLASH.replace("flashcard", "flashcrad"),
        ['8:1: unknown kind "flashcrad"; did you mean `flashcard`?'],
    ),
    "an unknown kind": (
        HEAD + FLASH.replace("flashcard", "riddle"),
        ['8:1: unknown kind "riddle"; choose one of choice, cloze, fix, flashcard'],
    ),
    "a missing key": (
        HEAD + FLASH.replace('level = "screen"\n', ""),
        ['6:1: needs `level`: "screen", "onsite" or "expert"'],
    ),
    "a wrong type": (
        HEAD + FLASH.replace('"?"', "3"),
        ["10:1: `prompt` must be text in quotes, not a whole number"],
    ),
    "a wrong type in a list": (
        HEAD + FLASH + 'tags = ["a", 2]',
        ["12:14: `tags[1]` must be text in quotes, not a whole number"],
    ),
    "a misspelt level": (
        HEAD + FLASH.replace('"screen"', '"sceen"'),
        ['9:1: `level` must be "screen", "onsite" or "expert"; did you mean "screen"?'],
    ),
    "a misspelt expectation": (
        HEAD + PREDICT + 'expect = "shap"',
        [
            '13:1: `expect` must be "value", "shape", "dtype", "printed" or "raises";'
            ' did you mean "shape"?'
        ],
    ),
    "a bad slug": (
        HEAD + FLASH.replace('"one"', '"My Card!"'),
        ["7:1: `id` may have only a-z, 0-9 and single hyphens; write `my-card`"],
    ),
    "an id twice": (
        HEAD + FLASH + FLASH,
        ["13:1: card id `one` is already used in line 6; rename one"],
    ),
    "an empty prompt": (
        HEAD + FLASH.replace('"?"', '" "'),
        ["10:1: `prompt` is empty; write the question"],
    ),
    "a limit that is too long": (
        HEAD + PREDICT + "limit = 999",
        ["13:1: `limit` must be more than 0 and at most 60 seconds"],
    ),
    "a prediction of nothing": (
        HEAD + PREDICT.replace('ask = "x"\n', ""),
        ["6:1: needs `ask`: the expression whose value is predicted"],
    ),
    "a prediction without code": (
        HEAD + PREDICT.replace('snippet = "x = 1"\nask = "x"', 'expect = "printed"'),
        ["6:1: needs `snippet`: the code to run"],
    ),
    "more pictures than fit on a screen": (
        HEAD + PREDICT + "show = { a = 'curve', b = 'curve', c = 'curve',"
        " d = 'curve', e = 'curve' }",
        ["13:1: `show` has too many pictures; keep at most 4"],
    ),
    "two answers": (
        HEAD
        + '[[card]]\nid = "n"\nkind = "numeric"\nlevel = "screen"\nprompt = "?"\n'
        + 'answer = 1\nask = "1"',
        ["6:1: needs either `answer` or `ask`, and not both"],
    ),
    "no right option": (
        HEAD + CHOICE + 'options = [{ text = "a", because = "x" }]',
        [
            "11:1: `options` needs at least two options",
            "11:1: `options` has no right option; mark one `correct = true`",
        ],
    ),
    "an option without its because": (
        HEAD + CHOICE + 'options = [{ text = "a", correct = true }, { text = "b" }]',
        ["11:44: `options[1]` is wrong without a `because`; name the misconception"],
    ),
    "a misspelt key of an option": (
        HEAD + CHOICE + 'options = [{ text = "a", corect = true }]',
        ["11:26: `options[0]` unknown key `corect`; did you mean `correct`?"],
    ),
    "a text without a blank": (
        HEAD + KIND.format("cloze") + 'text = "none"',
        ["11:1: `text` has no blank; write [[answer]] or [[answer|also accepted]]"],
    ),
    "a pattern that can hang": (
        HEAD + KIND.format("text") + 'accept = ["a", "/(a+)+/"]',
        ["11:16: `accept[1]` repeats a group that repeats or chooses within"],
    ),
    "a pair without its right": (
        HEAD + KIND.format("match") + 'pairs = [{ left = "a" }]',
        ["11:10: `pairs[0]` needs `right`: text in quotes"],
    ),
    "a left twice": (
        HEAD
        + KIND.format("match")
        + 'pairs = [{ left = "a", right = "b" }, { left = "a", right = "c" }]',
        ["11:39: `pairs[1]` repeats the left of another; change it"],
    ),
    "a distractor that belongs": (
        HEAD + KIND.format("order") + 'lines = ["a", "b"]\nextra = ["a"]',
        ["12:10: `extra[0]` repeats another line; change it"],
    ),
    "an order that leaves a line out": (
        HEAD + KIND.format("order") + 'lines = ["a", "b"]\nalso = [[1]]',
        ["12:9: `also[0]` must list each line from 1 to 2 exactly once"],
    ),
    "an order of words": (
        HEAD + KIND.format("order") + 'lines = ["a", "b"]\nalso = [["b", "a"]]',
        [
            "12:10: `also[0]` must be a whole number, not text in quotes",
            "12:15: `also[0]` must be a whole number, not text in quotes",
        ],
    ),
    "a wrong response that cannot be read": (
        HEAD + PREDICT + 'wrong = [{ response = "[1, 2", because = "x" }]',
        ["13:10: `wrong[0]` has an unreadable `response`: a closing ] is missing"],
    ),
    "an escape sequence in disguise": (
        HEAD + FLASH.replace('"!"', '"\\u001b[2J"'),
        ["11:1: contains the control character U+001B; remove it"],
    ),
    "a bidirectional override": (
        HEAD + FLASH.replace('"!"', '"\u202e!"'),
        ["11:11: contains the control character U+202E; remove it"],
    ),
    "bad syntax": (
        HEAD + "[[card]\n",
        ["6:7: is not valid TOML: Expected ']]' at the end of an array declaration;"],
    ),
    "bad UTF-8": (
        HEAD.encode() + b'about = "caf\xe9"',
        ["6:13: is not UTF-8 (byte 0xe9); save the file as UTF-8"],
    ),
    "a NUL byte": (
        HEAD.encode() + b'about = "\x00"',
        ["6:10: contains the control character U+0000; remove it"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_problem_is_reported_with_its_position_and_a_fix(tmp_path, name):
    """Line, column, what is wrong, what to do."""
    text, expected = BROKEN[name]
    problems = problems_of(tmp_path, text)
    assert len(problems) == len(expected), problems
    for line, start in zip(problems, expected, strict=True):
        assert line.startswith(start)


def test_a_run_may_draw_as_many_pictures_as_fit_on_a_screen(tmp_path):
    """Four, and they stay in the order of the file."""
    show = 'show = { d = "curve", c = "heatmap", b = "values", a = "histogram" }\n'
    (tmp_path / "deck.toml").write_text(HEAD + PREDICT + show)
    (card,) = load_decks([tmp_path]).cards.values()
    assert [name for name, _ in card.show] == ["d", "c", "b", "a"]


def test_all_problems_are_found_in_one_pass(tmp_path):
    """Three bad cards and a bad deck: all can be fixed at once."""
    text = HEAD + "color = 1\n" + FLASH.replace('"?"', "3")
    text += PREDICT.replace('"expert"', '"guru"') + CARD.format("x y")
    problems = problems_of(tmp_path, text)
    assert [line.split(":")[0] for line in problems] == ["6", "11", "16", "20", "21"]


def test_a_bad_card_is_left_out_and_the_rest_of_its_deck_is_loaded(tmp_path):
    """The good cards can be studied before the bad one is fixed."""
    (tmp_path / "d.toml").write_text(HEAD + CARD.format("bad") + FLASH)
    library = load_decks([tmp_path])
    assert [str(card) for card in library.cards] == ["d/one"]
    assert str(library.problems[0].card) == "d/bad"


def test_the_second_deck_with_an_id_is_reported(tmp_path):
    """It is left out, and the problem names the first."""
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(HEAD + FLASH)
    library = load_decks([tmp_path])
    assert len(library.decks) == 1
    assert "deck id `d` is already used by" in str(library.problems[0])
    assert "a.toml; rename one" in str(library.problems[0])


def test_a_file_given_twice_is_loaded_once(tmp_path):
    """By itself and by its folder."""
    (tmp_path / "d.toml").write_text(HEAD + FLASH)
    assert load_decks([tmp_path / "d.toml", tmp_path]).problems == ()


def test_paths_without_a_deck_are_reported(tmp_path):
    """Missing, empty, a folder that looks like a deck: a line each."""
    (tmp_path / "folder.toml").mkdir()
    missing = tmp_path / "missing.toml"
    problems = [str(problem) for problem in load_decks([missing, tmp_path]).problems]
    assert problems == [
        f"{missing}:1:1: does not exist; check the path",
        f"{tmp_path}:1:1: is a folder without decks; add a .toml file to it",
    ]


def test_a_link_to_itself_is_reported(tmp_path):
    """It leads nowhere."""
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    (tmp_path / "good.toml").write_text(HEAD + FLASH)
    library = load_decks([tmp_path])
    assert len(library.decks) == 1
    assert all("loop.toml" in str(problem) for problem in library.problems)


def test_a_pipe_is_not_opened(tmp_path):
    """A FIFO named like a deck is refused at once."""
    os.mkfifo(tmp_path / "pipe.toml")
    (problem,) = load_decks([tmp_path / "pipe.toml"]).problems
    assert "is not a regular file" in str(problem)


def test_an_unreadable_file_is_reported():
    """With the reason that the system gives."""
    (problem,) = load_decks([Path("/proc/self/mem")]).problems
    assert "cannot be read" in str(problem)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    """No deck needs sixteen megabytes."""
    with (tmp_path / "huge.toml").open("wb") as file:
        file.truncate(2**25)
    (problem,) = load_decks([tmp_path / "huge.toml"]).problems
    assert "is larger than 16 MiB" in str(problem)


def test_deep_nesting_is_reported(tmp_path):
    """Thousands of brackets are not a deck."""
    (line,) = problems_of(tmp_path, "format = 1\nx = " + "[" * 5000 + "]" * 5000)
    assert line.startswith("2:69: is nested more than 64 levels deep")


def test_windows_line_ends_and_a_byte_order_mark_are_accepted(tmp_path):
    """Positions count lines as an editor does."""
    text = "\ufeff" + (HEAD + FLASH + "hint = 1").replace("\n", "\r\n")
    (line,) = problems_of(tmp_path, text.encode())
    assert line == "12:1: unknown key `hint`; did you mean `hints`?"


def test_the_examples_in_the_readmes_are_valid_decks(tmp_path):
    """Those of the README and of the guide for authors."""
    root = ROOT
    for document in ("README.md", "content/README.md"):
        text = (root / document).read_text()
        example = text[text.index("format = 1\n") :].split("```")[0]
        lines = [line.removeprefix("   ") for line in example.splitlines()]
        file = tmp_path / "example.toml"
        file.write_text("\n".join(lines))
        assert tomllib.loads(file.read_text())
        assert load_decks([file]).problems == ()


def test_every_example_in_the_guide_for_authors_is_a_valid_card(tmp_path):
    """Each loads without a problem, and its verification run passes."""
    text = (ROOT / "content" / "README.md").read_text()
    examples = re.findall(r"```toml\n(kind = .*?)```", text, re.DOTALL)
    assert len(examples) >= 4
    cards = [
        f'[[card]]\nid = "c{number}"\nlevel = "screen"\n{example}'
        for number, example in enumerate(examples)
    ]
    (tmp_path / "deck.toml").write_text(HEAD + "\n".join(cards))
    library = load_decks([tmp_path])
    assert library.problems == ()
    for card in library.cards.values():
        assert prove(card, FakeRunner()).problems == ()

"""Vary: flaws of names and values are reported with their positions."""

import pytest

from quizapp.core.cards.variant import Vary
from quizapp.decks.loader import load_decks

HEAD = 'format = 1\n[deck]\nid = "d"\ntitle = "T"\ntopic = "X"\n'
CARD = (
    '[[card]]\nid = "p"\nkind = "predict"\nlevel = "screen"\nprompt = "{}"\n'
    'snippet = "y = 1 - p"\nask = "y"\nvary = {{ {} }}\n'
)


def loaded(tmp_path, prompt: str, vary: str, more: str = ""):
    """Return problems as `line:col: message`, and the card if it has none."""
    file = tmp_path / "deck.toml"
    file.write_text(HEAD + CARD.format(prompt, vary) + more)
    library = load_decks([file])
    problems = [str(problem).removeprefix(f"{file}:") for problem in library.problems]
    return problems, next(iter(library.cards.values()), None)


def test_names_and_their_values_are_read(tmp_path):
    """Numbers, text, booleans and lists of numbers, in the order of the file."""
    problems, card = loaded(
        tmp_path, "{{t}} {{b}} {{x}}", 'p = [0.1, 1], t = ["a"], b = [true], x = [[1]]'
    )
    assert problems == []
    assert card.vary == (
        Vary("p", (0.1, 1)),
        Vary("t", ("a",)),
        Vary("b", (True,)),
        Vary("x", ((1,),)),
    )


@pytest.mark.parametrize(
    ("prompt", "vary", "start"),
    [
        ("?", "q = [1], p = [1]", "13:10: `vary` draws `q`, which nothing uses; use"),
        (
            "{{q}}",
            "p = [1]",
            "10:1: `prompt` has `{{q}}`, which `vary` does not define",
        ),
        ("{{pp}}", "p = [1]", "10:1: `prompt` has `{{pp}}`, which `vary` does not"),
        ("?", "p = 1", "13:10: `vary` needs a list of values for `p`"),
        ("?", "p = []", "13:10: `vary` needs a list of values for `p`"),
        ("?", "p = [1, 1]", "13:18: `vary` has a value for `p` that is listed twice"),
        ("?", "p = [inf]", "13:15: `vary` has a value for `p` that is not supported"),
        ("?", "p = [[1, 'a']]", "13:15: `vary` has a value for `p` that is not"),
        ("?", "p = [1979-05-27]", "13:15: `vary` has a value for `p` that is not"),
        (
            "?",
            "p = ['{{p}}']",
            "13:15: `vary` has a value for `p` that contains a",
        ),
        (
            "{{for}}",
            "for = [1], p = [1]",
            "13:10: `vary` has `for`, which is not a",
        ),
    ],
)
def test_each_flaw_is_reported_with_its_position(tmp_path, prompt, vary, start):
    """Line and column of the name or the value."""
    (message,), card = loaded(tmp_path, prompt, vary)
    assert message.startswith(start)
    assert card is None


def test_a_placeholder_without_vary_is_a_problem(tmp_path):
    """It would be shown as it is."""
    file = tmp_path / "deck.toml"
    card = '[[card]]\nid = "f"\nkind = "flashcard"\nlevel = "screen"\nprompt = "?"\n'
    file.write_text(HEAD + card + 'answer = "{{p}}"\n')
    (problem,) = load_decks([file]).problems
    assert "`answer` has `{{p}}`, which `vary` does not define" in str(problem)


def test_braces_of_python_are_not_placeholders(tmp_path):
    """An f-string may double its braces; in text, spaces make them literal."""
    problems, card = loaded(tmp_path, "{{ q }}", "p = [1]")
    assert problems == []
    text = HEAD + CARD.format("?", "p = [1]").replace("1 - p", "f'{{z}}', p")
    (tmp_path / "deck.toml").write_text(text)
    assert load_decks([tmp_path]).problems == ()
    assert card.draw(0).prompt == "{{ q }}"


def test_a_wrong_response_is_read_with_its_values_filled_in(tmp_path):
    """Without them it is not an answer."""
    more = 'wrong = [{ response = "[{{p}}", because = "no" }]\n'
    (message,), _ = loaded(tmp_path, "?", "p = [1]", more)
    assert "has an unreadable `response`: a closing ] is missing" in message


def test_the_hash_changes_with_the_values(tmp_path):
    """Another range of values is another question."""
    _, one = loaded(tmp_path, "?", "p = [1]")
    _, two = loaded(tmp_path, "?", "p = [1, 2]")
    assert one.content != two.content
    assert one.draw(0).content == one.content

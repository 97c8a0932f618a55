"""Positions are right, whatever the strings of a deck contain."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.positions import Positions


def paths_of(
    value: object, path: tuple[str | int, ...] = ()
) -> set[tuple[str | int, ...]]:
    """Return every path of a parsed document except the root."""
    paths = {path} if path else set()
    if isinstance(value, dict):
        for key, item in value.items():
            paths |= paths_of(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            paths |= paths_of(item, (*path, index))
    return paths


TRICKY = [
    "[[card]]",
    "[deck]",
    'say "hi"',
    "it's",
    "# no comment",
    "a = 1",
    "}",
    "]",
    ",",
    "\\",
    "\n",
    "plain",
    '"""',
    "'''",
    "ünïcode",
]
TEXT = st.lists(st.sampled_from(TRICKY), max_size=5).map("".join)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _basic(text: str) -> str:
    return '"' + _escaped(text).replace("\n", "\\n") + '"'


def _multiline(text: str) -> str:
    return '"""\n' + text.replace("\\", "\\\\").replace('"""', '""\\"') + '"""'


def _literal(text: str) -> str:
    return f"'{text}'" if "'" not in text and "\n" not in text else _basic(text)


def _multiline_literal(text: str) -> str:
    return f"'''\n{text}'''" if "''" not in text and text[-1:] != "'" else _basic(text)


STRING = st.builds(
    lambda text, quote: quote(text),
    TEXT,
    st.sampled_from([_basic, _multiline, _literal, _multiline_literal]),
)
SPACE = st.sampled_from(["", " ", "\n", " # a [[card]] \"comment'\n", "\n\n"])
KEY = st.sampled_from(["a", "b-c", "1", '"d.e"', "'[x]'", '"q\\"uote"', '""'])
SCALAR = st.sampled_from(["1", "-2.5e3", "true", "1979-05-27 07:32:00", "nan"]) | STRING


def _array(items: list[str], space: str, comma: str) -> str:
    return (
        f"[{space}{(space + ',' + space).join(items)}{comma if items else ''}{space}]"
    )


def _inline(items: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{key} = {value}" for key, value in items.items()) + " }"


FLAT = st.one_of(SCALAR, st.builds(_inline, st.dictionaries(KEY, SCALAR, max_size=3)))
VALUE = st.recursive(
    FLAT,
    lambda inner: st.builds(
        _array, st.lists(inner, max_size=3), SPACE, st.sampled_from(["", ","])
    ),
    max_leaves=6,
)
PAIRS = st.dictionaries(KEY, VALUE, max_size=4)


@st.composite
def documents(draw) -> str:
    """Draw a TOML document with tables, arrays of tables and tables inside them."""
    lines = [draw(SPACE)]

    def pairs() -> None:
        for key, value in draw(PAIRS).items():
            lines.append(f"{key} = {value}{draw(st.sampled_from(['', '  # x']))}\n")

    pairs()
    lines.append("[deck] # [[card]]\n")
    pairs()
    for _ in range(draw(st.integers(0, 3))):
        lines.append("[[card]]\n")
        pairs()
        if draw(st.booleans()):
            lines.append("[ card . sub ]\n")
            pairs()
        for _ in range(draw(st.integers(0, 2))):
            lines.append("[[card.wrong]]\n")
            pairs()
    return "".join(lines)


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


@pytest.mark.slow
@given(documents().filter(_parses))
def test_the_scanner_finds_exactly_the_paths_of_the_document(text):
    """No key is missed, and none is read from a string or a comment."""
    assert Positions(text).paths == paths_of(tomllib.loads(text))


@pytest.mark.slow
@given(documents().filter(_parses))
def test_every_position_is_where_its_key_or_table_begins(text):
    """The text at a position starts with the key, the bracket or the element."""
    lines = text.split("\n")
    positions = Positions(text)
    for path in positions.paths:
        line, column = positions.find(path)
        rest = lines[line - 1][column - 1 :]
        key = path[-1]
        assert isinstance(key, int) or rest.startswith("[") or _begins(rest, key)


def _begins(rest: str, key: str) -> bool:
    """Return whether the rest of a line begins with a key, dotted keys included."""
    spelled = rest.split("=", maxsplit=1)[0]
    return key in spelled.replace('\\"', '"')


def test_a_card_in_a_string_is_not_a_card():
    """The second card's line is that of its own header."""
    text = 'x = """\n[[card]]\nid = "no"\n"""\n[[card]]\nid = "one"\n[[card]]\n'
    positions = Positions(text)
    assert positions.find(("card", 0)) == (5, 1)
    assert positions.find(("card", 0, "id")) == (6, 1)
    assert positions.find(("card", 1)) == (7, 1)


def test_quotes_at_the_end_of_a_multi_line_string_belong_to_it():
    """Up to two quotes may precede the closing three."""
    text = "a = \"\"\"one\"\"\"\"\"\nb = '''two'''''\nc = 3\n"
    assert tomllib.loads(text) == {"a": 'one""', "b": "two''", "c": 3}
    assert Positions(text).find(("c",)) == (3, 1)


def test_a_missing_key_has_the_position_of_its_parent():
    """That is where its card begins."""
    assert Positions("[[card]]\nid = 1\n").find(("card", 0, "prompt")) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "[[card]]\nid = 1\n  [[ card ]]\nid = 2\n",
        'x = """\n[[card]]\n"""\n[[card]]\n[["card"]]\n[[card]]\n',
        "card = [{ a = 1 }, { a = 2 }]",
        "[[card]]\n[[card.wrong]]\n[[card.wrong]]\n[[card]]",
    ],
)
def test_headers_of_cards_are_where_a_scan_finds_them(text):
    """Also if a string contains text like a header, or no card has a header."""
    positions = Positions(text)
    count = len(tomllib.loads(text)["card"])
    scanned = [positions.find(("card", index)) for index in range(count)]
    assert list(positions.cards(count)) == scanned

"""Colored code, compared with Pygments."""

import re
from time import process_time

import pytest
from pygments.lexers.python import PythonLexer
from pygments.token import Token

from quizapp.tui.look.code import (
    COMMENT,
    CONSTANT,
    DEFINED,
    KEYWORD,
    STRING,
    colored,
    colored_tokens,
)
from support.shipped import shipped_library

OTHERWISE = re.compile(r"""^\s*@|[fF]['"]""")
"""Lines that are colored differently on purpose."""

ORACLE = {
    Token.Comment: COMMENT,
    Token.Keyword: KEYWORD,
    Token.Keyword.Constant: CONSTANT,
    Token.Operator.Word: KEYWORD,
    Token.Literal.Number: CONSTANT,
    Token.Literal.String: STRING,
    Token.Name.Decorator: KEYWORD,
    Token.Name.Function: DEFINED,
    Token.Name.Class: DEFINED,
}


def by_character(code):
    """Return the style of each character."""
    styles = [""] * len(code)
    for begin, end, style in colored_tokens(code):
        styles[begin:end] = [style] * (end - begin)
    return styles


def by_pygments(code):
    """Return the same from Pygments, None where it is not followed.

    It knows magic names in any place, and the expressions in an f-string.
    """
    styles: list[str | None] = [""] * len(code)
    for at, token, value in PythonLexer(stripnl=False).get_tokens_unprocessed(code):
        followed = token not in Token.Name.Function.Magic
        kind = token
        while kind and kind not in ORACLE:
            kind = kind.parent
        style = ORACLE.get(kind, "") if followed else None
        styles[at : at + len(value)] = [style] * len(value)
    return styles


def shipped_code():
    """Return all Python code of the shipped decks, by its card."""
    for card in shipped_library().cards.values():
        coding = card.kind.coding
        more = (coding.solution, coding.checks, *coding.mutants) if coding else ()
        for code in (card.snippet, card.code, *more):
            if code and "{{" not in code:
                yield card.id, code


@pytest.mark.slow
def test_the_shipped_code_is_colored_like_pygments():
    """Except space, f-strings, and decorators, which are one name here."""
    compared = 0
    for card, code in shipped_code():
        mine, wanted, at = by_character(code), by_pygments(code), 0
        for line in code.splitlines(keepends=True):
            if not OTHERWISE.search(line):
                seen = [
                    (mine[n], wanted[n])
                    for n in range(at, at + len(line))
                    if not code[n].isspace() and wanted[n] is not None
                ]
                assert all(a == b for a, b in seen), (str(card), line)
                compared += len(seen)
            at += len(line)
    assert compared > 10_000


@pytest.mark.parametrize(
    ("code", "styles"),
    [
        ('f"a{b}c"', [(0, 4, STRING), (5, 8, STRING)]),
        ('f"{{a}}"', [(0, 8, STRING)]),
        ('f"{x:{y}}"', [(0, 3, STRING), (8, 10, STRING)]),
        ("match x:", [(0, 5, KEYWORD)]),
        ("match = 1", [(8, 9, CONSTANT)]),
        (
            "case P(x=0):  # why",
            [(0, 4, KEYWORD), (9, 10, CONSTANT), (14, 19, COMMENT)],
        ),
        ("@ fast", [(0, 6, KEYWORD)]),
        ("'''abc\\", [(0, 7, STRING)]),
        ('"""open\nstill', [(0, 13, STRING)]),
        ("'open\nx1", [(0, 5, STRING)]),
        ("def définir(", [(0, 3, KEYWORD), (4, 11, DEFINED)]),
        ("", []),
    ],
)
def test_what_is_colored(code, styles):
    """Fields stay plain, and unfinished code is colored as far as it goes."""
    assert list(colored_tokens(code)) == styles


def test_the_text_stays_as_it_is():
    """No bracket is markup."""
    code = "x[bold] = '[/]'\n\n"
    assert colored(code).plain == code


@pytest.mark.parametrize(
    "code",
    [
        "match" + " " * 18_000 + "x",
        "case" + "\t:" * 9_000 + "x",
        "\\'''\n" * 3_500 + "\\",
        'f"' + "{" * 18_000,
        "'" + "\\" * 18_001,
        " \n" * 9_000,
    ],
    ids=["spaces", "colons", "quotes", "braces", "backslashes", "blanks"],
)
def test_hostile_code_is_colored_fast(code):
    """In linear time: seconds would mean that a pattern backtracks."""
    began = process_time()
    colored(code)
    assert process_time() - began < 1


def test_very_long_code_stays_plain():
    """Coloring it would take too long."""
    assert colored("x = 1\n" * 10_000).spans == []

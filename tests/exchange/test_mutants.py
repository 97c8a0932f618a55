"""Mutants are the solution with one change."""

import ast
from pathlib import Path

import pytest

import quizapp
from quizapp.exchange.mutants import MAX_MUTANTS, mutants_of


@pytest.mark.parametrize(
    ("solution", "mutant"),
    [
        ("y = a + b", "y = a - b"),
        ("y = a*b", "y = a/b"),
        ("y = x.mean(-1)", "y = x.sum(-1)"),
        ("y = x.sum(dim=-1)", "y = x.sum(dim=0)"),
        ("y = x.sum(0, keepdim=True)", "y = x.sum(0, keepdim=False)"),
        ("y = x < 3", "y = x <= 3"),
        ("é = 'é' if ü + 1 else 0", "é = 'é' if ü - 1 else 0"),
    ],
)
def test_a_typical_mistake_is_made(solution, mutant):
    """Only its place differs: comments and spaces stay."""
    assert mutant in mutants_of(solution)


def test_code_that_cannot_be_parsed_has_none():
    """It could not be a solution either."""
    assert mutants_of("def f(") == ()


@pytest.mark.parametrize("file", sorted(Path(quizapp.__file__).parent.glob("*.py")))
def test_mutants_are_python_and_differ(file):
    """For all kinds of code, such as our own."""
    source = file.read_text("utf-8")
    mutants = mutants_of(source)
    assert len(mutants) <= MAX_MUTANTS
    assert len({source, *mutants}) == len(mutants) + 1
    for mutant in mutants:
        ast.parse(mutant)

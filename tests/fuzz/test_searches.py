"""Whatever is searched for: cards, or one line that says what has no meaning."""

import pytest

from quizapp.core.search.query import Index, Unclear
from quizapp.core.search.selection import find, select
from quizapp.core.search.states import CardStates
from quizapp.core.search.terms import is_query
from support.fuzz import chance_of, in_time, noise, pasted, rounds
from support.shipped import shipped_library

LIBRARY = shipped_library()
INDEX = Index(LIBRARY)
WORDS = (
    *("dropout", "tag:", "is:", "level:", "kind:", "deck:", "topic:", "due", "new"),
    *("screen", "predict", '"', "-", " ", "q1", "tag:q1", "is:due", "mask", "ß", "İ"),
)


def look_for(text: str) -> None:
    """Search in each way that the program does, each in time."""
    for typing in (True, False):
        with in_time(text):
            query = INDEX.read(text, typing=typing)
            if isinstance(query, Unclear):
                assert query.message
                assert "\n" not in query.message
            else:
                INDEX.chosen(INDEX.find(query, CardStates()))
    with in_time(text):
        is_query(text)
        select(LIBRARY, [text])
    with in_time(text):
        find(LIBRARY, text)


@pytest.mark.parametrize("text", pasted(), ids=lambda text: repr(text[:5]))
def test_a_megabyte_of_anything_is_searched_in_time(text):
    """A paste into the search line."""
    look_for(text)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", rounds(60, 6000), ids=str)
def test_noise_is_searched(seeds):
    """Words of the language and pieces of others, in any order."""
    for seed in seeds:
        with chance_of(seed) as chance:
            words = [*chance.choices(WORDS, k=chance.randrange(8)), noise(chance, 6)]
            chance.shuffle(words)
            look_for("".join(words))

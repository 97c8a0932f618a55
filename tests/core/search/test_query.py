"""The search language: what its words mean, and that nothing typed breaks it."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.cards.card import Level
from quizapp.core.cards.front import fronts_of
from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling.intervals import DueOn, Memory, Stage
from quizapp.core.scheduling.memory import Memories
from quizapp.core.search.query import Index, Matches, Query, Unclear
from quizapp.core.search.states import CardStates, State
from quizapp.core.search.terms import is_query
from support.cards import card, choice_card, dropout_card
from support.fakes import MORNING
from support.strategies import WILD

NOW = Moment(MORNING)
ONE = card("one", prompt="Why is the **Mask**\nrandom?", tags=("q18", "q2"))
TWO = dropout_card("two", prompt="Scale by what?", tags=("q1",), level=Level.EXPERT)
THREE = choice_card("three", prompt="is:due or not?", tags=("batch norm",))
LIBRARY = Library(
    (Deck("deck", "Dropout basics", "Weight decay", "", (ONE, TWO, THREE), "d.toml"),)
)
INDEX = Index(LIBRARY)
NOBODY = CardStates()
WORDS = ("ma", "mask", "drop", "q1", '"by what"', "tag:q1", "tag:q18", "is:new", "zz")


def memory(**fields) -> Memory:
    """Return the memory of a card that is due today."""
    given = {"stage": Stage.REVIEW, "step": None, "day": NOW.day - 4, "lapses": 0}
    due = DueOn(NOW.day)
    return Memory(4.0, 5.0, reviews=9, **{"due": due, **given, **fields})


def found(
    text: str, card_states: CardStates = CardStates(), *, typing: bool = False
) -> list[str]:
    """Return the names of the cards that a query finds."""
    query = INDEX.read(text, typing=typing)
    assert isinstance(query, Query), query
    return [each.id.card for each in INDEX.chosen(INDEX.find(query, card_states))]


def test_all_words_must_be_there_in_any_case_and_order():
    """They may be in different places: here in the prompt and the deck's title."""
    assert found("MASK basics") == ["one"]
    assert found("basics what") == ["two"]
    assert found("mask what") == []


def test_words_are_looked_for_in_id_prompt_tags_title_and_topic():
    """Each of these finds the card it is in."""
    assert found("deck/two") == ["two"]
    assert found("q18") == ["one"]
    assert found("decay") == ["one", "two", "three"]


def test_a_phrase_is_found_across_the_line_breaks_of_a_prompt():
    """Authors break lines where their editor ends."""
    assert found('"mask** random"') == ["one"]
    assert found('"random mask"') == []


def test_a_quoted_word_is_text_and_no_key():
    """So that a colon can be looked for."""
    assert found('"is:due"') == ["three"]


def test_keys_take_whole_names_whatever_their_case():
    """`tag:q1` is not `tag:q18`."""
    assert found("tag:Q1") == ["two"]
    assert found("level:expert") == ["two"]
    assert found("kind:choice") == ["three"]
    assert found('topic:"weight decay" tag:"batch norm"') == ["three"]
    assert found("deck:deck -kind:predict") == ["one", "three"]


def test_minus_turns_each_kind_of_term_round():
    """Words, phrases and keys."""
    assert found("-mask") == ["two", "three"]
    assert found('-"by what" -tag:q18') == ["three"]
    assert found("-") == ["one", "two", "three"]


def test_states_are_those_of_the_moment():
    """Set aside, a card is neither due nor new; a leech is something besides."""
    log = Memories(
        {ONE.id: memory(lapses=8), TWO.id: memory(due=DueOn(days_after(NOW.day, 3)))},
        buried={THREE.id: NOW.day},
    )
    card_states = CardStates(log, NOW)
    assert found("is:due", card_states) == found("is:leech", card_states) == ["one"]
    assert found("is:later", card_states) == ["two"]
    assert found("is:buried", card_states) == ["three"]
    assert found("is:new", card_states) == []
    set_aside = replace(log, suspended=frozenset({ONE.id}))
    aside = CardStates(set_aside, NOW)
    assert found("is:due", aside) == []
    assert found("is:suspended is:leech", aside) == ["one"]


def test_a_bury_ends_with_its_study_day():
    """On the next one the card is asked again."""
    log = Memories(buried={ONE.id: days_after(NOW.day, -1)})
    assert CardStates(log, NOW).state(ONE.id) is State.NEW


def test_a_card_that_is_learned_is_due_too_once_its_minutes_are_over():
    """Both words find it; the table says `learning`."""
    card_states = CardStates(Memories({ONE.id: memory(stage=Stage.LEARNING)}), NOW)
    assert found("is:due is:learning", card_states) == ["one"]
    assert card_states.state(ONE.id) is State.LEARNING


def nearest_to(text):
    """Return the word nearest to one that is not known."""
    unclear = INDEX.read(text)
    assert isinstance(unclear, Unclear)
    return unclear.nearest


def test_what_means_nothing_says_what_was_meant():
    """An unknown key, state, level or tag is a value with the nearest one."""
    nearest = {
        text: nearest_to(text)
        for text in (
            "tga:q18",
            "is:lech",
            "level:exprt",
            "tag:q1x8",
            'topic:"wieght decay"',
        )
    }
    assert nearest == {
        "tga:q18": "tag:q18",
        "is:lech": "is:leech",
        "level:exprt": "level:expert",
        "tag:q1x8": "tag:q18",
        'topic:"wieght decay"': 'topic:"weight decay"',
    }
    assert nearest_to("https://x") == '"https://x"'


def test_a_key_alone_says_what_may_follow():
    """The most frequent ones, with their counts."""
    assert str(INDEX.read("level:", typing=True)) == (
        "level: screen 2, expert 1, onsite 0"
    )


def test_a_name_that_is_being_typed_may_be_only_begun():
    """On a command line it must be whole."""
    assert found("tag:q", typing=True) == ["one", "two"]
    assert found("tag:q1", typing=True) == ["two"]
    assert isinstance(INDEX.read("tag:q"), Unclear)


def test_one_plain_word_is_a_name_and_all_else_a_query():
    """`practice dropout` is a deck; a mistyped one is reported, not searched for."""
    assert not is_query("dropout")
    assert all(map(is_query, ("a b", "is:new", '"a"', "-a")))


@given(WILD | st.text('-:"tagisx ', max_size=30), st.booleans())
def test_no_text_breaks_the_search(text, typing):
    """It is read or it is unclear; what is read finds cards that there are."""
    query = INDEX.read(text, typing=typing)
    if isinstance(query, Query):
        places = INDEX.find(query, CardStates()).places
        assert list(places) == sorted(set(places) & {0, 1, 2})


@given(st.lists(st.sampled_from(WORDS), max_size=3), st.sampled_from(WORDS))
def test_a_term_and_its_negation_part_the_cards(before, word):
    """No card is in both, and none is in neither."""
    rest, both = " ".join(before), []
    both += found(f"{rest} {word}") + found(f"{rest} -{word}")
    assert sorted(both) == sorted(found(rest))


@given(st.lists(st.sampled_from(list("maskq1 -") + list(WORDS)), max_size=12))
def test_typing_on_finds_what_a_fresh_search_finds(pieces):
    """What was found before is gone through again only where that is the same."""
    last: Matches | None = None
    for end in range(1, len(pieces) + 1):
        query = INDEX.read("".join(pieces[:end]), typing=True)
        if isinstance(query, Query):
            last = INDEX.find(query, NOBODY, last)
            assert list(last.places) == list(INDEX.find(query, NOBODY).places)


def test_an_index_reads_the_fronts_of_cards_when_they_are_needed(monkeypatch):
    """The first screen of 100,000 cards waits for none; they are read in steps."""
    read = []
    library = Library((replace(LIBRARY.decks[0], cards=(ONE, TWO)),))

    def counted(cards):
        read.append(len(cards))
        return fronts_of(cards)

    monkeypatch.setattr("quizapp.core.cards.front.fronts_of", counted)
    index, known = Index(library), CardStates()
    assert len(index.find(Query(), known).places) == 2
    assert read == []
    for _ in index.preparing(known):
        pass
    assert read == [2]
    query = index.read("mask")
    assert isinstance(query, Query)
    assert [*index.find(query, known).places] == [0]
    assert read == [2]
    later = Index(library)
    assert [*later.find(query, known).places] == [0]
    assert read == [2, 2]

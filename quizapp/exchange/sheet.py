"""The sheet: cards with their answers as one page of HTML, to read or to print."""

from quizapp.core.stats.weakest import weakest_first
from quizapp.exchange.formats import Writing, Written
from quizapp.wording.sheet import CardHistory, sheet_of
from quizapp.wording.sheet_page import html_page


def write_sheet(writing: Writing) -> Written:
    """Write the page of `quizapp sheet`."""
    cards = tuple(card for deck in writing.decks for card in deck.cards)
    memories = {} if writing.memories is None else writing.memories.by_card
    cards = tuple(weakest_first(cards, memories, writing.now, writing.settings))
    history = CardHistory(writing.now, memories, settings=writing.settings)
    page = html_page(sheet_of(writing.title, cards, history))
    return Written(page.encode(errors="replace"), len(cards))

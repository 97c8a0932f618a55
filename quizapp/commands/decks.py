"""`quizapp decks`: what there is to study, and what is wrong with the rest."""

import json

from quizapp.core.cards.library import Deck
from quizapp.core.stats.deck_counts import DeckCounts, count_cards
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.grammar.options import JsonOptions
from quizapp.wiring.assembly import Assembly, assembled, clock


def run(options: JsonOptions) -> ExitCode:
    """List every deck, then every problem; exit 1 if there is one."""
    with assembled(options.flags) as assembly:
        library = assembly.library
        for deck in library.decks:
            standing = _standing(assembly, deck)
            _tell_as_json(deck, standing) if options.json else _tell(deck, standing)
        for problem in library.problems:
            text = str(problem)
            print(
                json.dumps({"problem": text}) if options.json else sanitize_line(text)
            )
    return ExitCode.PROBLEMS if library.problems else ExitCode.FINE


def _standing(assembly: Assembly, deck: Deck) -> DeckCounts:
    now = clock()
    aside = assembly.memories.aside(now.day)
    ids = [card.id for card in deck.cards if card.id not in aside]
    return count_cards(ids, assembly.memories.by_card, now)


def _tell(deck: Deck, standing: DeckCounts) -> None:
    print(
        f"{deck.id:24} {len(deck.cards):4} cards  {standing.due:4} due"
        f"  {standing.new:4} new   {sanitize_line(deck.topic)}:"
        f" {sanitize_line(deck.title)}"
    )


def _tell_as_json(deck: Deck, standing: DeckCounts) -> None:
    row = {
        "deck": deck.id,
        "title": deck.title,
        "topic": deck.topic,
        "cards": len(deck.cards),
        "due": standing.due,
        "new": standing.new,
        "file": deck.file,
    }
    print(json.dumps(row))

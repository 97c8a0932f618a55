"""Days of study in the real Anki, which knows no clock but the machine's.

Instead of setting a clock, everything in a collection is moved in time: Anki is given
a past that is so many days younger, and a day passes when all of it moves back by one.
The real scheduler grades the cards, and its rows are at the time they claim.
"""

from pathlib import Path
from random import Random
from typing import Any

from support.anki import collection_in

DAY = 86_400
_GRADES = (3, 3, 3, 3, 3, 4, 2, 1)
"""Buttons as people press them."""


def create(folder: Path, name: str = "collection") -> None:
    """Create a collection that is three years old: no day is before its first."""
    with collection_in(folder, name) as anki:
        anki.db.execute("UPDATE col SET crt = crt - ?", 3 * 365 * DAY)


def study(folder: Path, name: str, days: int, most_a_day: int, random: Random) -> int:
    """Study a collection for the days before today; return how many grades it got."""
    _move(folder, name, days)
    grades = 0
    for _ in range(days):
        with collection_in(folder, name) as anki:
            grades += _study_day(anki, most_a_day, random)
        _move(folder, name, -1)
    return grades


def _study_day(anki: Any, most: int, random: Random) -> int:
    from anki.scheduler.v3 import CardAnswer

    buttons = {
        1: CardAnswer.AGAIN,
        2: CardAnswer.HARD,
        3: CardAnswer.GOOD,
        4: CardAnswer.EASY,
    }
    anki.decks.select(_fullest(anki))
    for done in range(most):
        queued = anki.sched.get_queued_cards()
        if not queued.cards:
            return done
        top = queued.cards[0]
        card = anki.get_card(top.card.id)
        card.start_timer()
        answer = anki.sched.build_answer(
            card=card, states=top.states, rating=buttons[random.choice(_GRADES)]
        )
        anki.sched.answer_card(answer)
    return most


def _fullest(anki: Any) -> int:
    """Return the outermost deck with most cards."""
    trees = anki.sched.deck_due_tree().children
    return int(max(trees, key=lambda tree: tree.total_including_children).deck_id)


def _move(folder: Path, name: str, days: int) -> None:
    """Move the whole past of a collection by some days, forward if positive."""
    seconds = days * DAY
    with collection_in(folder, name) as anki:
        anki.db.execute("UPDATE col SET crt = crt + ?", seconds)
        # Two steps: an id may not be taken while another row still has it.
        anki.db.execute("UPDATE revlog SET id = -(id + ?)", seconds * 1000)
        anki.db.execute("UPDATE revlog SET id = -id")
        anki.db.execute("UPDATE cards SET due = due + ? WHERE queue = 1", seconds)
        anki.db.execute(
            "UPDATE cards SET data = json_set(data, '$.lrt',"
            " json_extract(data, '$.lrt') + ?)"
            " WHERE json_extract(data, '$.lrt') IS NOT NULL",
            seconds,
        )

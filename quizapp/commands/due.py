"""`quizapp due`: what waits."""

import json
import sys

from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import day_name
from quizapp.core.scheduling.plan import Plan
from quizapp.core.stats.deck_counts import DeckCounts, count_cards
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.grammar.options import JsonOptions
from quizapp.wiring import sessions
from quizapp.wiring.assembly import assembled, clock
from quizapp.wording.plan import in_brief


def run(options: JsonOptions) -> ExitCode:
    """Count per deck what is due now, later today and tomorrow."""
    with assembled(options.flags) as assembly:
        now = clock()
        aside = assembly.memories.aside(now.day)
        for deck in assembly.library.decks:
            ids = [card.id for card in deck.cards if card.id not in aside]
            standing = count_cards(ids, assembly.memories.by_card, now)
            _tell_as_json(deck.id, standing) if options.json else _tell(
                deck.id, standing
            )
        seen = assembly.memories.introduced_on(now.day)
        left = max(0, assembly.config.new_per_day - seen)
        asked = [card for card in assembly.library.cards if card not in aside]
        every = count_cards(asked, assembly.memories.by_card, now)
        ahead = sessions.interview_plan(
            assembly, tuple(assembly.library.cards.values())
        )
        if ahead is not None:
            left = ahead.today.new
        if options.json:
            row = {"due": every.due, "new_left_today": left}
            print(json.dumps(row if ahead is None else {**row, "plan": _row(ahead)}))
        else:
            print(f"{every.due} due now, {quantity(left, 'new card')} left for today")
            if ahead is not None:
                print(in_brief(ahead))
        for problem in assembly.library.problems:
            print(sanitize_line(str(problem)), file=sys.stderr)
    return ExitCode.FINE


def _row(plan: Plan) -> dict[str, object]:
    share = plan.today
    return {
        "interview": day_name(plan.interview),
        "days_left": plan.interview - share.day,
        "reviews_left_today": share.known,
        "minutes_left_today": round(share.seconds / 60, 1),
        "feasible": plan.feasible,
    }


def _tell(deck: str, standing: DeckCounts) -> None:
    print(
        f"{deck:24} {standing.due:4} due now  {standing.today:4} later today"
        f"  {standing.tomorrow:4} tomorrow  {standing.new:4} new"
    )


def _tell_as_json(deck: str, standing: DeckCounts) -> None:
    row = {
        "deck": deck,
        "due": standing.due,
        "today": standing.today,
        "tomorrow": standing.tomorrow,
        "new": standing.new,
    }
    print(json.dumps(row))

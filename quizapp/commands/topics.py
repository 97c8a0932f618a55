"""`quizapp topics`: what the decks are about, and how far the user is with each."""

import json

from quizapp.commands.notices import print_problems
from quizapp.core.basics.english import quantity
from quizapp.core.stats.topics import TopicCounts
from quizapp.core.terminal.cells import cell_count, fit_text
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.grammar.options import JsonOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.topics import counted_topics, of_topics


def run(options: JsonOptions) -> ExitCode:
    """List every topic; exit 1 if a deck has a problem."""
    with assembled(options.flags) as assembly:
        library = assembly.library
        wanted = {deck.topic.casefold() for deck in of_topics(assembly, library).decks}
        counted = counted_topics(assembly, library)
        print_problems(library)
    width = max((cell_count(sanitize_line(topic.name)) for topic in counted), default=0)
    for topic in counted:
        is_wanted = topic.name.casefold() in wanted
        if options.json:
            print(json.dumps({**_row(topic), "wanted": is_wanted}))
        else:
            print(_as_line(topic, min(width, 40)) + ("" if is_wanted else "  left out"))
    return ExitCode.PROBLEMS if library.problems else ExitCode.FINE


def _as_line(topic: TopicCounts, width: int) -> str:
    counts, ready = topic.counts, topic.readiness
    return (
        f"{fit_text(sanitize_line(topic.name), width)}"
        f"  {quantity(topic.decks, 'deck'):>8}  {quantity(ready.cards, 'card'):>10}"
        f"  {ready.share:4.0%} ready  {counts.due:4} due  {counts.new:4} new"
    )


def _row(topic: TopicCounts) -> dict[str, object]:
    return {
        "topic": topic.name,
        "decks": topic.decks,
        "cards": topic.readiness.cards,
        "ready": round(topic.readiness.share, 4),
        "due": topic.counts.due,
        "new": topic.counts.new,
    }

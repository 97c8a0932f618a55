"""The proof of a rubric: its mentions find its own answer, and no other."""

from collections.abc import Iterable, Iterator

from quizapp.core.cards.card import Card
from quizapp.core.kinds.mentions import mentioned, only_begun

OFF_TOPIC = """\
A tokenizer turns text into numbers before the model sees it. Byte pair encoding starts
with single bytes and merges the most frequent pair again and again, until the
vocabulary is large enough. Frequent words become one token, rare words become several,
and nothing is unknown. A larger vocabulary makes the input shorter, and the first table
of the network larger. The training data decides which languages are cheap: the same
sentence costs more tokens in some of them. The tokenizer is trained once, on a sample
of the data, before the training of the model begins, and never changes at test time.
"""
"""An answer about something else, in words that any answer might have."""


def problems_of_mentions(card: Card) -> Iterator[str]:
    """Yield points that the model answer does not make, or that any answer makes."""
    rubric, answer = card.kind.scored_by, card.kind.truth(None)
    if rubric is None or answer is None:
        return
    found = mentioned(rubric.points, answer)
    for number, point in enumerate(rubric.points, start=1):
        if point.mentions and number not in found:
            yield (
                f"`answer` has none of the `mentions` of point {number}"
                f" ({', '.join(point.mentions)}); {_advice(point.mentions, answer)}"
            )
    for number, words in mentioned(rubric.points, OFF_TOPIC).items():
        yield (
            f"an answer about something else makes point {number}"
            f" by its `mentions` ({', '.join(words)}); use more specific words"
        )


def _advice(mentions: Iterable[str], answer: str) -> str:
    """Say what to do about mentions that an answer does not have."""
    for mention in mentions:
        if (words := only_begun(mention, answer)) is not None:
            return f"{mention!r} is not the whole of {words!r}: write /{mention}/"
    return "say it there, or add its words"

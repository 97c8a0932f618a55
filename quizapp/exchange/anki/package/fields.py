"""Fields: what a card says, as the fields of a note in Anki.

A card whose values are drawn shows one draw, as a sheet does, and says so. What only a
run gives comes from the caller; without it the explanation has to do.
"""

from collections.abc import Iterator

from msgspec import Struct

from quizapp.core.cards.card import Card, Misconception
from quizapp.core.cards.interview_line import divided
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.search.texts import SEED
from quizapp.core.values.misread import Misread
from quizapp.exchange.anki.package.markup import (
    CLOSE_BLANK,
    OPEN_BLANK,
    code_html,
    line_html,
    parts_html,
    prose_html,
    text_html,
    with_deletions,
)
from quizapp.wording.sheet import BY_RUN, Aside, Prose, asked_parts


class CardText(Struct, frozen=True):
    """The text of a card: HTML of our own making, or escaped."""

    question: str
    """Of a cloze, the text with what is hidden."""
    answer: str
    explanation: str
    spoken: str
    """What to say in the interview."""
    note: str
    """The user's own words."""
    sources: str
    id: str
    is_cloze: bool = False


def anki_text(
    card: Card, answer: str | None, note: str = "", *, may_cloze: bool = True
) -> CardText:
    """Return the text of a card; `answer` is the result of its run, if it has one."""
    drawn = card.draw(SEED)
    said = divided(drawn.explain).line
    spoken = line_html(said) if said else ""
    explanation = "\n".join(_explanation(drawn, answer))
    own = prose_html(note) if note.strip() else ""
    sources = "; ".join(map(line_html, drawn.sources))
    rest = (
        explanation,
        spoken,
        own,
        sources,
        text_html(str(card.id)),
    )
    if may_cloze and isinstance(drawn.kind, Cloze):
        hidden = _cloze(drawn, drawn.kind)
        if hidden is not None:
            return CardText(hidden, "", *rest, is_cloze=True)
    return CardText(_question(drawn), _answer(drawn, answer), *rest)


def _question(card: Card) -> str:
    return "\n".join([parts_html(asked_parts(card)), *_hints(card)])


def _hints(card: Card) -> Iterator[str]:
    for hint in card.hints:
        text = prose_html(hint)
        yield f'<details class="hint"><summary>Hint</summary>\n{text}\n</details>'


def _cloze(card: Card, cloze: Cloze) -> str | None:
    """Return the prompt and the text of a cloze; None if Anki cannot hide its blanks.

    Its Markdown is set with the answers in it: a blank may be in code or a formula.
    """
    marks = str.maketrans("", "", OPEN_BLANK + CLOSE_BLANK)
    words = [f"{OPEN_BLANK}{blank.answer}{CLOSE_BLANK}" for blank in cloze.blanks]
    if cloze.text != cloze.text.translate(marks):
        return None
    text = with_deletions(prose_html(cloze.filled(words)))
    if text is None:
        return None
    prompt = prose_html(card.prompt).replace("{{c", "{&#123;c")
    return "\n".join([prompt, text, *_hints(card)])


def _answer(card: Card, answer: str | None) -> str:
    kind = card.kind
    if isinstance(kind, Choice):
        return _options(kind)
    truth = kind.truth(None)
    if truth is None and answer is None:
        return parts_html((Aside(BY_RUN),))
    if truth is None or kind.truth_is_code or kind.truth_is_value:
        return code_html(truth or answer or "", is_python=kind.truth_is_code)
    if kind.scored_by is None:
        return prose_html(truth)
    points = "\n".join(f"- {' '.join(p.point.split())}" for p in kind.scored_by.points)
    return parts_html((Prose(truth), Aside("It makes these points:"), Prose(points)))


def _options(choice: Choice) -> str:
    """Return the options in the order of the question, right and wrong ones marked."""
    numbers = choice.display_order(SEED)
    items = "\n".join(_option(choice.options[number - 1]) for number in numbers)
    return f'<ol class="options">\n{items}\n</ol>'


def _option(option: Option) -> str:
    name, mark = ("right", "✓") if option.correct else ("wrong", "✗")
    because = (
        f"\n<div>{prose_html(option.because)}</div>" if option.because.strip() else ""
    )
    return f'<li class="{name}"><b>{mark} </b>{line_html(option.text)}{because}</li>'


def _explanation(card: Card, answer: str | None) -> Iterator[str]:
    explained = divided(card.explain)
    yield from (prose_html(t) for t in (explained.before, explained.after) if t.strip())
    mistakes = "\n".join(map(_mistake, _mistakes(card, answer)))
    if mistakes:
        yield f"<h4>Typical mistakes</h4>\n<ul>\n{mistakes}\n</ul>"
    if card.proof:
        shown = code_html(card.proof, is_python=True)
        yield f"<details><summary>Code</summary>\n{shown}\n</details>"


def _mistakes(card: Card, answer: str | None) -> Iterator[Misconception]:
    """Yield the typical mistakes that are wrong with the values that were drawn.

    Only those of one line: code and numbers of options say nothing here.
    """
    if card.kind.truth_is_code or card.kind.listing(SEED):
        return
    truth = card.kind.truth(None) or answer
    right = None if truth is None else card.read(truth)
    for mistake in card.wrong:
        if not card.drawn.values:
            yield mistake
        elif right is not None and not isinstance(right, Misread):
            given = card.read(mistake.response)
            if not isinstance(given, Misread) and not given.agrees(right):
                yield mistake


def _mistake(mistake: Misconception) -> str:
    response = text_html(" ".join(mistake.response.split()))
    return f"<li><code>{response}</code>: {line_html(mistake.because)}</li>"

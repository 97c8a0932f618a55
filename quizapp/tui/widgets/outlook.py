"""Outlook: what was studied, what comes, and what is weakest, beside the decks.

Before the first review there is nothing to draw, so it says how quizapp works.
"""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizapp.core.basics.moment import days_after
from quizapp.core.stats.forecast import Forecast
from quizapp.core.terminal.plot import calendar, columns
from quizapp.flow.overview import COMING_DAYS, Coming
from quizapp.flow.workspace import Workspace

PAST_WEEKS = 12

HOW_IT_WORKS = (
    ("Predict", "a number, a tensor, a line of code. Being wrong is the point."),
    ("Run", "quizapp runs the snippet, in a sandbox, and checks your answer."),
    ("Grade", "say how well you knew it: Again, Hard, Good or Easy."),
    ("Return", "the card comes back just before you would forget it."),
)
HOW_TO_PLAN = (
    ("p", "set the date of your interview and your minutes a day."),
    ("s", "see how ready you are, and how well you judge yourself."),
    ("b", "search all cards; s there studies what you found."),
)


class Outlook(Vertical):
    """Three regions, one below the other."""

    def compose(self) -> ComposeResult:
        """Lay out the regions."""
        for name in ("past", "coming", "weakest"):
            yield Static(id=name, classes="region", markup=False)

    def show(self, workspace: Workspace, figures: Coming | None) -> None:
        """Draw the regions at the width they have; nothing if they are hidden.

        Without figures, what comes stays as it is.
        """
        past, coming, weakest = self.query(Static)
        width = past.content_size.width
        if not width:
            return
        known = bool(workspace.memories.by_card)
        weakest.display = known
        if known:
            _fill(past, f"Past {PAST_WEEKS} weeks", _past(workspace, width))
            if figures is not None:
                due = _due(figures.ahead, width)
                _fill(coming, f"Due in the next {COMING_DAYS} days", due)
                _fill(weakest, "Weakest cards", _weakest(workspace, figures, width))
        else:
            _fill(past, "How it works", _steps(HOW_IT_WORKS, width))
            _fill(coming, "Also", _steps(HOW_TO_PLAN, width))


def _fill(region: Static, title: str, content: Content) -> None:
    region.border_title = title
    if region.styles.border_top[0]:
        region.update(content)
    else:  # no border in little room: the title is a line of its own
        heading = Content.styled(title, "$quiet")
        region.update(Content.assemble(heading, "\n", content, "\n"))


def _past(workspace: Workspace, width: int) -> Content:
    today = workspace.now().day
    first = days_after(today, 1 - 7 * PAST_WEEKS)
    lines = calendar(workspace.memories.days, first, today, width)
    return Content.styled("\n".join(lines), "$secondary")


def _due(ahead: Forecast, width: int) -> Content:
    return Content.styled(
        "\n".join(columns(ahead.due, ahead.first, width)), "$secondary"
    )


def _weakest(workspace: Workspace, figures: Coming, width: int) -> Content:
    """Return the cards that are least likely to be recalled tomorrow."""
    from quizapp.tui.widgets.browse.card_rows import first_line  # slow to load

    cards = workspace.library.cards
    lines = (
        Content.assemble(
            (f"{recall:4.0%}  ", "$primary"), first_line(cards[card])
        ).truncate(width, ellipsis=True)
        for recall, card in figures.weakest
        if card in cards
    )
    return Content("\n").join(lines)


def _steps(steps: tuple[tuple[str, str], ...], width: int) -> Content:
    names = max(len(name) for name, _ in steps) + 2
    lines = []
    for name, text in steps:
        first, *rest = Content(text).wrap(max(8, width - names))
        lines.append(Content.assemble((f"{name:{names}}", "$primary"), first))
        lines += [Content(" " * names) + line for line in rest]
    return Content("\n").join(lines)

"""Facts of interviews: append-only events that nothing undoes.

An interview is what it was. Each answer is one fact, committed before the next
question; what is learned about the answer later (confidence, verdict, ticks) is a fact
of its own, so that a crash loses no answer. They are no reviews: no memory, schedule or
statistic of reviews reads them. Each fact makes sense alone, and their union in any
order means the same.
"""

from enum import Enum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.review import EventId


class Role(Enum):
    """What a question is for in its thread."""

    LEAD = "lead"
    FOLLOW_UP = "follow-up"
    CODE = "code"
    """A card that a run settles: predict, fix or implement."""


class Manner(Enum):
    """How a question was answered."""

    TYPED = "typed"
    SAID = "said"
    """Spoken aloud: there are no words to search."""
    SKIPPED = "skipped"
    """`I don't know`."""


class Occasion(Enum):
    """When points were ticked, and by whom."""

    THREAD = "thread"
    """By the speaker, right after a spoken lead question."""
    DEBRIEF = "debrief"
    """By the user, beside the model answer."""
    SECOND_LOOK = "second-look"
    """By the user again, days later, without seeing the ticks of the debrief."""
    OPINION = "opinion"
    """By the program in `[second_opinion]`; shown, but never counted."""


class InterviewOptions(Struct, frozen=True):
    """What the user asked for."""

    what: tuple[str, ...] = ()
    """The decks, topics and tags of the lead questions; empty for all."""
    minutes: float = 30.0
    level: str = "onsite"
    """The level of the lead questions: screen, onsite or expert."""
    confidence: bool = True
    """Whether to ask after each answer how sure the user is."""


class Asked(Struct, frozen=True):
    """A question as the log keeps it."""

    number: int
    """From 1, over the whole interview."""
    thread: int
    """From 1."""
    role: Role
    ask: str
    """The question in the interviewer's words."""
    card: CardId | None
    """None for a follow-up that no card asks in full."""
    kind: str
    """The card's kind; empty without a card."""
    content: str
    """The card's content hash at that time; empty without a card."""
    variant: str
    """The drawn values as JSON."""
    given: float
    """Seconds that a good answer takes."""
    weights: tuple[float, ...] = ()
    """Of the points to tick; empty if there is nothing to tick."""
    searched: tuple[int, ...] = ()
    """The numbers of the points that have words to search for."""


class InterviewBegun(Struct, frozen=True, tag="begun"):
    """An interview began; its id is the id of the interview."""

    id: EventId
    device: str
    moment: Moment
    options: InterviewOptions
    seed: int
    leads: tuple[CardId, ...]
    """The plan: the lead questions, best first; not all of them will be asked."""
    threads: int
    """How many threads fit the minutes."""
    recent: tuple[CardId, ...]
    """Cards of the interviews of the two weeks before."""
    app: str = ""
    torch: str = ""


class InterviewResumed(Struct, frozen=True, tag="resumed"):
    """An interrupted interview went on."""

    id: EventId
    device: str
    moment: Moment
    interview: EventId


class InterviewAnswered(Struct, frozen=True, tag="answered"):
    """A question was asked and answered."""

    id: EventId
    device: str
    moment: Moment
    interview: EventId
    asked: Asked
    manner: Manner
    response: str
    """What was typed; empty if it was said or skipped."""
    seconds: float
    """From the question on the screen to the answer, without pauses."""
    elapsed: float
    """Seconds of the interview up to this answer, without pauses."""
    pauses: int = 0
    """During this question."""
    paused: float = 0.0
    """Seconds of these pauses."""
    runs: int = 0
    """How often the user ran their code before they submitted it."""
    found: tuple[int, ...] = ()
    """Rubric points whose words are in the answer."""


class InterviewRated(Struct, frozen=True, tag="rated"):
    """The user said how sure they were of an answer."""

    id: EventId
    device: str
    moment: Moment
    interview: EventId
    number: int
    confidence: Confidence | None
    """None if they did not want to say."""
    elapsed: float


class InterviewJudged(Struct, frozen=True, tag="judged"):
    """An answer was judged; the verdict is not shown before the end."""

    id: EventId
    device: str
    moment: Moment
    interview: EventId
    number: int
    verdict: VerdictName | None
    """None if the run gave no result."""
    score: float | None
    feedback: tuple[str, ...]
    truth: str
    """The right answer at that time, as text."""


class InterviewTicked(Struct, frozen=True, tag="ticked"):
    """Points of an answer were ticked; the last ticks of an occasion count."""

    id: EventId
    device: str
    moment: Moment
    interview: EventId
    number: int
    occasion: Occasion
    made: tuple[int, ...] | None
    """Numbers of rubric points, from 1; None if the ticks were skipped."""
    unclear: tuple[int, ...] = ()
    """Points that an opinion could not decide."""
    quotes: tuple[str, ...] = ()
    """For each point in `made`, the words an opinion quotes from the answer."""
    elapsed: float = 0.0
    """Seconds of the interview; 0 after its end."""


class InterviewEnded(Struct, frozen=True, tag="ended"):
    """An interview ended."""

    id: EventId
    device: str
    moment: Moment
    interview: EventId
    ending: str
    """The name of the ending: see `endings`."""
    elapsed: float


InterviewEvent: TypeAlias = (
    InterviewBegun
    | InterviewResumed
    | InterviewAnswered
    | InterviewRated
    | InterviewJudged
    | InterviewTicked
    | InterviewEnded
)


def with_present_ids(event: InterviewEvent, former: FormerIds) -> InterviewEvent:
    """Return a fact under the ids that its cards have now."""
    if not former:
        return event
    match event:
        case InterviewBegun(leads=leads, recent=recent):
            now = former.current
            return replace(
                event, leads=tuple(map(now, leads)), recent=tuple(map(now, recent))
            )
        case InterviewAnswered(asked=asked) if asked.card is not None:
            card = former.current(asked.card)
            return replace(event, asked=replace(asked, card=card))
        case _:
            return event

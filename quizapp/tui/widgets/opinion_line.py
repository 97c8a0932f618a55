"""The line of the second opinion: asks a program in the background, and says so.

The thread touches no widget and no interview: what it hears arrives in the message
queue, in order with the keys. When the line goes, the program is stopped.
"""

from functools import partial

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from quizapp.core.interview.opinion import NoOpinion, OpinionRequest
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError
from quizapp.flow.interview import MockInterview
from quizapp.flow.opinions import (
    Assessor,
    Heard,
    ask_all,
    open_requests,
    record_opinion,
)
from quizapp.wording.interview import asking_sentence, no_opinion_sentence


class OpinionLine(Static):
    """One line, shown while a program is asked, and if it fails."""

    class Recorded(Message):
        """There is a second opinion on an answer."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(
        self, interview: MockInterview, assessor: Assessor | None, name: str
    ) -> None:
        super().__init__(id=name, markup=False)
        self._interview = interview
        self._assessor = assessor
        self._failure = ""
        self.display = False

    def on_mount(self) -> None:
        """Ask about every answer without an opinion; return at once."""
        requests = open_requests(self._interview)
        if self._assessor is None or not requests:
            return
        self._say(asking_sentence(self._assessor.name, len(requests)))
        self.run_worker(
            partial(self._ask, self._assessor, requests),
            thread=True,
            exit_on_error=False,
        )

    def on_unmount(self) -> None:
        """Stop the program."""
        if self._assessor is not None:
            self._assessor.stop()

    def _ask(self, assessor: Assessor, requests: tuple[OpinionRequest, ...]) -> None:
        def hear(request: OpinionRequest, said: Heard) -> None:
            self.call_later(self._hear, request, said)

        ask_all(assessor, requests, hear)
        self.call_later(self._end)

    def _hear(self, request: OpinionRequest, said: Heard) -> None:
        try:
            record_opinion(self._interview, request, said)
        except LogError as error:
            self._failure = f"The second opinion is not saved: {error}"
            return
        if isinstance(said, NoOpinion):
            self._failure = no_opinion_sentence(request, said)
        else:
            self.post_message(self.Recorded(request.number))

    def _end(self) -> None:
        self._say(self._failure)

    def _say(self, text: str) -> None:
        self.update(Content.styled(sanitize_line(text), "$quiet"))
        self.display = bool(text)

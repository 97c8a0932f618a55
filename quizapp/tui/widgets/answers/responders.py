"""The table of responders: which widget takes the answers of which kind.

Editors are loaded when a card first needs one: Textual's editor takes longer to load
than all other widgets here, and most sessions start without it.
"""

from importlib import import_module

from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict
from quizapp.core.kinds.text import FreeText
from quizapp.tui.widgets.answers.answer_line import AnswerLine
from quizapp.tui.widgets.answers.blanks import Blanks
from quizapp.tui.widgets.answers.lines import Lines
from quizapp.tui.widgets.answers.options import Options
from quizapp.tui.widgets.answers.pairing import Pairing
from quizapp.tui.widgets.answers.recall import Recall
from quizapp.tui.widgets.answers.responder import Responder

_EDITORS = {
    Fix.name: ("code_editor", "CodeEditor"),
    Implement.name: ("code_editor", "CodeEditor"),
    Open.name: ("speech", "Speech"),
}


class _Responders(dict[str, type[Responder]]):
    """The table; editors are added when they are needed."""

    def __missing__(self, kind: str) -> type[Responder]:
        module, name = _EDITORS[kind]
        editor: type[Responder]
        editor = getattr(import_module(f"{__package__}.{module}"), name)
        self[kind] = editor
        return editor


RESPONDERS = _Responders(
    {
        Flashcard.name: Recall,
        Choice.name: Options,
        Cloze.name: Blanks,
        FreeText.name: AnswerLine,
        Match.name: Pairing,
        Numeric.name: AnswerLine,
        Order.name: Lines,
        Predict.name: AnswerLine,
    }
)

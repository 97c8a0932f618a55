"""The table of responders: which widget takes the answer of which kind."""

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
from quizapp.tui.widgets.answer_line import AnswerLine
from quizapp.tui.widgets.blanks import Blanks
from quizapp.tui.widgets.code_editor import CodeEditor
from quizapp.tui.widgets.lines import Lines
from quizapp.tui.widgets.options import Options
from quizapp.tui.widgets.pairing import Pairing
from quizapp.tui.widgets.recall import Recall
from quizapp.tui.widgets.responder import Responder
from quizapp.tui.widgets.speech import Speech

RESPONDERS: dict[str, type[Responder]] = {
    Flashcard.name: Recall,
    Choice.name: Options,
    Cloze.name: Blanks,
    FreeText.name: AnswerLine,
    Match.name: Pairing,
    Numeric.name: AnswerLine,
    Order.name: Lines,
    Predict.name: AnswerLine,
    Fix.name: CodeEditor,
    Implement.name: CodeEditor,
    Open.name: Speech,
}

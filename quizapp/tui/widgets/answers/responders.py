"""The table of responders: which widget takes the answers of which kind.

Each is loaded when a card first needs it: a start should not wait for the others.
"""

from importlib import import_module

from quizapp.tui.widgets.answers.responder import Responder

_LINE = ("answer_line", "AnswerLine")
_CODE = ("code_editor", "CodeEditor")
WIDGETS = {
    "flashcard": ("recall", "Recall"),
    "choice": ("options", "Options"),
    "cloze": ("blanks", "Blanks"),
    "numeric": _LINE,
    "text": _LINE,
    "predict": _LINE,
    "fix": _CODE,
    "implement": _CODE,
    "order": ("lines", "Lines"),
    "match": ("pairing", "Pairing"),
    "open": ("speech", "Speech"),
}
"""The module next to this one, and the class, by the name of the kind."""


class _Responders(dict[str, type[Responder]]):
    """The classes that were loaded, by the name of the kind."""

    def __missing__(self, kind: str) -> type[Responder]:
        module, name = WIDGETS[kind]
        responder: type[Responder]
        responder = getattr(import_module(f"{__package__}.{module}"), name)
        self[kind] = responder
        return responder


RESPONDERS = _Responders()

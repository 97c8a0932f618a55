"""The context of an answer: what a card says about the value that it asks for."""

import re
from collections.abc import Mapping

from msgspec import Struct

from quizapp.core.values.value import Value

_IN_PERCENT = re.compile(r"\bin (?:percent|%)|percentage|how many percent", re.I)


class AnswerContext(Struct, frozen=True):
    """What may be named in an answer, and in which unit it is."""

    names: tuple[tuple[str, Value], ...] = ()
    """The values that were drawn."""
    unit: str = ""
    about: str = ""
    """The question: a unit that it mentions is the one asked for."""

    sort: str = ""
    """What the code shows of the answer, empty for nothing: `boolean`, `number`."""

    @property
    def values(self) -> Mapping[str, Value]:
        """The value of each name."""
        return dict(self.names)

    @property
    def asked_unit(self) -> str:
        """The unit of the answer, empty for none."""
        return self.unit or ("%" if _IN_PERCENT.search(self.about) else "")


NO_CONTEXT = AnswerContext()
"""Of a card about which nothing is known."""

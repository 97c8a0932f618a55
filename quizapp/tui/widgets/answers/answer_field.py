"""Answer field: a single line to type an answer, or part of one."""

from textual.widgets import Input


class AnswerField(Input):
    """An input whose only sign of the focus is its cursor."""

    def __init__(
        self,
        *,
        id: str,  # noqa: A002  # Textual's word
        max_length: int = 0,
        restrict: str | None = None,
    ) -> None:
        super().__init__(
            id=id,
            compact=True,
            select_on_focus=False,
            max_length=max_length,
            restrict=restrict,
        )

    def watch_has_focus(self, _: bool) -> None:  # noqa: FBT001  # Textual's
        """Skip the search for another style: it takes a tenth of a card's time."""

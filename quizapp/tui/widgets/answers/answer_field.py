"""Answer field: where an answer of one line, or a part of it, is typed."""

from textual.widgets import Input


class AnswerField(Input):
    """An input that looks the same with the focus and without: its cursor tells."""

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
        """Look for no other style: to find none would take a tenth of a card's time."""

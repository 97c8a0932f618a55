"""The stylesheet: what is parsed once, and what has to be parsed again."""

import pytest
from textual.app import App, ComposeResult
from textual.css.stylesheet import Stylesheet, StylesheetParseError
from textual.widgets import Input, Label, OptionList

from quizapp.tui.base import BaseApp
from quizapp.tui.look.stylesheet import SteadyStylesheet

RED, BLUE = {"ink": "#ff0000"}, {"ink": "#0000ff"}


def styled(variables: dict[str, str]) -> SteadyStylesheet:
    """Return a stylesheet with one source that has been parsed."""
    sheet = SteadyStylesheet(variables=variables)
    sheet.add_source("Label { color: $ink; }", ("", "first"))
    sheet.parse()
    return sheet


def test_a_new_source_leaves_the_parsed_ones_as_they_are() -> None:
    """A screen that brings its styles does not cost those of all others."""
    sheet = styled(RED)
    (first,) = sheet.rules
    sheet.add_source("Input { color: $ink; }", ("", "second"))
    sheet.reparse()
    assert sheet.rules[0] is first
    assert len(sheet.rules) == 2


def test_the_same_variables_change_nothing() -> None:
    """The theme is set once more at each start."""
    sheet = styled(RED)
    before = sheet.rules
    sheet.set_variables(dict(RED))
    sheet.reparse()
    assert all(old is new for old, new in zip(before, sheet.rules, strict=True))


def test_other_variables_reach_every_rule() -> None:
    """Another theme has other colors."""
    sheet = styled(RED)
    sheet.set_variables(BLUE)
    sheet.reparse()
    assert sheet.css == styled(BLUE).css
    assert sheet.css != styled(RED).css


def test_a_source_with_errors_leaves_the_rules_as_they_are() -> None:
    """The app then still has its styles."""
    sheet = styled(RED)
    before = sheet.css
    sheet.add_source("Label { color: nowhere; }", ("", "broken"))
    with pytest.raises(StylesheetParseError):
        sheet.reparse()
    assert "nowhere" not in before
    assert [rule.selectors for rule in sheet._rules] == ["Label"]


def rules_of(sheet: Stylesheet) -> list[tuple[str, str]]:
    """Return the selectors and styles of each rule."""
    return [(rule.selectors, str(rule.styles.get_rules())) for rule in sheet.rules]


class Two(BaseApp):
    """Widgets with styles of their own."""

    def compose(self) -> ComposeResult:
        """Show some of Textual's widgets."""
        yield Label("label")
        yield Input()
        yield OptionList("option")


@pytest.mark.parametrize("theme", ["light", "contrast"])
async def test_the_rules_are_those_that_textual_parses(theme: str) -> None:
    """Also after a change of the theme."""
    app = Two()
    async with app.run_test() as pilot:
        app.use_theme(theme)
        await pilot.pause()
        theirs = Stylesheet(variables=App.get_css_variables(app))
        theirs.source = dict(app.stylesheet.source)
        theirs.parse()
        assert isinstance(app.stylesheet, SteadyStylesheet)
        assert rules_of(app.stylesheet) == rules_of(theirs)

"""The look of our notes in Anki: its templates and the style sheet, light and dark.

Anki shows a card in its own page, on a background of its own, with a class for night
mode on every platform.
"""

CARD_STYLE = """
.card {
  --ink: #1d2126; --quiet: #5b6470; --line: #d5d9de;
  --soft: rgba(30, 50, 70, .055); --accent: #0b5c8f; --right: #1f7a43;
  --keyword: #8a5200; --constant: #2a5b91; --string: #56631b;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  color: var(--ink);
  font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere; text-align: left;
}
.card.nightMode, .card.night_mode, .nightMode .card, .night_mode .card {
  --ink: #e4e7eb; --quiet: #a4adb8; --line: #4a5058;
  --soft: rgba(255, 255, 255, .07); --accent: #7cc0ee; --right: #7fd0a0;
  --keyword: #e8b059; --constant: #8fb3d9; --string: #b5bd8f;
}
.sheet { margin: 0 auto; max-width: 42rem; padding: .5rem 1rem 1.5rem; }
.sheet p, .sheet ul, .sheet ol, .sheet pre, .sheet table { margin: 0 0 .6rem; }
.sheet li p { margin: 0; }
.sheet ul, .sheet ol { padding-left: 1.6rem; }
.sheet li + li { margin-top: .15rem; }
.sheet .letters { list-style: lower-alpha; }
.sheet h3, .sheet h4 { font-size: 1em; margin: .8rem 0 .3rem; }
.sheet h3, .sheet .explanation h4 {
  color: var(--quiet); font-size: .82em; font-weight: 600; margin-bottom: .2rem;
}
.sheet .aside { color: var(--quiet); font-size: .88em; }
.sheet code, .sheet pre { font-family: var(--mono); font-size: .86em; }
.sheet pre {
  background: var(--soft); border-radius: 4px; line-height: 1.45;
  padding: .6rem .8rem; white-space: pre-wrap;
}
.sheet pre code { font-size: 1em; }
.sheet :not(pre) > code {
  background: var(--soft); border-radius: 3px; padding: .08em .28em;
}
.sheet .comment { color: var(--quiet); font-style: italic; }
.sheet .keyword { color: var(--keyword); }
.sheet .constant { color: var(--constant); }
.sheet .string { color: var(--string); }
.sheet .defined { font-weight: 700; }
.sheet table { border-collapse: collapse; font-size: .92em; }
.sheet th, .sheet td {
  border-bottom: 1px solid var(--line); padding: .25rem 1.1rem .25rem 0;
  text-align: left; vertical-align: top;
}
.sheet td.right, .sheet th.right { text-align: right; }
.sheet td.center, .sheet th.center { text-align: center; }
.sheet details { margin: 0 0 .6rem; }
.sheet summary { color: var(--accent); cursor: pointer; font-size: .88em; }
.sheet.back .hint { display: none; }
.sheet details > :nth-child(2) { margin-top: .4rem; }
.sheet .cloze { color: var(--accent); font-weight: 600; }
.sheet hr { border: 0; border-top: 1px solid var(--line); margin: 1.1rem 0 .9rem; }
.sheet .options { list-style: none; padding-left: 0; }
.sheet .options li { padding-left: 1.5rem; text-indent: -1.5rem; }
.sheet .options li > * { text-indent: 0; }
.sheet .options li > b { display: inline-block; width: 1.5rem; }
.sheet .options li > div { color: var(--quiet); font-size: .92em; }
.sheet .options .right { font-weight: 600; }
.sheet .options .right > div { font-weight: 400; }
.sheet .options .right > b { color: var(--right); }
.sheet .options .wrong > b { color: var(--quiet); }
.sheet .options li + li { margin-top: .4rem; }
.sheet .spoken, .sheet .note {
  border-left: 3px solid var(--accent); margin: 1rem 0 0; padding: .1rem 0 .1rem .9rem;
}
.sheet .note { border-color: var(--line); }
.sheet .spoken h3, .sheet .note h3 { margin-top: 0; }
.sheet .spoken > :last-child, .sheet .note > :last-child { margin-bottom: 0; }
.sheet footer { color: var(--quiet); font-size: .75em; margin-top: 1.4rem; }
"""

_FRONT = '<div class="sheet">\n{}\n</div>'
_BACK = '<div class="sheet back">\n{}\n</div>'
_BEHIND = """{{#Explanation}}<div class="explanation">
{{Explanation}}
</div>{{/Explanation}}
{{#Interview}}<div class="spoken"><h3>In the interview</h3>
<p>{{Interview}}</p></div>{{/Interview}}
{{#Note}}<div class="note"><h3>Your note</h3>
{{Note}}</div>{{/Note}}
<footer>{{#Sources}}{{Sources}}<br>{{/Sources}}{{Id}}</footer>"""

BASIC_FRONT = _FRONT.format("{{Question}}")
BASIC_BACK = _BACK.format(
    f'{{{{Question}}}}\n<hr id="answer">\n{{{{Answer}}}}\n{_BEHIND}'
)
CLOZE_FRONT = _FRONT.format("{{cloze:Text}}")
CLOZE_BACK = _BACK.format(f'{{{{cloze:Text}}}}\n<hr id="answer">\n{_BEHIND}')


def numbered_front(number: int) -> str:
    """Return the front of one of several cards of a note; nothing without its text."""
    shown = _FRONT.format(f"{{{{Question {number}}}}}")
    return f"{{{{#Question {number}}}}}{shown}{{{{/Question {number}}}}}"


def numbered_back(number: int) -> str:
    """Return the back of one of several cards of a note."""
    return _BACK.format(
        f'{{{{Question {number}}}}}\n<hr id="answer">\n{{{{Answer {number}}}}}\n'
        "<footer>{{Id}}</footer>"
    )

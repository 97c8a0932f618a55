"""Animation: the frames of a terminal as one SVG that plays by itself, in a loop.

A browser shows it without scripts: each line of the terminal is a list of versions, and
CSS makes each version visible for its share of the loop. A line that does not change is
stored once, so a minute of typing stays small. Readers who prefer reduced motion see
the poster frame only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

CELL_WIDTH, CELL_HEIGHT = 9.0, 20.0
FONT_SIZE = 15
MARGIN = 14
BAR = 30
"""The height of the window's title bar."""


@dataclass(frozen=True)
class Frame:
    """What a terminal showed, and for how many seconds."""

    lines: tuple[Strip, ...]
    seconds: float


@dataclass(frozen=True)
class Version:
    """One content of one line, shown from one frame up to another."""

    strip: Strip
    first: int
    end: int


def svg(frames: Sequence[Frame], *, title: str, poster: int, background: str) -> str:
    """Return the frames as an animated SVG; `poster` is the frame for a still."""
    starts = _starts(frames)
    width = frames[0].lines[0].cell_length * CELL_WIDTH + 2 * MARGIN
    height = len(frames[0].lines) * CELL_HEIGHT + BAR + MARGIN
    columns = zip(*(frame.lines for frame in frames), strict=True)
    rows: list[str] = []
    spans: dict[tuple[int, int], str] = {}
    for y, strips in enumerate(columns):
        for version in _versions(strips):
            span = (version.first, version.end)
            is_still = span == (0, len(frames))
            name = "" if is_still else spans.setdefault(span, f"s{len(spans)}")
            poster_too = " p" if version.first <= poster < version.end else ""
            kind = f' class="{name}{poster_too}"' if name else ""
            rows.append(f"<g{kind}>{''.join(_painted(version.strip, y))}</g>")
    sheet = "".join(_timing(span, name, starts) for span, name in spans.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">\n'
        f"<style>{_FONT}{sheet}{_STILL}</style>\n"
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{background}"/>\n'
        f"{_title_bar(title, width)}\n"
        f'<g transform="translate({MARGIN},{BAR})">\n'
        + "\n".join(rows)
        + "\n</g>\n</svg>\n"
    )


_FONT = (
    f"text{{font:{FONT_SIZE}px"
    " 'Fira Code',Menlo,Consolas,'DejaVu Sans Mono',monospace;"
    "white-space:pre}.b{font-weight:bold}.i{font-style:italic}"
)
_STILL = (
    "@media (prefers-reduced-motion:reduce){g[class]{animation:none}"
    "g.p{visibility:visible}}"
)


def _starts(frames: Sequence[Frame]) -> list[float]:
    """Return when each frame begins, in seconds, and after them the whole time."""
    starts = [0.0]
    for frame in frames:
        starts.append(starts[-1] + frame.seconds)
    return starts


def _versions(strips: Iterable[Strip]) -> Iterator[Version]:
    numbered = enumerate(strips)
    for _, group in groupby(numbered, key=lambda pair: _segments(pair[1])):
        same = list(group)
        yield Version(same[0][1], same[0][0], same[-1][0] + 1)


def _segments(strip: Strip) -> tuple[tuple[str, str], ...]:
    return tuple((segment.text, str(segment.style)) for segment in strip)


def _timing(span: tuple[int, int], name: str, starts: Sequence[float]) -> str:
    whole = starts[-1]
    begin, end = (100 * starts[at] / whole for at in span)
    steps = f"{begin:.3f}%{{visibility:visible}}{end:.3f}%{{visibility:hidden}}"
    first = "0%{visibility:hidden}" if begin else ""
    return (
        f".{name}{{visibility:hidden;animation:{name} {whole:g}s step-end infinite}}"
        f"@keyframes {name}{{{first}{steps}}}"
    )


def _painted(strip: Strip, y: int) -> Iterator[str]:
    """Yield the shapes of a line: backgrounds first, then the text."""
    x, texts = 0, list[str]()
    for segment in strip:
        cells, style = cell_len(segment.text), segment.style or Style()
        if style.bgcolor is not None:
            yield (
                f'<rect x="{x * CELL_WIDTH:g}" y="{y * CELL_HEIGHT:g}"'
                f' width="{cells * CELL_WIDTH + 0.3:g}" height="{CELL_HEIGHT + 0.3:g}"'
                f' fill="{_hex(style, back=True)}"/>'
            )
        texts += _texts(segment.text, style, x, y)
        x += cells
    yield from texts


def _texts(text: str, style: Style, x: int, y: int) -> Iterator[str]:
    """Yield the words of a segment; runs of spaces need no shape."""
    baseline = y * CELL_HEIGHT + CELL_HEIGHT * 0.75
    at = x
    for is_space, group in groupby(text, key=str.isspace):
        word = "".join(group)
        cells = cell_len(word)
        if not is_space:
            looks = (("b", style.bold), ("i", style.italic))
            kinds = " ".join(kind for kind, on in looks if on)
            kind = f' class="{kinds}"' if kinds else ""
            yield (
                f'<text x="{at * CELL_WIDTH:g}" y="{baseline:g}"{kind}'
                f' textLength="{cells * CELL_WIDTH:g}" lengthAdjust="spacingAndGlyphs"'
                f' fill="{_hex(style)}">{escape(word)}</text>'
            )
        at += cells


def _hex(style: Style, *, back: bool = False) -> str:
    back ^= bool(style.reverse)
    color = style.bgcolor if back else style.color
    if color is None:
        return "#000000" if back else "#ffffff"
    return color.get_truecolor().hex


def _title_bar(title: str, width: float) -> str:
    dots = "".join(
        f'<circle cx="{MARGIN + 6 + 18 * n}" cy="{BAR / 2:g}" r="5" fill="{color}"/>'
        for n, color in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    return (
        f'{dots}<text x="{width / 2:g}" y="{BAR / 2 + 5:g}" text-anchor="middle"'
        f' fill="#8a8a8a">{escape(title)}</text>'
    )

"""Text on paper: cleaned, cut into lines that fit, shaped for its script, drawn as it is.

Nothing here reads markup. Reportlab's own paragraphs parse a small HTML and open files it names;
a dish called `a<b` or `<img src=...>` must print as typed, so documents draw plain strings only.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from reports.documents import faces
from reports.documents.faces import Face

NBSP = "\u00a0"
Align = Literal["left", "right", "center"]

#: Spaces our faces lack, written with the one no-break space that PDF readers copy well.
_SPACES = dict.fromkeys(map(ord, "\u202f\u2007\u2011"), NBSP) | {0x2011: "-"}
#: Marks that keep Arabic and Persian letters apart or together; obeyed, then not drawn.
_JOINERS = "\u200c\u200d"
_NOTHING = dict.fromkeys(map(ord, _JOINERS))
#: A number stays with its unit, French signs with their word.
_TIES = re.compile(
    r"(?<=\d) (?=(?:kg|g|t|L|l|ml|cl|min|h|cm|mm|m|km)\b|°C|[%€])"
    r"| (?=[:;!?»](?: |$))|(?<=«) |(?<=\d) (?=\d)|(?<=\d) (?=×)|(?<=×) "
)
_BREAKS = dict.fromkeys(map(ord, "\t\n\r\v\f\x85\u2028\u2029"), " ")


def clean(text: str) -> str:
    """Bring a text to what paper can carry, losing no word.

    Composed form; one kind of no-break space; line ends as spaces; marks that only steer
    the order or the joining of letters dropped, so that nobody can write a date backwards; any
    other control character, NUL included, shown as U+FFFD.
    """
    composed = unicodedata.normalize("NFC", text).translate(_BREAKS | _SPACES)
    kept = []
    for char in composed:
        category = unicodedata.category(char)
        if category == "Cf" and char not in _JOINERS:
            continue
        kept.append(faces.MISSING if category in {"Cc", "Cs", "Cn"} else char)
    return _TIES.sub(NBSP, "".join(kept))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one face."""

    text: str
    face: Face = Face.TEXT


#: What a cell, a line or a step accepts.
Rich = str | Span | Sequence[Span]


def bold(text: str) -> Span:
    """Set a text in the bold face."""
    return Span(text, Face.BOLD)


def spans(rich: Rich, face: Face = Face.TEXT) -> tuple[Span, ...]:
    """Read any accepted text as spans."""
    if isinstance(rich, str):
        return (Span(rich, face),)
    return (rich,) if isinstance(rich, Span) else tuple(rich)


def plain(rich: Rich) -> str:
    """Read any accepted text without its faces."""
    return "".join(span.text for span in spans(rich))


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one typeface, in the order it is drawn."""

    typeface: str
    text: str
    size: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line ready to draw."""

    runs: tuple[Run, ...]
    width: float


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


@cache
def _reshaper() -> Any:  # noqa: ANN401 - the library ships no types
    from arabic_reshaper import ArabicReshaper  # noqa: PLC0415 - only when a text needs it

    return ArabicReshaper({"delete_harakat": False, "shift_harakat_position": False})


def shape(text: str) -> str:
    """Join Arabic letters and put right-to-left words in drawing order."""
    if not _is_rtl(text):
        return text.translate(_NOTHING)
    from bidi import get_display  # noqa: PLC0415 - only when a text needs it

    return str(get_display(_reshaper().reshape(text), base_dir="L")).translate(_NOTHING)


def _runs(text: str, face: Face, size: float) -> list[Run]:
    """Set one stretch of a line, falling back word by word."""
    runs: list[Run] = []
    shaped = shape(text)
    word_parts = shaped.split(" ")
    pieces: list[tuple[str, str]] = []
    for index, word in enumerate(word_parts):
        if index:
            pieces.append((face, " "))
        pieces.extend(faces.choose(face, word) if word else [])
    for name, piece in pieces:
        at = size if name == face else size * faces.FALLBACK_SCALE
        if runs and runs[-1].typeface == name:
            piece = runs.pop().text + piece  # noqa: PLW2901 - grow the run under way
        runs.append(Run(name, piece, at, faces.width(name, piece, at)))
    return runs


def set_line(stretches: Iterable[Span], size: float) -> Line:
    """Set clean spans as one line, however long."""
    merged: list[Span] = []
    for span in stretches:
        if merged and merged[-1].face == span.face:
            merged[-1] = Span(merged[-1].text + span.text, span.face)
        else:
            merged.append(span)
    runs = [run for span in merged for run in _runs(span.text, span.face, size)]
    return Line(tuple(runs), sum(run.width for run in runs))


def _words(stretches: Iterable[Span]) -> list[list[Span]]:
    """Cut spans into words at breaking spaces; a word may change face inside."""
    words: list[list[Span]] = [[]]
    for span in stretches:
        for index, part in enumerate(clean(span.text).split(" ")):
            if index:
                words.append([])
            if part:
                words[-1].append(Span(part, span.face))
    return [word for word in words if word]


def _cut(word: list[Span], size: float, room: float) -> tuple[list[Span], list[Span]]:
    """Take from a word wider than its line what fits, at least one character."""
    taken: list[Span] = []
    for index, span in enumerate(word):
        for count in range(len(span.text)):
            trial = [*taken, Span(span.text[: count + 1], span.face)]
            if set_line(trial, size).width > room and (taken or count):
                count = max(count, 0 if taken else 1)  # noqa: PLW2901 - never an empty piece
                before = [Span(span.text[:count], span.face)] if count else []
                after = [Span(span.text[count:], span.face), *word[index + 1 :]]
                return [*taken, *before], after
        taken.append(span)
    return taken, []


@lru_cache(maxsize=4096)
def _wrap(stretches: tuple[Span, ...], size: float, room: float) -> tuple[Line, ...]:
    """Fill lines word by word; the same words are set on hundreds of labels, so they are kept."""
    lines: list[Line] = []
    current: list[Span] = []
    filled = 0.0
    waiting = _words(stretches)
    waiting.reverse()
    while waiting:
        word = waiting.pop()
        wide = set_line(word, size).width
        gap = faces.width(current[-1].face, " ", size) if current else 0.0
        if filled + gap + wide <= room:
            current += [Span(" ", current[-1].face), *word] if current else word
            filled += gap + wide
        elif current:
            lines.append(set_line(current, size))
            current, filled = [], 0.0
            waiting.append(word)
        else:
            first, rest = _cut(word, size, room)
            if not rest:
                current, filled = first, wide
                continue
            lines.append(set_line(first, size))
            waiting.append(rest)
    if current:
        lines.append(set_line(current, size))
    return tuple(lines)


def wrap(rich: Rich, size: float, room: float, face: Face = Face.TEXT) -> list[Line]:
    """Break a text into lines no wider than the room; no word is ever lost.

    A word wider than the whole line is cut between characters.
    """
    return list(_wrap(spans(rich, face), size, room))


def draw(canvas: Any, line: Line, x: float, y: float, align: Align = "left") -> None:  # noqa: ANN401 - reportlab ships no types
    """Draw a line from, to or around a point on its baseline."""
    at = x - line.width * {"left": 0.0, "right": 1.0, "center": 0.5}[align]
    for run in line.runs:
        canvas.setFont(run.typeface, run.size)
        canvas.drawString(at, y, run.text)
        at += run.width

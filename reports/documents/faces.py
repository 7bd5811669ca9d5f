"""The typefaces on paper: which file draws a character, and what stands in when it cannot.

Two faces set everything: a condensed sign face for what is read from afar, a highly legible text
face for the rest. A word they cannot write whole (Vietnamese in the text face, Greek, Cyrillic,
Hebrew, Arabic, a tick) is set in a wide fallback; a character nobody draws shows as U+FFFD, never
as a blank or a black square.
"""

from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "fonts"
MISSING = "\ufffd"
#: DejaVu is drawn larger than our faces at the same size: x-height 0.547 em against 0.496.
FALLBACK_SCALE = 0.91

_registering = Lock()


class Face(StrEnum):
    """The faces a document may ask for, named after their files."""

    SIGN = "BarlowCondensed-600"
    SIGN_LIGHT = "BarlowCondensed-500"
    TEXT = "AtkinsonNext-400"
    BOLD = "AtkinsonNext-700"


FALLBACK = {
    Face.SIGN: "DejaVuSans-700",
    Face.SIGN_LIGHT: "DejaVuSans-400",
    Face.TEXT: "DejaVuSans-400",
    Face.BOLD: "DejaVuSans-700",
}


@cache
def font(name: str) -> TTFont:
    """Load a typeface once and make it known to reportlab; each PDF embeds what it uses of it."""
    with _registering:
        loaded = TTFont(name, FOLDER / f"{name}.ttf")
        pdfmetrics.registerFont(loaded)
    return loaded


def covers(name: str, text: str) -> bool:
    """Tell whether a typeface draws every character of a text."""
    glyphs = font(name).face.charToGlyph
    return all(ord(char) in glyphs for char in text)


@lru_cache(maxsize=16384)
def width(name: str, text: str, size: float) -> float:
    """Measure a text in points."""
    return float(font(name).stringWidth(text, size))


@lru_cache(maxsize=8192)
def choose(face: Face, word: str) -> tuple[tuple[str, str], ...]:
    """Cut a word into pieces of one typeface each, as `(typeface, text)`.

    A word is set whole in one typeface where one can: a single borrowed letter inside a name
    reads as a fault.
    """
    for name in (face, FALLBACK[face]):
        if covers(name, word):
            return ((name, word),)
    pieces: list[tuple[str, str]] = []
    for char in word:
        name = face if covers(face, char) else FALLBACK[face]
        drawn = char if covers(name, char) else MISSING
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + drawn)
        else:
            pieces.append((name, drawn))
    return tuple(pieces)

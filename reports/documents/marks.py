"""Signs drawn on paper: the shape and letter of a diet, a box for a pen, a leaf, a QR code."""

from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Any

import segno

from kitchen.core.vocabulary import Shape
from reports.documents.data import Mark
from reports.documents.faces import Face
from reports.documents.text import clean, draw, set_line, spans

#: White modules round a QR code (ISO/IEC 18004).
QUIET = 4


def draw_mark(canvas: Any, mark: Mark, x: float, y: float, size: float) -> None:  # noqa: ANN401 - reportlab ships no types
    """Draw the shape and its letter in a square whose lower left corner is given."""
    if mark.shape is None:
        return
    canvas.setLineWidth(max(0.8, size / 16))
    canvas.setStrokeGray(0)
    middle, half = x + size / 2, size / 2
    if mark.shape is Shape.CIRCLE:
        canvas.circle(middle, y + half, half, stroke=1, fill=0)
    else:
        path = canvas.beginPath()
        if mark.shape is Shape.DIAMOND:
            path.moveTo(middle, y + size * 1.1)
            path.lineTo(x + size * 1.1, y + half)
            path.lineTo(middle, y - size * 0.1)
            path.lineTo(x - size * 0.1, y + half)
        else:
            path.moveTo(x, y + size)
            path.lineTo(x + size, y + size)
            path.lineTo(x + size, y + size * 0.45)
            path.curveTo(x + size, y + size * 0.15, middle + half * 0.5, y, middle, y - size * 0.05)
            path.curveTo(middle - half * 0.5, y, x, y + size * 0.15, x, y + size * 0.45)
        path.close()
        canvas.drawPath(path, stroke=1, fill=0)
    letter = spans(clean(mark.letter), Face.SIGN)
    at = size * (0.8 if len(mark.letter) <= 1 else 0.6)
    draw(canvas, set_line(letter, at), middle, y + half - at * 0.35, "center")


def draw_tick_box(canvas: Any, x: float, y: float, size: float = 13.5) -> None:  # noqa: ANN401 - reportlab ships no types
    """Draw an empty box for a pen."""
    canvas.setLineWidth(0.8)
    canvas.setStrokeGray(0)
    canvas.rect(x, y, size, size, stroke=1, fill=0)


def draw_leaf(canvas: Any, x: float, y: float, size: float) -> None:  # noqa: ANN401 - reportlab ships no types
    """Draw the leaf that stands for a dish of the season."""
    canvas.setLineWidth(0.8)
    path = canvas.beginPath()
    path.moveTo(x, y)
    path.curveTo(x - size * 0.05, y + size * 0.75, x + size * 0.35, y + size, x + size, y + size)
    path.curveTo(x + size, y + size * 0.35, x + size * 0.75, y - size * 0.05, x, y)
    path.moveTo(x - size * 0.15, y - size * 0.15)
    path.lineTo(x + size * 0.6, y + size * 0.6)
    canvas.drawPath(path, stroke=1, fill=0)


@lru_cache(maxsize=512)
def _bars(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Return the width of a QR code in modules, quiet zone included, and its dark bars by row."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    bars = []
    for down, row in enumerate(rows):
        start = 0
        for dark, group in groupby(row):
            length = len(list(group))
            if dark:
                bars.append((start + QUIET, down + QUIET, length))
            start += length
    return len(rows) + 2 * QUIET, tuple(bars)


def draw_qr(canvas: Any, text: str, x: float, y: float, size: float) -> None:  # noqa: ANN401 - reportlab ships no types
    """Draw a QR code with its quiet zone in a square; a PDF holds each code once."""
    modules, bars = _bars(text)
    name = f"qr{sha256(text.encode()).hexdigest()[:16]}"
    if not canvas.hasForm(name):
        canvas.beginForm(name, 0, 0, modules, modules)
        for start, down, length in bars:
            canvas.rect(start, modules - down - 1, length, 1.02, stroke=0, fill=1)
        canvas.endForm()
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / modules, size / modules)
    canvas.doForm(name)
    canvas.restoreState()

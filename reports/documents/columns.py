"""Two texts side by side in one ruled box: sender and receiver."""

from dataclasses import dataclass
from typing import Any

from reports.documents.layout import THIN, Whole
from reports.documents.table import Cell
from reports.documents.text import Line, draw, wrap

PAD = 9.0
LEADING = 1.32


@dataclass(frozen=True, slots=True)
class Pair(Whole):
    """A box cut in two halves."""

    left: Cell
    right: Cell

    @staticmethod
    def _lines(cell: Cell, room: float) -> list[tuple[Line, float]]:
        return [
            (line, para.size)
            for para in cell.paras
            for line in wrap(para.text, para.size, room, para.face)
        ]

    def height(self, width: float) -> float:
        """Measure the taller half."""
        room = width / 2 - 2 * PAD
        halves = (self._lines(self.left, room), self._lines(self.right, room))
        return 2 * PAD + max(sum(size * LEADING for _line, size in half) for half in halves)

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw the box and both halves."""
        high = self.height(width)
        canvas.setLineWidth(0.8)
        canvas.setStrokeGray(0)
        canvas.rect(x, y - high, width, high, stroke=1, fill=0)
        canvas.setLineWidth(THIN)
        canvas.line(x + width / 2, y, x + width / 2, y - high)
        for cell, at in ((self.left, x), (self.right, x + width / 2)):
            down = y - PAD + 2
            for line, size in self._lines(cell, width / 2 - 2 * PAD):
                draw(canvas, line, at + PAD, down - size)
                down -= size * LEADING

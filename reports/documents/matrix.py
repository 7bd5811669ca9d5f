"""The allergen table: dishes down, the 14 across, a written sign in each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kitchen.core.i18n import gettext as _
from kitchen.core.vocabulary import Allergen
from reports.documents.data import Allergens
from reports.documents.faces import Face
from reports.documents.layout import BODY, GREY, SMALL, Block, rule
from reports.documents.text import Line, draw, set_line, spans, wrap

CELL = 23.0
PAD = 5.0
WHOLE = 14


@dataclass(frozen=True, slots=True)
class Matrix:
    """One row a dish; `X` contains, `?` unknown and so counted as present, `(t)` traces."""

    titles: Sequence[str]
    dishes: Sequence[tuple[str, Allergens]]
    legend: bool = True

    def _titles(self) -> list[Line]:
        return [set_line(spans(title, Face.BOLD), SMALL + 0.5) for title in self.titles]

    def _top(self) -> float:
        return max(line.width for line in self._titles()) + 10.0

    def _names(self, width: float) -> list[list[Line]]:
        room = width - CELL * len(self.titles) - 2 * PAD
        return [wrap(name, BODY, room) for name, _known in self.dishes]

    @staticmethod
    def _tall(lines: Sequence[Line]) -> float:
        return max(19.0, len(lines) * BODY * 1.3 + 6.0)

    def _legend(self, width: float) -> list[Line]:
        if not self.legend:
            return []
        said = _("X contains, ? unknown and so counted as present, (t) traces possible")
        return wrap(said, SMALL, width)

    def height(self, width: float) -> float:
        """Measure titles, rows and legend."""
        rows = sum(self._tall(lines) for lines in self._names(width))
        return self._top() + rows + len(self._legend(width)) * 12.0 + 4.0

    def least(self, width: float) -> float:
        """Keep a small table whole, else the titles with one row and the legend."""
        if len(self.dishes) <= WHOLE:
            return self.height(width)
        return Matrix(self.titles, self.dishes[:1], self.legend).height(width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Cut between dishes; both parts have titles and legend."""
        for count in range(len(self.dishes) - 1, 0, -1):
            first = Matrix(self.titles, self.dishes[:count], self.legend)
            if first.height(width) <= room:
                return first, Matrix(self.titles, self.dishes[count:], self.legend)
        return None

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw titles upright on their side, then the rows."""
        left = x + width - CELL * len(self.titles)
        y -= self._top()
        for index, line in enumerate(self._titles()):
            canvas.saveState()
            canvas.translate(left + CELL * index + CELL / 2 + 3.3, y + 4)
            canvas.rotate(90)
            draw(canvas, line, 0, 0)
            canvas.restoreState()
        rule(canvas, x, y, width, 0.9)
        for row, (lines, (_name, known)) in enumerate(
            zip(self._names(width), self.dishes, strict=True)
        ):
            if row:
                rule(canvas, x, y, width, grey=GREY)
            for down, line in enumerate(lines):
                draw(canvas, line, x + PAD, y - 13.0 - down * BODY * 1.3)
            self._signs(canvas, known, left, y - 13.5)
            canvas.setStrokeGray(0.75)
            canvas.setLineWidth(0.4)
            for index in range(len(self.titles)):
                canvas.line(left + CELL * index, y, left + CELL * index, y - self._tall(lines))
            canvas.setStrokeGray(0)
            y -= self._tall(lines)
        for line in self._legend(width):
            y -= 12.0
            draw(canvas, line, x + PAD, y)

    @staticmethod
    def _signs(canvas: Any, known: Allergens, left: float, y: float) -> None:  # noqa: ANN401 - reportlab ships no types
        for index, allergen in enumerate(Allergen):
            sign, size = "", 13.0
            if allergen in known.contains:
                sign = "X"
            elif allergen in known.unknown:
                sign = "?"
            elif allergen in known.may_contain:
                sign, size = "(t)", 10.5
            if sign:
                line = set_line(spans(sign, Face.SIGN), size)
                draw(canvas, line, left + CELL * index + CELL / 2, y, "center")

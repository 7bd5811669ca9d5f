"""The parts a sheet is made of: sections, big figures, frames, steps, boxes for a pen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kitchen.core.i18n import gettext as _
from reports.documents.faces import Face
from reports.documents.layout import BODY, FIGURE, SECTION, SMALL, THIN, Block, Whole
from reports.documents.text import Line, Rich, draw, plain, set_line, spans, wrap

LEADING = 1.35


@dataclass(frozen=True, slots=True)
class Gap(Whole):
    """White space."""

    high: float = 8.0

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol
        """Return the space."""
        return self.high

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; splits between lines."""

    text: Rich
    size: float = BODY
    face: Face = Face.TEXT
    after: float = 4.0

    def _lines(self, width: float) -> list[Line]:
        return wrap(self.text, self.size, width, self.face)

    def height(self, width: float) -> float:
        """Measure the lines."""
        return len(self._lines(width)) * self.size * LEADING + self.after

    def least(self, width: float) -> float:
        """Keep two lines together."""
        return min(len(self._lines(width)), 2) * self.size * LEADING + self.after

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Cut between lines."""
        lines = self._lines(width)
        count = int((room - self.after) // (self.size * LEADING))
        if count < 1 or count >= len(lines):
            return None
        return _Lines(lines[:count], self.size), _Lines(lines[count:], self.size, self.after)

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw the lines downwards from y."""
        _Lines(self._lines(width), self.size, self.after).draw(canvas, x, y, width)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Part of a paragraph already cut into lines."""

    lines: Sequence[Line]
    size: float
    after: float = 0.0

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol
        return len(self.lines) * self.size * LEADING + self.after

    def least(self, width: float) -> float:  # noqa: ARG002 - the protocol
        return self.size * LEADING + self.after

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002 - the protocol
        count = int((room - self.after) // (self.size * LEADING))
        if count < 1 or count >= len(self.lines):
            return None
        return (
            _Lines(self.lines[:count], self.size),
            _Lines(self.lines[count:], self.size, self.after),
        )

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401, ARG002 - reportlab ships no types
        for index, line in enumerate(self.lines):
            draw(canvas, line, x, y - self.size * (0.95 + LEADING * index))


@dataclass(frozen=True, slots=True)
class Section:
    """A title kept with the start of what it announces."""

    title: str
    body: Block
    above: float = 13.0
    continued: bool = False

    def _head(self, width: float) -> list[Line]:
        said = _("%(title)s, continued", title=self.title) if self.continued else self.title
        return wrap(said, SECTION, width, Face.SIGN)

    def _top(self, width: float) -> float:
        return self.above + len(self._head(width)) * SECTION * 1.2 + 2.0

    def height(self, width: float) -> float:
        """Measure title and body."""
        return self._top(width) + self.body.height(width)

    def least(self, width: float) -> float:
        """Keep the title with the least part of the body."""
        return self._top(width) + self.body.least(width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split the body; the rest says that it goes on."""
        parts = self.body.split(width, room - self._top(width))
        if parts is None:
            return None
        return (
            Section(self.title, parts[0], self.above, self.continued),
            Section(self.title, parts[1], 4.0, continued=True),
        )

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw title, then body."""
        top = y - self.above
        for index, line in enumerate(self._head(width)):
            draw(canvas, line, x, top - SECTION * (0.9 + 1.2 * index))
        self.body.draw(canvas, x, y - self._top(width), width)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number read from afar and what it counts."""

    value: str
    caption: Rich


@dataclass(frozen=True, slots=True)
class Figures(Whole):
    """The big figures of a sheet, in a ruled row."""

    figures: Sequence[Figure]
    across: int = 4

    def _rows(self) -> list[Sequence[Figure]]:
        return [
            self.figures[start : start + self.across]
            for start in range(0, len(self.figures), self.across)
        ]

    @staticmethod
    def _widths(row: Sequence[Figure], width: float) -> list[float]:
        """Share the width by what each caption asks, within a third and three halves of equal."""
        equal = width / len(row)
        asked = [
            min(
                max(set_line(spans(plain(figure.caption)), BODY - 0.5).width + 20, equal * 0.7),
                equal * 1.5,
            )
            for figure in row
        ]
        return [width * each / sum(asked) for each in asked]

    def _row_height(self, row: Sequence[Figure], widths: Sequence[float]) -> float:
        lines = max(
            len(wrap(figure.caption, BODY - 0.5, wide - 18))
            for figure, wide in zip(row, widths, strict=True)
        )
        return FIGURE * 1.2 + lines * (BODY - 0.5) * 1.3 + 8

    def height(self, width: float) -> float:
        """Measure the rows."""
        return sum(self._row_height(row, self._widths(row, width)) for row in self._rows())

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw the cells."""
        for row in self._rows():
            widths = self._widths(row, width)
            high = self._row_height(row, widths)
            canvas.setLineWidth(0.8)
            canvas.rect(x, y - high, width, high, stroke=1, fill=0)
            left = x
            for figure, wide in zip(row, widths, strict=True):
                if left > x:
                    canvas.line(left, y, left, y - high)
                self._draw_figure(canvas, figure, left + 9, y, wide - 18)
                left += wide
            y -= high

    @staticmethod
    def _draw_figure(canvas: Any, figure: Figure, x: float, y: float, room: float) -> None:  # noqa: ANN401 - reportlab ships no types
        size = FIGURE
        value = set_line(spans(figure.value, Face.SIGN), size)
        while value.width > room:
            size -= 1
            value = set_line(spans(figure.value, Face.SIGN), size)
        draw(canvas, value, x, y - FIGURE * 1.02)
        for down, line in enumerate(wrap(figure.caption, BODY - 0.5, room)):
            draw(canvas, line, x, y - FIGURE * 1.2 - 9 - down * (BODY - 0.5) * 1.3)


@dataclass(frozen=True, slots=True)
class Framed:
    """A heavy frame round what must not be missed; each part of a split keeps its frame."""

    title: str
    body: Block
    above: float = 12.0
    pad: float = 9.0

    def _top(self, width: float) -> float:
        lines = wrap(self.title, SECTION - 0.5, width - 2 * self.pad, Face.SIGN)
        return self.above + 7.0 + len(lines) * SECTION * 1.15

    def height(self, width: float) -> float:
        """Measure frame and body."""
        return self._top(width) + self.body.height(width - 2 * self.pad) + 6.0

    def least(self, width: float) -> float:
        """Keep the title with the least part of the body."""
        return self._top(width) + self.body.least(width - 2 * self.pad) + 6.0

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split the body and frame both parts under the same title."""
        parts = self.body.split(width - 2 * self.pad, room - self._top(width) - 6.0)
        if parts is None:
            return None
        return (
            Framed(self.title, parts[0], self.above, self.pad),
            Framed(self.title, parts[1], self.above, self.pad),
        )

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw the frame, its title and its body."""
        high = self.height(width) - self.above
        canvas.setLineWidth(1.6)
        canvas.setStrokeGray(0)
        canvas.rect(x + 0.8, y - self.above - high, width - 1.6, high, stroke=1, fill=0)
        lines = wrap(self.title, SECTION - 0.5, width - 2 * self.pad, Face.SIGN)
        for index, line in enumerate(lines):
            down = self.above + 6.0 + SECTION * (0.9 + 1.15 * index)
            draw(canvas, line, x + self.pad, y - down)
        self.body.draw(canvas, x + self.pad, y - self._top(width), width - 2 * self.pad)


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbered steps, down the left column and then the right."""

    steps: Sequence[Rich]
    first: int = 1
    between: float = 22.0

    def _laid(self, width: float) -> list[list[Line]]:
        room = (width - self.between) / 2 - 20
        return [wrap(step, BODY, room) for step in self.steps]

    @staticmethod
    def _tall(lines: Sequence[Line]) -> float:
        return max(len(lines), 1) * BODY * 1.4 + 5.0

    def _turn(self, laid: list[list[Line]]) -> int:
        """Return how many steps stand in the left column: the fewest that make it the taller."""
        total = sum(self._tall(lines) for lines in laid)
        used = 0.0
        for index, lines in enumerate(laid):
            used += self._tall(lines)
            if used * 2 >= total - 0.1:
                return index + 1
        return len(laid)

    def _height(self, laid: list[list[Line]]) -> float:
        turn = self._turn(laid)
        return max(
            sum(self._tall(lines) for lines in laid[:turn]),
            sum(self._tall(lines) for lines in laid[turn:]),
        )

    def height(self, width: float) -> float:
        """Measure the taller column."""
        return self._height(self._laid(width))

    def least(self, width: float) -> float:
        """Keep the first two steps together."""
        return self._height(self._laid(width)[:2])

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Cut between steps."""
        laid = self._laid(width)
        for count in range(len(laid) - 1, 0, -1):
            if self._height(laid[:count]) <= room:
                return (
                    Steps(self.steps[:count], self.first, self.between),
                    Steps(self.steps[count:], self.first + count, self.between),
                )
        return None

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw both columns."""
        laid = self._laid(width)
        turn = self._turn(laid)
        down = y
        for index, lines in enumerate(laid):
            if index == turn:
                down, x = y, x + (width + self.between) / 2
            number = set_line(spans(str(self.first + index), Face.SIGN), 14.0)
            draw(canvas, number, x, down - BODY * 1.05)
            for row, line in enumerate(lines):
                draw(canvas, line, x + 20, down - BODY * (1.0 + 1.4 * row))
            down -= self._tall(lines)


@dataclass(frozen=True, slots=True)
class PenBoxes(Whole):
    """A ruled row of boxes to fill by hand, each with its small label."""

    labels: Sequence[str]
    high: float = 52.0
    above: float = 0.0

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol
        """Return the height of the row."""
        return self.high + self.above

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw the boxes."""
        wide = width / len(self.labels)
        y -= self.above
        canvas.setLineWidth(0.8)
        canvas.setStrokeGray(0)
        canvas.rect(x, y - self.high, width, self.high, stroke=1, fill=0)
        for index, label in enumerate(self.labels):
            left = x + index * wide
            if index:
                canvas.setLineWidth(THIN)
                canvas.line(left, y, left, y - self.high)
            for down, line in enumerate(wrap(label, SMALL, wide - 10)):
                draw(canvas, line, left + 6, y - 11 - down * 11)


@dataclass(frozen=True, slots=True)
class Together(Whole):
    """Blocks that stay on one page."""

    blocks: Sequence[Block]

    def height(self, width: float) -> float:
        """Measure all of them."""
        return sum(block.height(width) for block in self.blocks)

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw one under the other."""
        for block in self.blocks:
            block.draw(canvas, x, y, width)
            y -= block.height(width)

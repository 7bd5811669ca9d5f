"""Tables that never lose a word: cells wrap, rows split over pages, the head comes again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from reports.documents.data import Mark
from reports.documents.faces import Face
from reports.documents.layout import BODY, GREY, SMALL, THIN, rule
from reports.documents.marks import draw_leaf, draw_mark, draw_tick_box
from reports.documents.text import Align, Line, Rich, draw, set_line, spans, wrap

PAD = 4.0
SIDE = 6.0
LEADING = 1.3
#: A row taller than this may be cut between lines; a smaller one moves whole to the next page.
TALL = 300.0


Sign = Mark | Literal["leaf"]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of a cell in its own size and face; signs may stand in place of its text."""

    text: Rich
    size: float = BODY
    face: Face = Face.TEXT
    signs: tuple[Sign, ...] = ()
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """Paragraphs one under the other, after a diet's mark if there is one."""

    paras: tuple[Para, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A box for a pen."""


Content = Rich | Para | Cell | Tick | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a width in points, or a share of what is left when `share` is set."""

    title: Rich = ""
    width: float = 0.0
    share: float = 0.0
    align: Align = "left"
    size: float = BODY
    face: Face = Face.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """Cells, in the order of the columns."""

    cells: tuple[Content, ...]
    strong: bool = False  # a heavier rule above: totals
    joined: bool = False  # no rule above: goes on with the row before
    high: float = 0.0  # room for a pen


def row(*cells: Content, strong: bool = False, joined: bool = False, high: float = 0.0) -> Row:
    """Write a row."""
    return Row(cells, strong=strong, joined=joined, high=high)


@dataclass(frozen=True, slots=True)
class _Set:
    """A line of a cell, with what it stands on and after."""

    line: Line
    size: float
    signs: tuple[Sign, ...] = ()
    above: float = 0.0
    leading: float = LEADING

    @property
    def step(self) -> float:
        """Return the way down from the baseline above."""
        return self.size * self.leading + self.above


def sign_step(size: float) -> float:
    """Return the width a sign takes, its gap included."""
    return size * 1.5


def _set_para(para: Para, room: float) -> list[_Set]:
    if para.signs:
        across = max(int(room // sign_step(para.size)), 1)
        return [
            _Set(set_line((), para.size), para.size, para.signs[start : start + across], 2.0)
            for start in range(0, len(para.signs), across)
        ]
    leading = LEADING if para.face in {Face.TEXT, Face.BOLD} else 1.14
    return [
        _Set(line, para.size, (), 0.0 if index else para.above, leading)
        for index, line in enumerate(wrap(para.text, para.size, room, para.face))
    ]


def draw_sign(canvas: Any, sign: Sign, x: float, y: float, size: float) -> None:  # noqa: ANN401 - reportlab ships no types
    """Draw a mark or the leaf on a baseline."""
    if sign == "leaf":
        draw_leaf(canvas, x + 2, y, size * 0.8)
    else:
        draw_mark(canvas, sign, x + 1, y - size * 0.2, size * 1.1)


@dataclass(slots=True)
class _Laid:
    """One cell as lines."""

    lines: list[_Set]
    tick: bool = False
    mark: Mark | None = None


@dataclass(slots=True)
class _LaidRow:
    cells: list[_Laid]
    strong: bool
    high: float
    joined: bool = False

    def base(self) -> float:
        """Return how far below the row's top the first baseline stands."""
        sizes = [cell.lines[0].size for cell in self.cells if cell.lines]
        return PAD + max(sizes, default=BODY) * 0.82

    def height(self) -> float:
        deepest = self.base()
        for cell in self.cells:
            if cell.lines:
                down = self.base() + sum(each.step for each in cell.lines[1:])
                deepest = max(deepest, down + cell.lines[-1].size * 0.26)
        return max(deepest + PAD * 0.5, self.high, 20.5)

    def cut(self, room: float) -> "tuple[_LaidRow, _LaidRow] | None":
        """Cut a row that fits no page between two lines of its cells."""
        first, rest = [], []
        for cell in self.cells:
            used, count = self.base(), 0
            for each in cell.lines:
                if used + each.step > room:
                    break
                used += each.step
                count += 1
            first.append(_Laid(cell.lines[:count], cell.tick, cell.mark))
            rest.append(_Laid(cell.lines[count:]))
        if not any(cell.lines for cell in first) or not any(cell.lines for cell in rest):
            return None
        return _LaidRow(first, self.strong, 0.0), _LaidRow(rest, strong=False, high=0.0)


@dataclass(slots=True)
class Table:
    """Rows under a head that comes again on every page."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    lined: bool = True
    headless: bool = False
    head: tuple[float, Face] = (SMALL + 0.5, Face.BOLD)
    memo: dict[float, tuple[_LaidRow | None, list[_LaidRow]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def _widths(self, width: float) -> list[float]:
        shares = sum(column.share for column in self.columns)
        left = width - sum(column.width for column in self.columns)
        return [column.width or left * column.share / (shares or 1.0) for column in self.columns]

    def _lay_cell(self, content: Content, column: Column, width: float) -> _Laid:
        if content is None or isinstance(content, Tick):
            return _Laid([], tick=content is not None)
        if isinstance(content, Para):
            content = Cell((content,))
        if not isinstance(content, Cell):
            content = Cell((Para(spans(content, column.face), column.size, column.face),))
        room = width - 2 * SIDE - (21.0 if content.mark and content.mark.shape else 0.0)
        lines = [each for para in content.paras for each in _set_para(para, room)]
        return _Laid(lines, mark=content.mark)

    def _lay(self, width: float) -> tuple[_LaidRow | None, list[_LaidRow]]:
        if width not in self.memo:
            widths = self._widths(width)
            head = None
            if not self.headless:
                cells = [
                    _Laid(_set_para(Para(column.title, *self.head), wide - 2 * SIDE))
                    for column, wide in zip(self.columns, widths, strict=True)
                ]
                head = _LaidRow(cells, strong=False, high=0.0)
            rows = [
                _LaidRow(
                    [
                        self._lay_cell(content, column, wide)
                        for content, column, wide in zip(
                            line.cells, self.columns, widths, strict=True
                        )
                    ],
                    line.strong,
                    line.high,
                    line.joined,
                )
                for line in self.rows
            ]
            self.memo[width] = head, rows
        return self.memo[width]

    def height(self, width: float) -> float:
        """Measure head and rows."""
        head, rows = self._lay(width)
        return (head.height() if head else 0.0) + sum(each.height() for each in rows)

    def least(self, width: float) -> float:
        """Keep the head with the first row, or with a few of its lines when it is very tall."""
        head, rows = self._lay(width)
        first = rows[0].height() if rows else 0.0
        first = first if first <= TALL else 90.0
        return (head.height() if head else 0.0) + first

    def _part(self, width: float, rows: list[_LaidRow]) -> Self:
        head, _rows = self._lay(width)
        part = type(self)(
            self.columns, (), lined=self.lined, headless=self.headless, head=self.head
        )
        part.memo[width] = head, rows
        return part

    def split(self, width: float, room: float) -> tuple[Self, Self] | None:
        """Cut between rows; inside a row only when it is very tall."""
        head, rows = self._lay(width)
        used = head.height() if head else 0.0
        for index, line in enumerate(rows):
            if used + line.height() <= room:
                used += line.height()
                continue
            halves = line.cut(room - used) if line.height() > TALL else None
            if halves is not None:
                before, after = halves
                return (
                    self._part(width, [*rows[:index], before]),
                    self._part(width, [after, *rows[index + 1 :]]),
                )
            if index:
                # The last row never goes over alone: it is mostly the sum of those above.
                at = index - 1 if index == len(rows) - 1 and index > 1 else index
                return self._part(width, rows[:at]), self._part(width, rows[at:])
            return None
        return None

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw head and rows downwards from y."""
        head, rows = self._lay(width)
        if head:
            self._draw_row(canvas, head, x, y, width)
            y -= head.height()
            rule(canvas, x, y, width, 0.9)
        for index, line in enumerate(rows):
            if line.strong and index:
                rule(canvas, x, y, width, 0.9)
            elif self.lined and index and not line.joined:
                rule(canvas, x, y, width, THIN, grey=GREY)
            self._draw_row(canvas, line, x, y, width)
            y -= line.height()

    def _draw_row(self, canvas: Any, line: _LaidRow, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        base = line.base()
        for cell, column, wide in zip(line.cells, self.columns, self._widths(width), strict=True):
            left, right = x + SIDE, x + wide - SIDE
            if cell.tick:
                draw_tick_box(canvas, left, y - base - 2.5)
            if cell.mark and cell.mark.shape:
                draw_mark(canvas, cell.mark, left + 1, y - base - 3.0, 14.0)
                left += 21.0
            at = {"left": left, "right": right, "center": (left + right) / 2}[column.align]
            down = y - base
            for index, each in enumerate(cell.lines):
                if index:
                    down -= each.step
                draw(canvas, each.line, at, down, column.align)
                for place, sign in enumerate(each.signs):
                    draw_sign(canvas, sign, at + place * sign_step(each.size), down, each.size)
            x += wide

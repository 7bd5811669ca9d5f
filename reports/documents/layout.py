"""The frame of every sheet: head, heavy rule, flow of blocks over pages, foot with page n/N.

A document is a head and a list of blocks. `render` first places the blocks on pages, then draws,
so that each page knows how many there are. Blocks measure themselves and may split; a block that
cannot split and fits no page is a programming fault and stops the print rather than lose a word.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from kitchen.core.i18n import gettext as _
from kitchen.core.i18n import locale, moment
from reports.documents.data import Issue
from reports.documents.faces import Face
from reports.documents.marks import draw_qr
from reports.documents.text import Line, Rich, clean, draw, plain, set_line, spans, wrap

# Second line of defence: nothing here fetches, and an empty list would mean "any host".
rl_config.trustedHosts = ["nowhere.invalid"]
rl_config.trustedSchemes = ["none"]
# Binary streams: text-safe ones are a quarter larger and slower to write.
rl_config.useA85 = 0

MARGIN = 34.5
FOOT = 46.0
THIN = 0.5
HEAVY = 2.2
GREY = 0.45
#: Room for the QR code of the head, its gap to the text included.
CODE = 56.0

TITLE, SECTION, FIGURE, WEIGHT, NUMBER = 30.0, 16.5, 25.0, 16.0, 15.0
BODY, SMALL = 10.5, 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What every sheet says of itself."""

    title: str
    subtitle: str
    issue: Issue
    foot: Rich = ""  # beside the kitchen's name: allergens, confidentiality
    notes: tuple[str, ...] = ()  # under the number, on the right
    wide: bool = False  # landscape


class Block(Protocol):
    """A part of a sheet that knows its height."""

    def height(self, width: float) -> float:
        """Measure at this width."""
        ...

    def least(self, width: float) -> float:
        """Measure the smallest part that may start a page's end."""
        ...

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Cut into what fits the room and the rest, or refuse."""
        ...

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw with the top edge at y."""
        ...


class Whole(Block, Protocol):
    """The habits of a block that is never split."""

    def least(self, width: float) -> float:
        """Keep in one piece."""
        return self.height(width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002 - the protocol
        """Refuse."""
        return None


class DoesNotFit(RuntimeError):
    """A block that cannot be split is taller than a page: a fault in a document, never in data."""


@dataclass(frozen=True, slots=True)
class Document:
    """One numbered sheet, of one page or more, with its own n/N."""

    head: Head
    blocks: Sequence[Block]

    @property
    def size(self) -> tuple[float, float]:
        """Return the paper's width and height in points."""
        wide, high = landscape(A4) if self.head.wide else A4
        return float(wide), float(high)


@dataclass(slots=True)
class _Page:
    placed: list[tuple[Block, float]] = field(default_factory=list)


def _fitted(
    text: Rich, size: float, room: float, face: Face, least: float
) -> tuple[list[Line], float]:
    """Set a title as large as fits one line, then on two lines and more at the least size."""
    while size > least:
        lines = wrap(text, size, room, face)
        if len(lines) <= 1:
            return lines, size
        size -= 1.5
    return wrap(text, least, room, face), least


class _Frame:
    """Head and foot of one document, measured once."""

    def __init__(self, document: Document) -> None:
        self.head = document.head
        self.issue = document.head.issue
        self.number = self.issue.number or _("Draft, no number")
        self.width, self.height = document.size
        self.inner = self.width - 2 * MARGIN
        right = [set_line(spans(clean(self.number), Face.SIGN), NUMBER)]
        right += [set_line(spans(clean(note)), SMALL) for note in self._notes()]
        self.right = right
        # The number can be scanned; a draft has none.
        self.code = CODE if self.issue.number else 0.0
        aside = max(line.width for line in right) + self.code + 14
        self.title, self.title_size = _fitted(
            self.head.title, TITLE, self.inner - aside, Face.SIGN, 19.0
        )
        self.subtitle = wrap(self.head.subtitle, 11.5, self.inner - aside)
        self.foot = wrap(self._foot(), SMALL, self.inner - 90)
        self.foot_height = FOOT + (len(self.foot) - 1) * 11

    def _notes(self) -> list[str]:
        issue = self.issue
        version = (
            _("version %(version)s", version=issue.version)
            if issue.replaces is None
            else _(
                "version %(version)s, replaces %(replaced)s",
                version=issue.version,
                replaced=issue.replaces,
            )
        )
        draft = [_("draft, not issued")] if issue.number and not issue.issued else []
        dated = _("data of %(moment)s", moment=moment(issue.data_at))
        return [version, *draft, dated, *self.head.notes]

    def _foot(self) -> Rich:
        lead = spans(f"{self.issue.site.name}. " if plain(self.head.foot) else self.issue.site.name)
        return (*lead, *spans(self.head.foot))

    def top(self, page: int) -> float:
        """Return where blocks start on a page, from its top edge."""
        if page:
            return MARGIN + 32.0
        left = len(self.title) * self.title_size * 1.08 + len(self.subtitle) * 14.5
        return MARGIN + max(left, NUMBER + (len(self.right) - 1) * 12.5) + 16.0

    def room(self, page: int) -> float:
        """Return the height for blocks on a page."""
        return self.height - self.top(page) - self.foot_height - 8.0

    def draw(self, canvas: Any, page: int, pages: int) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw head, heavy rule and foot."""
        high = self.height
        if page == 0:
            y = high - MARGIN
            for line in self.title:
                y -= self.title_size * 1.0
                draw(canvas, line, MARGIN, y + 4)
                y -= self.title_size * 0.08
            for line in self.subtitle:
                y -= 14.5
                draw(canvas, line, MARGIN, y + 4)
            y = high - MARGIN - NUMBER + 4
            for line in self.right:
                draw(canvas, line, self.width - MARGIN - self.code, y, "right")
                y -= 12.5
            if self.code:
                at = self.width - MARGIN - CODE + 7.0
                draw_qr(canvas, self.issue.number, at - 8.0, high - MARGIN - CODE - 2.0, CODE + 8.0)
        else:
            name = set_line(spans(clean(self.head.title), Face.SIGN), 15.0)
            number = set_line(spans(clean(self.number), Face.SIGN), 12.0)
            while name.width > self.inner - number.width - 14:
                name = set_line(spans(clean(self.head.title), Face.SIGN), name.runs[0].size - 1)
            draw(canvas, name, MARGIN, high - MARGIN - 11)
            draw(canvas, number, self.width - MARGIN, high - MARGIN - 11, "right")
        rule(canvas, MARGIN, high - self.top(page) + 10.0, self.inner, HEAVY)
        self._draw_foot(canvas, page, pages)

    def _draw_foot(self, canvas: Any, page: int, pages: int) -> None:  # noqa: ANN401 - reportlab ships no types
        y = self.foot_height - 4
        rule(canvas, MARGIN, y + 3, self.inner, THIN, grey=GREY)
        said = _("Tablée, page %(page)s/%(pages)s", page=page + 1, pages=pages)
        draw(canvas, set_line(spans(said), SMALL), self.width - MARGIN, y - 9, "right")
        for line in self.foot:
            y -= 11
            draw(canvas, line, MARGIN, y + 2)


def rule(
    canvas: Any,  # noqa: ANN401 - reportlab ships no types
    x: float,
    y: float,
    width: float,
    weight: float = THIN,
    *,
    grey: float = 0.0,
) -> None:
    """Draw a level line."""
    canvas.setLineWidth(weight)
    canvas.setStrokeGray(grey)
    canvas.line(x, y, x + width, y)
    canvas.setStrokeGray(0)


def _place(document: Document, frame: _Frame) -> list[_Page]:
    """Put the blocks on pages, from the top, keeping each block's least part together."""
    pages = [_Page()]
    used = 0.0
    waiting = list(reversed(document.blocks))
    while waiting:
        block = waiting.pop()
        room = frame.room(len(pages) - 1) - used
        tall = block.height(frame.inner)
        if tall <= room:
            pages[-1].placed.append((block, used))
            used += tall
            continue
        parts = block.split(frame.inner, room) if block.least(frame.inner) <= room else None
        if parts is not None:
            first, rest = parts
            pages[-1].placed.append((first, used))
            waiting.append(rest)
        elif not pages[-1].placed:
            raise DoesNotFit(type(block).__name__)
        else:
            waiting.append(block)
        pages.append(_Page())
        used = 0.0
    return pages


def page_count(document: Document) -> int:
    """Count the pages a document takes."""
    return len(_place(document, _Frame(document)))


def render(documents: Sequence[Document], title: str) -> bytes:
    """Draw documents one after the other in one PDF; the same input gives the same bytes."""
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1, invariant=1, lang=locale())
    canvas.setTitle(clean(title))
    canvas.setCreator("Tablée")
    canvas.setAuthor(clean(documents[0].head.issue.site.name) if documents else "Tablée")
    for order, document in enumerate(documents):
        frame = _Frame(document)
        pages = _place(document, frame)
        for number, page in enumerate(pages):
            canvas.setPageSize(document.size)
            if number == 0 and len(documents) > 1:
                canvas.bookmarkPage(f"d{order}")
                canvas.addOutlineEntry(
                    clean(f"{document.head.issue.number} {document.head.title}".strip()),
                    f"d{order}",
                )
            frame.draw(canvas, number, len(pages))
            top = frame.height - frame.top(number)
            for block, down in page.placed:
                block.draw(canvas, MARGIN, top - down, frame.inner)
            canvas.showPage()
    canvas.save()
    return target.getvalue()

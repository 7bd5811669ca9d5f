"""Labels for trays and boxes, on A4 sheets of labels (H-40 to H-42).

A label never loses a word: the text shrinks to the smallest size the regulation allows, then
goes on on a second label that repeats batch and date. Nothing is painted after the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kitchen.core.i18n import gettext as _
from kitchen.core.i18n import kilos, locale, ngettext, number, numeric_date, short_date, using
from kitchen.core.vocabulary import MEAL_LABELS, MealFormat
from reports.documents.data import ContainerLabel, LabelSet, Party
from reports.documents.faces import Face
from reports.documents.marks import draw_mark, draw_qr
from reports.documents.table import Para
from reports.documents.text import Line, Span, bold, clean, draw, set_line, spans, wrap
from reports.documents.words import KEEP, USE, allergen_line, total

LEADING = 1.16
#: An x-height of 1.2 mm (Reg. (EU) 1169/2011, art. 13.2): 0.496 em of the text face.
SMALLEST = 6.9
SCALES = tuple(1.0 - 0.04 * step for step in range(12))


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """A sheet of labels as shops sell it, in millimetres."""

    code: str
    columns: int
    rows: int
    width_mm: float
    height_mm: float
    left_mm: float
    top_mm: float
    pitch_x_mm: float
    pitch_y_mm: float
    text: float  # size of running text before any shrinking
    qr_mm: float

    @property
    def per_sheet(self) -> int:
        """Return how many labels a sheet holds."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """Return the upper left corner of a place on its sheet, in points."""
        row, column = divmod(place % self.per_sheet, self.columns)
        x = (self.left_mm + column * self.pitch_x_mm) * mm
        y = float(A4[1]) - (self.top_mm + row * self.pitch_y_mm) * mm
        return x, y


TRAY = LabelFormat("L7165", 2, 4, 99.1, 67.7, 4.65, 13.1, 101.6, 67.7, 10.5, 25.0)
BOX = LabelFormat("L7163", 2, 7, 99.1, 38.1, 4.65, 15.15, 101.6, 38.1, 9.0, 17.0)
SMALL = LabelFormat("L7160", 3, 7, 63.5, 38.1, 7.25, 15.15, 66.04, 38.1, 8.0, 14.0)
FORMATS = {each.code: each for each in (TRAY, BOX, SMALL)}
PAD = 2.2 * mm


@dataclass(frozen=True, slots=True)
class _Part:
    """One printed label: lines from the top, and what stands on the right."""

    label: ContainerLabel
    lines: Sequence[tuple[Line, float]]
    part: int
    parts: int


def _paras(label: ContainerLabel, site: Party, text: float, loud: float) -> list[Para]:
    """Write a label's words from what matters most to what matters least."""
    date_ = numeric_date(label.use_by)
    paras = [
        Para(label.dish, text * loud, Face.SIGN),
        Para(_("To be eaten by %(day)s", day=date_), text * max(loud - 0.2, 1.15), Face.SIGN),
        Para((bold(_("Contains: ")), *allergen_line(label.allergens)), text),
    ]
    if label.mark.shape is not None:
        said = f"{label.mark.letter}\u00a0: {label.mark.label}"
        paras.insert(1, Para((bold(said),), text * max(loud - 0.4, 1.1), Face.BOLD))
    amounts = []
    for count, grams in label.contents:
        portions = ngettext("%(count)s portion", "%(count)s portions", count)
        amounts.append(f"{portions} × {kilos(grams)}")
    amount = " + ".join(amounts)
    paras.append(Para((bold(f"{amount}. {_(KEEP[label.format])}"),), text))
    if label.serves:
        paras.append(Para(f"{number(label.portions)} {total(label.serves)}", text))
    use = [_(USE[label.format])]
    if label.format is MealFormat.HOT:
        use.append(_("Already reheated once.") if label.reheated else _("Never reheated."))
    paras.append(Para(" ".join(use), text))
    where = [label.destination, label.route]
    if label.service_day is not None:
        where.append(
            _(
                "%(meal)s of %(day)s",
                meal=_(MEAL_LABELS[label.meal]),
                day=short_date(label.service_day),
            )
        )
    if label.proof:
        where = [_("Proof, to glue on the production sheet")]
    paras.append(Para((bold(", ".join(filter(None, where))),), text))
    made = _("batch %(batch)s, made on %(day)s", batch=label.batch, day=numeric_date(label.made_on))
    paras.append(Para(", ".join(filter(None, (made, site.name, site.approval))), text))
    return paras


_TIGHT = {Face.TEXT: Face.SIGN_LIGHT, Face.BOLD: Face.SIGN}


def _lay(paras: Sequence[Para], room: float, *, tight: bool = False) -> list[tuple[Line, float]]:
    """Set paragraphs; tight sets running text in the condensed face, a third narrower."""
    lines = []
    for para in paras:
        text = spans(para.text, para.face)
        if tight:
            text = tuple(Span(span.text, _TIGHT.get(span.face, span.face)) for span in text)
        lines += [(line, para.size) for line in wrap(text, para.size, room)]
    return lines


def _tall(lines: Sequence[tuple[Line, float]]) -> float:
    return sum(size * LEADING for _line, size in lines)


def _rooms(sheet: LabelFormat) -> tuple[float, float]:
    """Return the width beside the QR code and the height for text."""
    wide = sheet.width_mm * mm - 2 * PAD - sheet.qr_mm * mm - 4
    return wide, sheet.height_mm * mm - 2 * PAD


def _spill(
    label: ContainerLabel, lines: list[tuple[Line, float]], room: float, high: float
) -> Iterator[list[tuple[Line, float]]]:
    """Share lines over labels; each after the first says again which batch and date it is."""
    again = Para((bold(f"{label.batch}, {numeric_date(label.use_by)}"),), SMALLEST + 1.0, Face.BOLD)
    repeated = _lay([again], room)
    current: list[tuple[Line, float]] = []
    for line in lines:
        if current and _tall([*current, line]) > high:
            yield current
            current = list(repeated)
        current.append(line)
    yield current


def parts(label: ContainerLabel, site: Party, sheet: LabelFormat) -> list[_Part]:
    """Fit a label: as it is, then smaller, then condensed, then over several labels."""
    room, high = _rooms(sheet)
    for tight in (False, True):
        for scale in SCALES:
            size = max(sheet.text * scale, SMALLEST)
            paras = _paras(label, site, size, 1.0 + 0.65 * scale)
            lines = _lay(paras, room, tight=tight)
            if _tall(lines) <= high:
                return [_Part(label, lines, 1, 1)]
    shared = list(_spill(label, lines, room, high))
    return [_Part(label, each, index, len(shared)) for index, each in enumerate(shared, 1)]


def _draw(canvas: Any, part: _Part, sheet: LabelFormat, x: float, y: float) -> None:  # noqa: ANN401 - reportlab ships no types
    """Draw a label with its upper left corner at a point: code and mark first, text last."""
    label = part.label
    qr = sheet.qr_mm * mm
    right = x + sheet.width_mm * mm - PAD
    bottom = y - sheet.height_mm * mm + PAD
    draw_qr(canvas, label.batch, right - qr, bottom, qr)
    middle = right - qr / 2
    top = y - PAD
    if label.mark.shape is not None:
        size = min(qr * 0.52, 26.0)
        draw_mark(canvas, label.mark, middle - size / 2, top - size * 1.05, size)
    said = _("box %(index)s/%(count)s", index=label.index, count=label.count)
    beside = [(line, sheet.text * 1.15) for line in wrap(said, sheet.text * 1.15, qr, Face.SIGN)]
    if part.parts > 1:
        said = _("label %(part)s/%(parts)s", part=part.part, parts=part.parts)
        beside += [(line, SMALLEST) for line in wrap(said, SMALLEST, qr)]
    for order, (line, _size) in enumerate(beside):
        up = bottom + qr + _tall(beside[order + 1 :])
        draw(canvas, line, middle, up, "center")
    down = top
    for line, size in part.lines:
        draw(canvas, line, x + PAD, down - size * 0.92)
        down -= size * LEADING


def render_labels(
    sets: LabelSet, locale_name: str = "fr", *, sheet: LabelFormat = TRAY, skip: int = 0
) -> bytes:
    """Print labels on sheets; `skip` leaves the places already used on the first sheet."""
    with using(locale_name):
        target = BytesIO()
        canvas = Canvas(target, pagesize=A4, pageCompression=1, invariant=1, lang=locale())
        canvas.setTitle(clean(_number(sets)))
        canvas.setCreator("Tablée")
        printed = [part for label in sets.labels for part in parts(label, sets.issue.site, sheet)]
        total = -(-(len(printed) + skip) // sheet.per_sheet)
        for order, part in enumerate(printed, skip):
            if order == skip or order % sheet.per_sheet == 0:
                if order != skip:
                    canvas.showPage()
                _margin(canvas, sets, order // sheet.per_sheet + 1, total)
            _draw(canvas, part, sheet, *sheet.corner(order))
        canvas.save()
        return target.getvalue()


def _number(sets: LabelSet) -> str:
    return sets.issue.number or _("Draft, no number")


def _margin(canvas: Any, sets: LabelSet, page: int, pages: int) -> None:  # noqa: ANN401 - reportlab ships no types
    """Name the sheet in the margin above the labels."""
    said = _("%(number)s, page %(page)s/%(pages)s", number=_number(sets), page=page, pages=pages)
    draw(canvas, set_line([Span(clean(said))], 8.0), float(A4[0]) / 2, float(A4[1]) - 22, "center")

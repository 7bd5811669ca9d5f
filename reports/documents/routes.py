"""The driver's route sheet: what to load and in which order, then door after door (K-10).

No one who eats is named: a stop is an organisation and a role.
"""

from collections import Counter
from collections.abc import Sequence

from kitchen.core.i18n import clock, long_date, ngettext, number, using
from kitchen.core.i18n import gettext as _
from kitchen.core.vocabulary import MEAL_LABELS
from reports.documents.blocks import Figure, Figures, Gap, PenBoxes, Section, Together
from reports.documents.data import LoadItem, RouteSheet, RouteStop
from reports.documents.faces import Face
from reports.documents.layout import WEIGHT, Block, Document, Head, render
from reports.documents.table import Cell, Column, Para, Row, Table, Tick, row
from reports.documents.text import Span, bold
from reports.documents.words import SHORT_KEEP, not_counted

SIGN = Face.SIGN


def _items(items: Sequence[LoadItem]) -> str:
    return ", ".join(f"{number(item.count)} × {item.name}" for item in items if item.count)


def _load(sheet: RouteSheet) -> Block:
    """List what to load, last door first: what leaves first stands by the doors of the van."""
    columns = (
        Column(width=30),
        Column(_("Stop"), width=48, size=WEIGHT, face=SIGN),
        Column(_("For"), share=1.4),
        Column(_("Load"), share=2),
        Column(_("Keep at"), share=0.9),
        Column(_("Meals"), width=60, align="right", size=WEIGHT, face=SIGN),
    )
    numbered = list(enumerate(sheet.stops, 1))
    rows: list[Row] = [
        row(
            Tick(),
            str(order),
            stop.name,
            _items(stop.load),
            _(SHORT_KEEP[stop.format]),
            number(stop.portions),
        )
        for order, stop in reversed(numbered)
    ]
    sums: Counter[str] = Counter()
    for stop in sheet.stops:
        for item in stop.load:
            sums[item.name] += item.count
    total = [LoadItem(name=name, count=count) for name, count in sums.items()]
    meals = number(sum(stop.portions for stop in sheet.stops))
    rows.append(row(None, None, bold(_("Total")), bold(_items(total)), None, meals, strong=True))
    return Section(_("Load, last stop first"), Table(columns, rows))


def _place(stop: RouteStop) -> Cell:
    paras = [Para(stop.name, 14.0, SIGN), Para(stop.address)]
    if stop.access:
        paras.append(Para((bold(_("Access: ")), Span(stop.access))))
    reach = ", ".join(filter(None, (stop.contact_role, stop.phone)))
    if reach:
        paras.append(Para((bold(_("Ask for: ")), Span(reach))))
    if stop.note:
        paras.append(Para((bold(_("Note: ")), Span(stop.note))))
    return Cell(tuple(paras))


def _times(stop: RouteStop) -> Cell:
    window = _(
        "open %(from)s to %(to)s",
        **{"from": clock(stop.opens_minute), "to": clock(stop.closes_minute)},
    )
    return Cell((Para(clock(stop.arrive_minute), 20.0, SIGN), Para(window)))


def _boxes(stop: RouteStop) -> Cell:
    leave = _items(stop.load) or _("nothing")
    back = _items(stop.returns) or _("nothing")
    meals = ngettext("%(count)s meal", "%(count)s meals", stop.portions)
    return Cell(
        (
            Para(meals, WEIGHT, SIGN),
            *([Para((bold(_by_meal(stop)),))] if stop.meals else []),
            Para((bold(_("Leave: ")), Span(leave))),
            Para((bold(_("Take back: ")), Span(back))),
        )
    )


def _by_meal(stop: RouteStop) -> str:
    """Write which meals of the day a stop's are: all leave chilled, the evening's wait there."""
    return ", ".join(f"{_(MEAL_LABELS[meal])} {number(count)}" for meal, count in stop.meals)


def _stop(order: int, stop: RouteStop) -> Block:
    columns = (
        Column(width=32, size=22.0, face=SIGN),
        Column(width=132),
        Column(share=1.35),
        Column(share=1),
    )
    line = row(str(order), _times(stop), _place(stop), _boxes(stop))
    pen = PenBoxes(
        (
            _("Arrived at"),
            _("T°, limit %(limit)s", limit=_(SHORT_KEEP[stop.format])),
            _("Containers taken back"),
            _("Signature, remarks"),
        ),
        high=40.0,
        above=3.0,
    )
    return Together((Gap(5.0), Table(columns, (line,), headless=True), pen, Gap(5.0)))


def document(sheet: RouteSheet) -> Document:
    """Lay a route sheet out, in the language now spoken."""
    head = Head(
        title=sheet.tour,
        subtitle=_(
            "Route sheet, %(day)s, %(vehicle)s", day=long_date(sheet.day), vehicle=sheet.vehicle
        ),
        issue=sheet.issue,
        notes=(sheet.issue.site.phone,) if sheet.issue.site.phone else (),
        foot=_("Confidential: give this sheet back to the kitchen at the end of the round."),
    )
    shown = [
        Figure(clock(sheet.leave_minute), _("leave")),
        Figure(number(len(sheet.stops)), _("stops")),
        Figure(clock(sheet.back_minute), _("expected back")),
    ]
    if sheet.metres:
        shown.append(Figure(f"{number(sheet.metres / 1000, 1)}\u00a0km", _("to drive")))
    stops = [_stop(order, stop) for order, stop in enumerate(sheet.stops, 1)]
    first = [Section(_("Round"), stops[0])] if stops else []
    blocks: list[Block | None] = [
        Figures(shown),
        _load(sheet),
        PenBoxes(
            (
                _("Left at"),
                _("T° of the load: top, middle, bottom"),
                _("km at departure"),
                _("km on return"),
            ),
            high=44.0,
            above=10.0,
        ),
        *first,
        *stops[1:],
        not_counted(sheet.not_counted),
        PenBoxes((_("Back at, initials"), _("What to tell the kitchen")), high=48.0, above=10.0),
    ]
    return Document(head, [block for block in blocks if block is not None])


def render_routes(sheets: Sequence[RouteSheet], locale: str = "fr") -> bytes:
    """Print route sheets, each with its own page count."""
    with using(locale):
        title = sheets[0].tour if len(sheets) == 1 else _("Route sheets")
        return render([document(sheet) for sheet in sheets], title)

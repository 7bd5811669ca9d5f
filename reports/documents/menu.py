"""The week's menu as it hangs on the door: days across, parts of the meal down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kitchen.core.i18n import day_name, using, week_title
from kitchen.core.i18n import gettext as _
from kitchen.core.vocabulary import COMPONENT_LABELS, MEAL_LABELS, Component, Shape
from reports.documents.blocks import Gap, Paragraph
from reports.documents.data import Mark, MenuDay, MenuDish, MenuPoster, Origin
from reports.documents.faces import Face
from reports.documents.layout import Block, Document, Head, Whole, page_count, render
from reports.documents.table import Cell, Column, Para, Row, Sign, Table, draw_sign, row
from reports.documents.text import Span, bold, clean, draw, set_line, spans
from reports.documents.words import capitals

#: The poster is read from the door: dishes are as large as its pages allow.
SIZES = ((21.0, 10.5), (19.0, 10.5), (17.0, 10.5), (15.5, 10.5), (14.0, 10.0), (12.5, 9.5))


@dataclass(frozen=True, slots=True)
class Legend(Whole):
    """What each sign of the poster means, in words."""

    signs: Sequence[tuple[Sign, str]]
    size: float = 10.5

    def _places(self, width: float) -> list[tuple[float, int]]:
        places: list[tuple[float, int]] = []
        x, row = 0.0, 0
        for _sign, label in self.signs:
            wide = set_line(spans(clean(label)), self.size).width + self.size * 1.6 + 16.0
            if x and x + wide > width:
                x, row = 0.0, row + 1
            places.append((x, row))
            x += wide
        return places

    def height(self, width: float) -> float:
        """Measure the rows of signs."""
        return (self._places(width)[-1][1] + 1) * self.size * 1.8 if self.signs else 0.0

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:  # noqa: ANN401 - reportlab ships no types
        """Draw each sign with its words."""
        for (sign, label), (across, line_number) in zip(
            self.signs, self._places(width), strict=True
        ):
            down = y - self.size * (1.2 + 1.8 * line_number)
            draw_sign(canvas, sign, x + across, down, self.size)
            line = set_line(spans(clean(label)), self.size)
            draw(canvas, line, x + across + self.size * 1.6, down)


def _vegetarian() -> Mark:
    return Mark(Shape.CIRCLE, "V", _("vegetarian"))


def _signs(dish: MenuDish) -> tuple[Sign, ...]:
    marks: list[Sign] = [mark for mark in dish.marks if mark.shape is not None]
    if dish.vegetarian and _vegetarian() not in marks:
        marks.insert(0, _vegetarian())
    return (*marks, "leaf") if dish.season else tuple(marks)


def _dish(dish: MenuDish, size: float, note: float, *, first: bool) -> list[Para]:
    paras = [Para(dish.name, size, Face.SIGN, above=0.0 if first else 7.0)]
    known = dish.allergens
    present = (*known.contains, *known.unknown)
    if present:
        paras.append(Para((bold(capitals(present)),), note))
    if known.may_contain:
        traces = (Span(_("traces possible: ")), Span(capitals(known.may_contain)))
        paras.append(Para(traces, note - 0.5))
    if signs := _signs(dish):
        paras.append(Para("", note, signs=signs))
    return paras


def _cell(
    day: MenuDay, component: Component, sizes: tuple[float, float], *, first_row: bool
) -> Cell:
    dishes = [dish for dish in day.dishes if dish.component is component]
    paras: list[Para] = []
    if first_row and day.closed:
        paras.append(Para(day.closed, 11.5))
    for dish in dishes:
        paras += _dish(dish, *sizes, first=not paras)
    return Cell(tuple(paras))


def _grid(poster: MenuPoster, sizes: tuple[float, float]) -> Table:
    used = [
        each
        for each in (
            Component.STARTER,
            Component.MAIN,
            Component.COMPLETE,
            Component.SIDE,
            Component.DAIRY,
            Component.DESSERT,
        )
        if any(dish.component is each for day in poster.days for dish in day.dishes)
    ]
    rows: list[Row] = [
        row(
            Para(_(COMPONENT_LABELS[component]), 11.0, Face.BOLD),
            *(_cell(day, component, sizes, first_row=component is used[0]) for day in poster.days),
        )
        for component in used
    ]
    if not used:
        rows = [row(None, *(Para(day.closed, 11.5) for day in poster.days))]
    columns = (
        Column(width=108),
        *(Column(day_name(day.day), share=1) for day in poster.days),
    )
    return Table(columns, rows, head=(min(sizes[0] + 3.0, 22.0), Face.SIGN))


def _origin(origin: Origin) -> str:
    if origin.reared == origin.slaughtered:
        return _(
            "%(product)s: reared and slaughtered in %(country)s",
            product=origin.product,
            country=origin.reared,
        )
    return _(
        "%(product)s: reared in %(reared)s, slaughtered in %(slaughtered)s",
        product=origin.product,
        reared=origin.reared,
        slaughtered=origin.slaughtered,
    )


def _remarks(poster: MenuPoster) -> list[Block]:
    unknown = any(dish.allergens.unknown for day in poster.days for dish in day.dishes)
    used = dict.fromkeys(
        sign for day in poster.days for dish in day.dishes for sign in _signs(dish)
    )
    words = [
        (sign, _("in season") if sign == "leaf" else sign.label)
        for sign in sorted(used, key=lambda sign: (sign == "leaf", str(sign)))
    ]
    remarks: list[Block] = [Gap(8.0), Legend(words), Gap(2.0)]
    if poster.origins:
        said = _("; ").join(_origin(origin) for origin in poster.origins)
        remarks.append(Paragraph((bold(_("Origin of meats: ")), Span(f"{said}."))))
    legend = _("In capitals: allergens of the dish. Ask the team about any of the 14.")
    remarks.append(Paragraph(legend))
    if unknown:
        remarks.append(Paragraph(_("An allergen we do not know is printed as present.")))
    return remarks


def document(poster: MenuPoster) -> Document:
    """Lay the poster out, in the language now spoken."""
    first, last = poster.days[0].day, poster.days[-1].day
    head = Head(
        title=_("Menu of the week"),
        subtitle=_(
            "%(week)s, %(meal)s",
            week=week_title(first, (last - first).days + 1),
            meal=_(MEAL_LABELS[poster.meal]),
        ),
        issue=poster.issue,
        foot=_("A dish may change with what the farms bring; the change is written here."),
        wide=True,
    )
    # The fewest pages, and on them the largest letters.
    laid = [Document(head, [_grid(poster, sizes), *_remarks(poster)]) for sizes in SIZES]
    return min(laid, key=page_count)


def render_menu(posters: Sequence[MenuPoster], locale: str = "fr") -> bytes:
    """Print menu posters, one a meal of the day."""
    with using(locale):
        return render([document(poster) for poster in posters], _("Menu of the week"))

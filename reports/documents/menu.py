"""The week's menu as it hangs on the door: days across, parts of the meal down."""

from collections.abc import Sequence

from kitchen.core.i18n import day_name, using, week_title
from kitchen.core.i18n import gettext as _
from kitchen.core.vocabulary import COMPONENT_LABELS, MEAL_LABELS, Component, Shape
from reports.documents.blocks import Gap, Paragraph
from reports.documents.data import Mark, MenuDay, MenuDish, MenuPoster, Origin
from reports.documents.faces import Face
from reports.documents.layout import Block, Document, Head, page_count, render
from reports.documents.table import Cell, Column, Para, Row, Table, row
from reports.documents.text import Span, bold
from reports.documents.words import capitals

#: The poster is read from the door: dishes are as large as lets the week stay on one page.
DISH_SIZES = (21.0, 19.0, 17.0, 15.5, 14.0)
NOTE = 10.5


def _vegetarian() -> Mark:
    return Mark(Shape.CIRCLE, "V", _("vegetarian"))


def _dish(dish: MenuDish, size: float, first: bool) -> list[Para]:  # noqa: FBT001 - private, and read aloud by its caller
    paras = [Para(dish.name, size, Face.SIGN, above=0.0 if first else 9.0)]
    known = dish.allergens
    present = (*known.contains, *known.unknown)
    if present:
        paras.append(Para((bold(capitals(present)),), NOTE))
    if known.may_contain:
        traces = (Span(_("traces possible: ")), Span(capitals(known.may_contain)))
        paras.append(Para(traces, NOTE))
    paras += [Para(mark.label, NOTE, lead=mark) for mark in dish.marks if mark.shape is not None]
    if dish.vegetarian and _vegetarian().label not in {mark.label for mark in dish.marks}:
        paras.append(Para(_vegetarian().label, NOTE, lead=_vegetarian()))
    if dish.season:
        paras.append(Para(_("in season"), NOTE, lead="leaf"))
    return paras


def _cell(day: MenuDay, component: Component, size: float, first_row: bool) -> Cell:  # noqa: FBT001 - private
    dishes = [dish for dish in day.dishes if dish.component is component]
    paras: list[Para] = []
    if first_row and day.closed:
        paras.append(Para(day.closed, 11.5))
    for dish in dishes:
        paras += _dish(dish, size, first=not paras)
    return Cell(tuple(paras))


def _grid(poster: MenuPoster, size: float) -> Table:
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
            *(_cell(day, component, size, component is used[0]) for day in poster.days),
        )
        for component in used
    ]
    if not used:
        rows = [row(None, *(Para(day.closed, 11.5) for day in poster.days))]
    columns = (
        Column(width=74),
        *(Column(day_name(day.day), share=1) for day in poster.days),
    )
    return Table(columns, rows, head=(min(size + 3.0, 22.0), Face.SIGN))


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
    remarks: list[Block] = [Gap(10.0)]
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
    for size in DISH_SIZES:
        laid = Document(head, [_grid(poster, size), *_remarks(poster)])
        if page_count(laid) == 1:
            break
    return laid


def render_menu(posters: Sequence[MenuPoster], locale: str = "fr") -> bytes:
    """Print menu posters, one a meal of the day."""
    with using(locale):
        return render([document(poster) for poster in posters], _("Menu of the week"))

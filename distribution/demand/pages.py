"""The partner's week, one row a day, its counts once served; what to expect, for planners."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from distribution.demand import history, queries, service
from distribution.demand.models import MealOrderLine, ServedCount
from distribution.partners.queries import Door, doors
from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.accounts.policy import own_scopes
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.i18n import gettext, ngettext
from kitchen.core.vocabulary import DIETS, MEAL_LABELS, Meal, SizeClass
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render

router = APIRouter()
DAYS = 5
COUNT_DAYS = 7
COUNTED = ("received", "left", "late")  # prefixes of the fields of a count
LINE_WIDTH = 120
LINE_HEIGHT = 28
CHILD = "child"


@dataclass(frozen=True, slots=True)
class CountRow:
    """A diet of a served day, as it is shown to be counted."""

    diet: str
    asked: int
    delivered: int
    left_over: int
    turned_away: int
    kept: bool


@router.get("/my-meals", name="demand:week")
def week(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    actor: Annotated[Actor, Depends(May("meal_order.view"))],
    monday: str = "",
    door: str = "",
) -> Response:
    """Show a door's week of meals by diet."""
    mine = doors(db, own_scopes(actor, "meal_order.view"))
    chosen = next((one for one in mine if one.point.code == door), mine[0] if mine else None)
    start = _monday(monday, site_date(now, site.timezone))
    days = [start + timedelta(days=offset) for offset in range(DAYS)]
    table = queries.door_week(db, chosen, days[0], days[-1]) if chosen else {}
    counts = {
        service: {_column(line.diet, line.size): line.portions for line in lines}
        for service, lines in table.items()
    }
    meals = [
        meal
        for meal in Meal
        if meal is Meal.LUNCH or (chosen and queries.takes_dinners(chosen.point))
    ]
    return render(
        request,
        "demand/week.html",
        doors=mine,
        door=chosen,
        monday=start,
        before=start - timedelta(days=7),
        after=start + timedelta(days=7),
        days=[
            (
                day,
                [(meal, counts.get((day, meal), {})) for meal in meals],
                now <= service.cut_off(day, site.timezone),
            )
            for day in days
        ],
        meals=MEAL_LABELS,
        limit=lambda day: service.cut_off(day, site.timezone),
        columns=[(CHILD, gettext("children"), "")]
        + [(diet.code, gettext(diet.label), diet.code) for diet in DIETS],
        total=sum(sum(row.values()) for row in counts.values()),
        forecast=history.forecast_meals(db, chosen.point.id, days[0], days[-1]) if chosen else (),
        to_count=_to_count(db, chosen, site_date(now, site.timezone)),
    )


def _to_count(db: Db, door: Door | None, today: date) -> list[tuple[date, Meal, list[CountRow]]]:
    """Return the served meals of the last week, those not yet counted first."""
    if door is None:
        return []
    first = today - timedelta(days=COUNT_DAYS)
    kept = history.counted_days(db, door.point.id, first, today)
    asked = queries.door_week(db, door, first, today)
    served = sorted(asked, key=lambda one: (one in kept, -one[0].toordinal(), one[1] is Meal.LUNCH))
    return [(*one, _count_rows(asked[one], kept.get(one, []))) for one in served]


def _count_rows(lines: list[MealOrderLine], kept: list[ServedCount]) -> list[CountRow]:
    wanted: dict[str, int] = defaultdict(int)
    for line in lines:
        wanted[line.diet] += line.portions
    if kept:
        return [
            CountRow(
                row.diet,
                row.asked,
                row.delivered,
                row.delivered - row.served,
                row.turned_away,
                kept=True,
            )
            for row in kept
        ]
    return [CountRow(diet, asked, asked, 0, 0, kept=False) for diet, asked in wanted.items()]


def _monday(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today + timedelta(days=7)
    return day - timedelta(days=day.weekday())


def _column(diet: str, size: SizeClass) -> str:
    return CHILD if size is SizeClass.CHILD else diet


@router.post("/my-meals/{door}/{on}", name="demand:order")
def order(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("meal_order.change"))],
    door: str,
    on: str,
    meal: Meal = Meal.LUNCH,
) -> Response:
    """Keep a meal's numbers, before the cut-off of its day."""
    found = _door(db, actor, "meal_order.change", door)
    day = _day(on)
    service.order(
        db,
        actor,
        found.point,
        day=day,
        meal=meal,
        lines=_lines(fields),
        timezone=site.timezone,
        at=now,
    )
    return redirect(
        request,
        "demand:week",
        query={"monday": on, "door": door},
        notice=gettext("Your numbers are kept."),
    )


@router.post("/my-meals/{door}/{on}/count", name="demand:count")
def count(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("meal_count.record"))],
    door: str,
    on: str,
    meal: Meal = Meal.LUNCH,
) -> Response:
    """Keep what came of a served meal."""
    found = _door(db, actor, "meal_count.record", door)
    day = _day(on)
    lines = queries.door_week(db, found, day, day).get((day, meal), [])
    if not lines:
        raise NotFound
    service.count(
        db,
        actor,
        found.point,
        day=day,
        meal=meal,
        tallies=_tallies(fields, _count_rows(lines, [])),
        timezone=site.timezone,
        at=now,
    )
    return redirect(
        request,
        "demand:week",
        query={"door": door},
        notice=gettext("Your count is kept. Thank you."),
    )


def _tallies(fields: dict[str, str], rows: list[CountRow]) -> dict[str, service.Tally]:
    """Read a count; a field left empty keeps what stood there: all received, nothing left."""
    known = {f"{prefix}-{row.diet}" for prefix in COUNTED for row in rows}
    wrong = [
        (name, gettext("A whole number of meals is needed."))
        for name, text in fields.items()
        if text.strip() and not (text.strip().isdecimal() and name in known)
    ]
    if wrong:
        raise BadInput(wrong)

    def typed(prefix: str, row: CountRow, default: int) -> int:
        return int(fields.get(f"{prefix}-{row.diet}", "").strip() or default)

    return {
        row.diet: service.Tally(
            asked=row.asked,
            delivered=typed("received", row, row.asked),
            left_over=typed("left", row, 0),
            turned_away=typed("late", row, 0),
        )
        for row in rows
    }


@router.get("/forecast", name="demand:forecast")
def expected(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    actor: Annotated[Actor, Depends(May("demand.forecast"))],
    monday: str = "",
    door: str = "",
) -> Response:
    """Show what each door may expect, how that did on the past, and what is answered."""
    del actor
    today = site_date(now, site.timezone)
    start = _monday(monday, today)
    made = history.outlooks(db, start)
    shown = [one for one in made if one.door.point.code == door] or made
    meals = [meal for meal in Meal if any(one.meal is meal for one in shown)]
    days = [start + timedelta(days=offset) for offset in range(DAYS)]
    return render(
        request,
        "demand/forecast.html",
        monday=start,
        before=start - timedelta(days=7),
        after=start + timedelta(days=7),
        days=days,
        chosen=shown[0].door if shown is not made else None,
        sections=[
            (
                MEAL_LABELS[meal],
                [one for one in shown if one.meal is meal],
                history.score_of([one for one in made if one.meal is meal]),
            )
            for meal in meals
        ],
        line=_line,
        to_fill=sum(len(one.to_fill(start, today)) for one in made),
        width=LINE_WIDTH,
        height=LINE_HEIGHT,
        weeks=history.WEEKS,
    )


def _line(series: history.Series) -> list[str]:
    """Return the strokes of a small line, one a run of counted weeks, as points of an SVG."""
    levels = series.levels()
    top = max((level for level in levels if level is not None), default=0) or 1
    step = LINE_WIDTH // max(1, len(levels))
    strokes: list[list[str]] = [[]]
    for place, level in enumerate(levels):
        if level is None:
            strokes.append([])
        else:
            y = LINE_HEIGHT - 3 - level * (LINE_HEIGHT - 6) // top
            strokes[-1].append(f"{place * step + 3},{y}")
    return [" ".join(stroke) for stroke in strokes if stroke]


@router.post("/forecast/{on}", name="demand:take")
def take(
    request: Request,
    db: Db,
    now: Now,
    site: Site,
    actor: Annotated[Actor, Depends(May("demand.forecast"))],
    on: str,
) -> Response:
    """Fill the services that no one answered with what is expected."""
    monday = _monday(on, _day(on))
    filled = service.take_forecast(
        db, actor, history.outlooks(db, monday), monday=monday, timezone=site.timezone, at=now
    )
    notice = (
        ngettext(
            "%(count)s service filled from the forecast.",
            "%(count)s services filled from the forecast.",
            len(filled),
        )
        if filled
        else gettext("Nothing to fill: every open day has its numbers.")
    )
    return redirect(request, "demand:forecast", query={"monday": str(monday)}, notice=notice)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error


def _door(db: Db, actor: Actor, action: str, code: str) -> Door:
    for one in doors(db, own_scopes(actor, action)):
        if one.point.code == code:
            return one
    raise NotFound


def _lines(fields: dict[str, str]) -> service.Lines:
    lines: service.Lines = {}
    wrong = []
    for name, text in fields.items():
        if not text.strip():
            continue
        if not text.strip().isdigit():
            wrong.append((name, gettext("A whole number of meals is needed.")))
        elif name == CHILD:
            lines["standard", SizeClass.CHILD] = int(text)
        else:
            lines[name, SizeClass.STANDARD] = int(text)
    if wrong:
        raise BadInput(wrong)
    return lines

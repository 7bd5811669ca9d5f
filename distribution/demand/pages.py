"""The partner's week: one row a day, until the cut-off."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from distribution.demand import queries, service
from distribution.partners.queries import Door, doors
from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.accounts.policy import own_scopes
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.i18n import gettext
from kitchen.core.vocabulary import DIETS, SizeClass
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render

router = APIRouter()
DAYS = 5
CHILD = "child"


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
        day: {_column(line.diet, line.size): line.portions for line in lines}
        for day, lines in table.items()
    }
    return render(
        request,
        "demand/week.html",
        doors=mine,
        door=chosen,
        monday=start,
        before=start - timedelta(days=7),
        after=start + timedelta(days=7),
        days=[
            (day, counts.get(day, {}), now <= service.cut_off(day, site.timezone)) for day in days
        ],
        limit=lambda day: service.cut_off(day, site.timezone),
        columns=[(CHILD, gettext("children"), "")]
        + [(diet.code, gettext(diet.label), diet.code) for diet in DIETS],
        total=sum(sum(row.values()) for row in counts.values()),
    )


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
) -> Response:
    """Keep a day's numbers, before its cut-off."""
    found = _door(db, actor, door)
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise NotFound from error
    service.order(
        db, actor, found.point, day=day, lines=_lines(fields), timezone=site.timezone, at=now
    )
    return redirect(
        request,
        "demand:week",
        query={"monday": on, "door": door},
        notice=gettext("Your numbers are kept."),
    )


def _door(db: Db, actor: Actor, code: str) -> Door:
    for one in doors(db, own_scopes(actor, "meal_order.change")):
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

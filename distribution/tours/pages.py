"""The day's tours for the coordinator, and the driver's next stop."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from distribution.demand import queries as demand
from distribution.tours import drawing, queries, service, why
from distribution.tours.words import Names, why_unserved
from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.i18n import gettext
from kitchen.core.vocabulary import Meal
from kitchen.web.forms import Fields
from kitchen.web.render import markup, redirect, render
from planning.tours.validate import read_plan

router = APIRouter()
Viewer = Annotated[Actor, Depends(May("tour.view"))]
Planner = Annotated[Actor, Depends(May("tour.plan"))]
Driver = Annotated[Actor, Depends(May("tour.drive"))]
FIRST, LAST = 540, 780


@router.get("/tours", name="tours:day")
def day(request: Request, db: Db, now: Now, site: Site, actor: Viewer, on: str = "") -> Response:
    """Show a day's tours: map, lanes, what needs a person."""
    del actor
    today = site_date(now, site.timezone)
    chosen = _day(on) or _nearest(db, today)
    row = queries.tour_day(db, chosen)
    lanes = queries.lanes(db, row) if row else []
    left = queries.unserved(db, row) if row else []
    plan, _ = read_plan(row.plan.encode()) if row else (None, [])
    tours = queries.outings(plan) if plan else {}
    helps = {one.stop: one.helps for one in plan.unserved} if plan else {}
    doors = [visit.door for lane in lanes for visit in lane.visits] + [door for _one, door in left]
    names = Names(
        stops={door.point.code: door.point.name for door in doors},
        vans={lane.vehicle.code: lane.vehicle.name for lane in lanes},
    )
    said = why.said(row, plan, names) if row and plan else why.Said()
    missing = [
        (door.point.name, door.point.lat_microdeg, door.point.lon_microdeg) for _one, door in left
    ]
    return render(
        request,
        "tours/day.html",
        day=chosen,
        before=chosen - timedelta(days=1),
        after=chosen + timedelta(days=1),
        row=row,
        by_server=row is not None and '"legs":[]' not in row.problem,
        lanes=[
            (
                lane,
                tours.get(lane.vehicle.code),
                markup(drawing.lane_svg(lane, FIRST, LAST, chosen.weekday())),
            )
            for lane in lanes
        ],
        picture=markup(drawing.tour_map(lanes, missing, gettext("Map of the tours"))),
        meals=sum(lane.meals for lane in lanes),
        stops=sum(len(lane.visits) for lane in lanes),
        metres=sum(tour.metres for tour in tours.values()),
        evening=demand.meals_by_door(db, chosen, Meal.DINNER),
        longest=max((tour.longest for tour in tours.values()), default=0),
        said=said,
        todo=[
            *said.notes,
            *(
                why_unserved(one.code, one.facts, helps.get(door.point.code, ()), names)
                for one, door in left
            ),
        ],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _nearest(db: Db, today: date) -> date:
    days = queries.tour_days(db, today, today + timedelta(days=10))
    return min(days, default=today)


@router.post("/tours/{on}/plan", name="tours:plan")
def plan(request: Request, db: Db, now: Now, actor: Planner, on: str) -> Response:
    """Compute the day's tours again."""
    chosen = _day(on)
    if chosen is None:
        raise NotFound
    plan_day: Callable[..., service.Planned] = request.app.state.plan_day
    made = plan_day(db, actor, chosen, at=now)
    said = (
        gettext("Tours computed and checked.") if made.row else gettext("Nobody asked for meals.")
    )
    if made.notice:
        said = f"{said} {gettext(made.notice)}"
    return redirect(request, "tours:day", query={"on": on}, notice=said)


@router.post("/tours/{on}/confirm", name="tours:confirm")
def confirm(
    request: Request,
    db: Db,
    now: Now,
    actor: Annotated[Actor, Depends(May("tour.confirm"))],
    on: str,
) -> Response:
    """Confirm a day, or reopen it."""
    chosen = _day(on)
    row = queries.tour_day(db, chosen) if chosen else None
    if row is None:
        raise NotFound
    if row.confirmed_at is None:
        service.confirm(db, actor, row, at=now)
        said = gettext("Tours confirmed: the sheets can be printed.")
    else:
        service.reopen(db, actor, row, at=now)
        said = gettext("Day reopened: printed sheets are void.")
    return redirect(request, "tours:day", query={"on": on}, notice=said)


@router.get("/my-tour", name="tours:mine")
def mine(request: Request, db: Db, now: Now, site: Site, actor: Driver, van: str = "") -> Response:
    """Show a driver the next stop, large, and the list under it."""
    del actor
    today = site_date(now, site.timezone)
    row = queries.tour_day(db, _nearest(db, today))
    lanes = queries.lanes(db, row) if row else []
    lane = next((one for one in lanes if one.vehicle.code == van), lanes[0] if lanes else None)
    waiting = [visit for visit in lane.visits if visit.stop.done_at is None] if lane else []
    return render(
        request,
        "tours/mine.html",
        row=row,
        lanes=lanes,
        lane=lane,
        evening=demand.meals_by_door(db, row.day, Meal.DINNER) if row else {},
        next=waiting[0] if waiting else None,
        rest=waiting[1:],
        done=[visit for visit in lane.visits if visit.stop.done_at] if lane else [],
    )


@router.post("/my-tour/{stop_id}", name="tours:hand_over")
def hand_over(
    request: Request, db: Db, now: Now, fields: Fields, actor: Driver, stop_id: UUID
) -> Response:
    """Note a hand-over and its temperature."""
    stop = queries.stop_by_id(db, stop_id)
    if stop is None:
        raise NotFound
    try:
        tenths = round(float(fields.get("temperature", "").replace(",", ".")) * 10)
    except ValueError as error:
        raise BadInput(
            [("temperature", gettext("Write the temperature as a figure, such as 2,5."))]
        ) from error
    service.hand_over(
        db,
        actor,
        stop,
        temperature_tenths=tenths,
        outcome=fields.get("outcome", "")[:40],
        at=now,
    )
    return redirect(
        request, "tours:mine", query={"van": fields.get("van", "")}, notice=gettext("Noted.")
    )

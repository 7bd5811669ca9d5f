"""Machines and people for the planner: open hours, less what is down, away, past or at work."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlmodel import Session

from kitchen.core.clock import site_time
from kitchen.production import queries as production
from kitchen.production.models import BatchState
from kitchen.production.queries import BatchRow
from planning.week import problem as p
from planning.week.plan import MenuLine, Plan

COOK = "cook"  # the skill of hot work
AT_WORK = (BatchState.STARTED, BatchState.FINISHED)

Now = tuple[int, int]  # day of the horizon, minute
NEVER: Now = (-1, 0)  # the horizon has not begun


def now_of(at: datetime, start: date, timezone: str) -> Now:
    """Return an instant as a day of the horizon and a minute; (-1, 0) before it begins."""
    local = site_time(at, timezone)
    day = (local.date() - start).days
    return (day, local.hour * 60 + local.minute) if day >= 0 else NEVER


def at_work(db: Session, start: date, days: int) -> list[BatchRow]:
    """Return the batches of the week that are cooking or cooked: nobody's to change."""
    last = start + timedelta(days=days - 1)
    rows = production.batches(db, (start + timedelta(days=3), last), by="service_date")
    return [row for row in rows if row.batch.state in AT_WORK]


def stations(
    db: Session, start: date, days: int, now: Now, working: list[BatchRow]
) -> tuple[p.Station, ...]:
    """Return every station with its windows, less those it is down or busy in."""
    last = start + timedelta(days=days - 1)
    worked = sorted({(row.day - start).days for row in production.shifts(db, start, last)})
    down = {
        ((row.day - start).days, row.station_code) for row in production.outages(db, start, last)
    }
    busy: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for row in _cooking(working):
        for step in row.steps:
            day = (row.batch.cook_date - start).days
            busy[step.station_code, day].append((step.start_minute, step.end_minute))
    found = []
    for station in production.stations(db):
        windows = [
            p.Window(day=day, start=opens, end=closes)
            for day in worked
            if (day, station.code) not in down
            for opens, closes in _free(
                _left(station.open_minute, station.close_minute, day, now), busy[station.code, day]
            )
        ]
        found.append(
            p.Station(
                code=station.code,
                kind=station.kind.value,
                capacity_grams=station.capacity_grams,
                windows=tuple(windows),
            )
        )
    return tuple(found)


def shifts(
    db: Session, start: date, days: int, now: Now, working: list[BatchRow]
) -> tuple[p.Shift, ...]:
    """Return the people at work, less those away, gone home, or busy with a batch begun."""
    last = start + timedelta(days=days - 1)
    away: dict[int, int] = defaultdict(int)
    for outage in production.outages(db, start, last):
        away[(outage.day - start).days] += outage.heads
    held: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for batch in _cooking(working):
        day = (batch.batch.cook_date - start).days
        held[day] += [
            (step.start_minute, step.end_minute, step.hands) for step in batch.steps if step.hands
        ]
    found = []
    for row in sorted(
        production.shifts(db, start, last), key=lambda one: (one.day, -one.heads, one.start_minute)
    ):
        day = (row.day - start).days
        missing = min(away[day], row.heads)
        away[day] -= missing
        opens, closes = _left(row.start_minute, row.end_minute, day, now)
        marks = sorted(
            {opens, closes}
            | {mark for one in held[day] for mark in one[:2] if opens < mark < closes}
        )
        for begin, end in pairwise(marks):
            taken = sum(hands for start_, end_, hands in held[day] if start_ <= begin < end_)
            # who is away or busy is taken for a cook: hot work is never counted on in vain
            heads = max(0, row.heads - missing - taken)
            cooks = max(0, row.cooks - missing - taken)
            found += [
                p.Shift(day=day, start=begin, end=end, heads=count, skills=skills)
                for count, skills in ((cooks, (COOK,)), (heads - cooks, ()))
                if count and begin < end
            ]
    return tuple(sorted(found, key=lambda one: (one.day, one.start, one.heads)))


def changed_since(db: Session, problem: p.Problem, start: date, today: date) -> list[date]:
    """Return the days to come whose people or open machines are not those a plan counted on."""
    days = range(max(0, (today - start).days + 1), problem.days)
    now_shifts = shifts(db, start, problem.days, NEVER, [])
    now_stations = stations(db, start, problem.days, NEVER, [])
    return [
        start + timedelta(days=day)
        for day in days
        if _hours_of(day, now_shifts, now_stations)
        != _hours_of(day, problem.shifts, problem.stations)
    ]


def _hours_of(day: int, people: Iterable[p.Shift], machines: Iterable[p.Station]) -> object:
    """What the kitchen has on a day: people with what they can do, and open machines."""
    work = sorted((row.start, row.end, row.skills, row.heads) for row in people if row.day == day)
    opened = {
        row.code: hours
        for row in machines
        if (hours := sorted((w.start, w.end) for w in row.windows if w.day == day))
    }
    return work, opened


def _cooking(working: list[BatchRow]) -> list[BatchRow]:
    return [row for row in working if row.batch.state is BatchState.STARTED]


def _left(opens: int, closes: int, day: int, now: Now) -> tuple[int, int]:
    """What is still to come of some hours."""
    if day < now[0]:
        return closes, closes
    return (max(opens, now[1]), closes) if day == now[0] else (opens, closes)


def _free(hours: tuple[int, int], busy: list[tuple[int, int]]) -> list[tuple[int, int]]:
    free = []
    opens, closes = hours
    for begin, end in sorted(busy):
        if opens < min(begin, closes):
            free.append((opens, min(begin, closes)))
        opens = max(opens, end)
    if opens < closes:
        free.append((opens, closes))
    return free


def made(
    working: list[BatchRow], start: date, in_force: tuple[p.Problem, Plan] | None
) -> tuple[p.Made, ...]:
    """Return the portions of batches at work, as the plan in force shares them out."""
    if in_force is None:
        return ()
    problem, plan = in_force
    served = {row.code: (row.day, row.meal) for row in problem.services}
    left: dict[tuple[tuple[int, str], str, str, str], int] = defaultdict(int)
    for row in working:
        for output in row.outputs:
            meal = ((row.batch.service_date - start).days, row.batch.meal.value)
            left[meal, row.batch.recipe_code, output.diet, output.size.value] += output.portions
    kept = []
    lines: tuple[p.Made | MenuLine, ...] = (*problem.made, *plan.menu)
    for line in lines:
        where = (served[line.service], line.recipe, line.diet, line.size)
        reserve = line.reserve if isinstance(line, MenuLine) else 0
        portions = min(line.portions + reserve, left[where])
        if portions:
            left[where] -= portions
            kept.append(
                p.Made(
                    service=line.service,
                    recipe=line.recipe,
                    diet=line.diet,
                    size=line.size,
                    format=line.format,
                    portions=portions,
                )
            )
    return tuple(sorted(kept, key=lambda row: (row.service, row.recipe, row.diet, row.size)))

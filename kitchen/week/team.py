"""The kitchen's hours of a week: who works when, of them how many cooks, and open machines."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, Conflict
from kitchen.core.i18n import day_name, gettext
from kitchen.production import hours, queries
from kitchen.production.hours import Hours
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render
from kitchen.week import queries as weeks
from kitchen.week import service
from kitchen.week.horizon import SERVICE_DAYS, start_of
from kitchen.week.views import monday_of

router = APIRouter()
Planner = Annotated[Actor, Depends(May("week.plan"))]
WEEK = timedelta(days=7)
CLOCK = re.compile(r"(\d{1,2})\s*[:h]\s*(\d{2})?")
ASKED = ("start", "end", "heads", "cooks")
Line = dict[str, str]


@router.get("/week/{week}/hours", name="week:hours")
def show(
    request: Request, db: Db, now: Now, site: Site, actor: Planner, week: str, copy: str = ""
) -> Response:
    """Show the week's shifts by day, to change; with `copy`, those of the week before instead."""
    del actor
    first, last = _span(week, site_date(now, site.timezone))
    if not copy:
        return _page(request, db, week, first, last)
    before = hours.of(queries.shifts(db, first - WEEK, last - WEEK))
    copied = _typed(replace(line, day=line.day + WEEK) for line in before)
    return _page(request, db, week, first, last, typed=copied, copied=True)


def _span(week: str, today: date) -> tuple[date, date]:
    """The kitchen days of a week that are still to come; the first is after the last if none is."""
    monday = monday_of(week)
    return max(start_of(monday), today), monday + timedelta(days=SERVICE_DAYS - 1)


def _page(
    request: Request,
    db: Db,
    week: str,
    first: date,
    last: date,
    *,
    typed: Mapping[str, str] | None = None,
    copied: bool = False,
    errors: list[tuple[str, str]] | None = None,
    refused: str = "",
) -> Response:
    stored = hours.of(queries.shifts(db, first, last))
    shown = _typed(stored) if typed is None else typed
    rows = queries.stations(db)
    machines = {
        f"{name}-{row.code}": _clock(minute)
        for row in rows
        for name, minute in (("open", row.open_minute), ("close", row.close_minute))
    }
    return render(
        request,
        "week/hours.html",
        status=422 if errors else 409 if refused else 200,
        monday=monday_of(week),
        week=week,
        days=[(day, _lines(shown, day)) for day in _days(first, last)],
        seen=hours.fingerprint(stored),
        copied=copied,
        stations=rows,
        names=queries.station_names(db),
        typed=machines | dict(typed or {}),
        errors=errors or [],
        refused=refused,
        machines_wrong=any(name in machines for name, _ in errors or []),
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=one) for one in range((last - first).days + 1)]


def _typed(lines: Iterable[Hours]) -> dict[str, str]:
    """Write shifts as the fields of the form."""
    fields: dict[str, str] = {}
    count: dict[date, int] = {}
    for line in lines:
        place = f"{line.day}-{count.get(line.day, 0)}"
        count[line.day] = count.get(line.day, 0) + 1
        fields |= {
            f"start-{place}": _clock(line.start_minute),
            f"end-{place}": _clock(line.end_minute),
            f"heads-{place}": str(line.heads),
            f"cooks-{place}": str(line.cooks),
        }
    return fields


def _lines(fields: Mapping[str, str], day: date) -> list[tuple[str, Line]]:
    """Return the lines of a day as typed, by place, and an empty one to add to."""
    found = []
    head = f"start-{day}-"
    numbers = {name[len(head) :] for name in fields if name.startswith(head)}
    known = sorted(int(text) for text in numbers if text.isdecimal())
    for number in known:
        place = f"{day}-{number}"
        line = {name: fields.get(f"{name}-{place}", "") for name in (*ASKED, "drop")}
        if any(value.strip() for value in line.values()):
            found.append((place, line))
    free = f"{day}-{max(known, default=-1) + 1}"
    return [*found, (free, dict.fromkeys((*ASKED, "drop"), ""))]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@router.post("/week/{week}/hours", name="week:set_hours")
def set_hours(
    request: Request, db: Db, now: Now, site: Site, actor: Planner, fields: Fields, week: str
) -> Response:
    """Keep the week's shifts, all or none, and plan again when there is a plan."""
    first, last = _span(week, site_date(now, site.timezone))
    try:
        lines = _read(fields, first, last)
        changed = hours.set_shifts(
            db, actor, first=first, last=last, lines=lines, seen=fields.get("seen", ""), at=now
        )
    except BadInput as error:
        return _page(request, db, week, first, last, typed=fields, errors=error.lines)
    except Conflict as error:
        return _page(request, db, week, first, last, refused=gettext(error.message))
    return _kept(request, db, now, actor, week, changed=changed)


def _read(fields: Mapping[str, str], first: date, last: date) -> dict[str, Hours]:
    """Read every line that is neither empty nor taken off.

    Raises:
        BadInput: When a line cannot be read or makes no sense; every one is named.
    """
    lines: dict[str, Hours] = {}
    wrong: list[tuple[str, str]] = []
    for day in _days(first, last):
        for place, line in _lines(fields, day):
            if line["drop"] or not any(line[name].strip() for name in ASKED):
                continue
            start, end = _minute(line["start"]), _minute(line["end"])
            heads, cooks = _count(line["heads"]), _count(line["cooks"])
            if start is None or end is None or heads is None or cooks is None:
                wrong += _unread(place, day, (start, end, heads, cooks))
            else:
                lines[place] = Hours(day, start, end, heads, cooks)
    if wrong := [*wrong, *hours.faults(lines)]:
        raise BadInput(wrong)
    return lines


def _unread(place: str, day: date, found: tuple[int | None, ...]) -> list[tuple[str, str]]:
    said = day_name(day).capitalize()
    words = {
        "start": gettext("%(day)s: a start is needed, such as 7:30.", day=said),
        "end": gettext("%(day)s: an end is needed, such as 15:30.", day=said),
        "heads": gettext("%(day)s: how many people work?", day=said),
        "cooks": gettext("%(day)s: how many of them are cooks? 0 if none.", day=said),
    }
    return [
        (f"{name}-{place}", words[name])
        for name, value in zip(ASKED, found, strict=True)
        if value is None
    ]


def _minute(text: str) -> int | None:
    """Read a time of day as minutes after midnight."""
    read = CLOCK.fullmatch(text.strip())
    if read is None:
        return None
    hour, minute = int(read[1]), int(read[2] or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a clock


def _count(text: str) -> int | None:
    bare = text.strip()
    return int(bare) if bare.isdecimal() and len(bare) < 6 else None  # noqa: PLR2004 - no such team


def _kept(
    request: Request, db: Db, now: Now, actor: Actor, week: str, *, changed: bool
) -> Response:
    """Answer a change of hours: the plan is worked out again near the one in force."""
    if not changed:
        said = gettext("Nothing changed.")
        return redirect(request, "week:hours", week=week, notice=said)
    row = weeks.week_by_monday(db, monday_of(week))
    if row is None or weeks.latest(db, row.id) is None:
        said = gettext("Hours kept. The plans to come count on them.")
        return redirect(request, "week:hours", week=week, notice=said)
    run = service.ask_replan(db, actor, row, at=now)
    said = gettext("Noted. The new plan comes in a few seconds; nothing is published yet.")
    query = {"week": week, "scenario": run.scenario}
    return redirect(request, "week:board", query=query, notice=said)


@router.post("/week/{week}/open", name="week:set_open")
def set_open(
    request: Request, db: Db, now: Now, site: Site, actor: Planner, fields: Fields, week: str
) -> Response:
    """Keep the hours machines are open, all or none, and plan again when there is a plan."""
    try:
        opened = _read_open(fields, queries.station_names(db))
        changed = hours.set_open_hours(db, actor, opened, at=now)
    except BadInput as error:
        first, last = _span(week, site_date(now, site.timezone))
        stored = _typed(hours.of(queries.shifts(db, first, last)))
        return _page(request, db, week, first, last, typed=stored | fields, errors=error.lines)
    return _kept(request, db, now, actor, week, changed=bool(changed))


def _read_open(fields: Mapping[str, str], names: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Read the hours of every machine.

    Raises:
        BadInput: When a time cannot be read or makes no sense; every one is named.
    """
    opened: dict[str, tuple[int, int]] = {}
    wrong: list[tuple[str, str]] = []
    for code, name in names.items():
        opens = _minute(fields.get(f"open-{code}", ""))
        closes = _minute(fields.get(f"close-{code}", ""))
        words = gettext("%(name)s: a time is needed, such as 7:30.", name=name)
        wrong += [
            (f"{end}-{code}", words)
            for end, minute in (("open", opens), ("close", closes))
            if minute is None
        ]
        if opens is not None and closes is not None:
            opened[code] = (opens, closes)
    if wrong := [*wrong, *hours.open_faults(opened, names)]:
        raise BadInput(wrong)
    return opened

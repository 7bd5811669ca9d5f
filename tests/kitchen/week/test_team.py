"""The kitchen's hours are changed all or none, by one person at a time, and on record."""

from datetime import date, timedelta

import pytest
from small_week import BOSS, MONDAY, NOW, frozen
from sqlmodel import select

from kitchen.core.actor import Actor, Grant, Role
from kitchen.core.audit import AuditEntry
from kitchen.core.errors import BadInput, Conflict, NotAllowed
from kitchen.production import hours, queries
from kitchen.production import service as machines
from kitchen.production.hours import Hours
from kitchen.week import kitchen_hours, team
from kitchen.week.horizon import start_of

FRIDAY = MONDAY + timedelta(days=4)
TUESDAY = MONDAY + timedelta(days=1)
START = start_of(MONDAY)
ACTIONS = ("production.shifts_set", "production.open_hours_set")


def stored(db):
    return hours.of(queries.shifts(db, MONDAY, FRIDAY))


def form(db):
    return team._typed(stored(db))


def save(db, fields, seen=None):
    return hours.set_shifts(
        db,
        BOSS,
        first=MONDAY,
        last=FRIDAY,
        lines=team._read(fields, MONDAY, FRIDAY),
        seen=seen or hours.fingerprint(stored(db)),
        at=NOW,
    )


def told(db):
    query = select(AuditEntry).where(AuditEntry.action.in_(ACTIONS))
    return [entry.facts for entry in db.exec(query)]


def line(place, start, end, heads, cooks):
    names = ("start", "end", "heads", "cooks")
    return {f"{name}-{place}": text for name, text in zip(names, (start, end, heads, cooks))}  # noqa: B905


def test_the_form_as_shown_changes_nothing_and_writes_nothing(db):
    before = stored(db)
    assert before
    assert not save(db, form(db))
    assert stored(db) == before
    assert told(db) == []


def test_a_shift_is_added_changed_and_taken_off_in_one_go(db):
    fields = form(db)
    fields |= line("2026-11-24-0", "6:30", "14h", "5", "3")  # Tuesday's, changed
    fields |= line("2026-11-24-1", "14:00", "18:15", "2", "0")  # the empty line, filled
    fields |= {"drop-2026-11-25-0": "1"}  # Wednesday's, taken off
    seen = hours.fingerprint(stored(db))
    assert save(db, fields)
    tuesday = [one for one in stored(db) if one.day == TUESDAY]
    assert tuesday == [Hours(TUESDAY, 390, 840, 5, 3), Hours(TUESDAY, 840, 1095, 2, 0)]
    assert [one for one in stored(db) if one.day == date(2026, 11, 25)] == []
    assert [(fact["day"], fact["heads"], fact["cooks"]) for fact in told(db)] == [
        ("2026-11-24", 7, 3),
        ("2026-11-25", 0, 0),
    ]
    # sent twice, it acts once
    assert not save(db, fields, seen)
    assert len(told(db)) == 2


def test_two_equal_shifts_are_two(db):
    twin = {name.replace("24-0", "24-1"): text for name, text in form(db).items() if "24-0" in name}
    assert save(db, form(db) | twin)
    assert len([one for one in stored(db) if one.day == TUESDAY]) == 2
    assert save(db, form(db) | {"drop-2026-11-24-1": "1"})
    assert len([one for one in stored(db) if one.day == TUESDAY]) == 1


def test_every_bad_line_is_named_and_nothing_is_kept(db):
    before = stored(db)
    fields = form(db)
    fields |= line("2026-11-23-0", "9:00", "8:00", "4", "2")
    fields |= line("2026-11-23-1", "25:00", "", "many", "-1")
    fields |= line("2026-11-24-0", "7:00", "8:00", "2", "3")
    fields |= line("2026-11-25-0", "7:00", "8:00", "0", "0")
    fields |= line("2026-11-26-0", "6:30", "9:00", "4", "2")  # a good one
    with pytest.raises(BadInput) as error:
        save(db, fields)
    assert [name for name, _ in error.value.lines] == [
        "start-2026-11-23-1", "end-2026-11-23-1", "heads-2026-11-23-1", "cooks-2026-11-23-1",
        "end-2026-11-23-0", "cooks-2026-11-24-0", "heads-2026-11-25-0",
    ]  # fmt: skip
    assert all(words.split(" :")[0].split()[0] in DAYS for _, words in error.value.lines)
    assert stored(db) == before


DAYS = ("Lundi", "Mardi", "Mercredi")


def test_hours_that_someone_else_changed_meanwhile_are_not_overwritten(db):
    seen = hours.fingerprint(stored(db))
    save(db, form(db) | line("2026-11-24-1", "14:00", "18:00", "2", "0"))
    theirs = stored(db)
    with pytest.raises(Conflict):
        save(db, {**form(db), "drop-2026-11-23-0": "1"}, seen)
    assert stored(db) == theirs


def test_only_who_sets_the_kitchen_up_may_change_its_hours(db):
    cook = Actor(None, "cook", (Grant(Role.COOK),))
    with pytest.raises(NotAllowed):
        hours.set_shifts(db, cook, first=MONDAY, last=FRIDAY, lines={}, seen="", at=NOW)
    with pytest.raises(NotAllowed):
        hours.set_open_hours(db, cook, {}, at=NOW)


def test_machines_open_when_it_is_said_all_or_none(db):
    names = queries.station_names(db)
    fields = {f"{end}-{code}": text for code in names for end, text in OPEN}
    opened = team._read_open(fields, names)
    changed = hours.set_open_hours(db, BOSS, opened, at=NOW)
    assert {row.code for row in changed} == set(names)
    assert {(row.open_minute, row.close_minute) for row in queries.stations(db)} == {(360, 990)}
    assert hours.set_open_hours(db, BOSS, opened, at=NOW) == []
    assert len(told(db)) == len(names)
    wrong = fields | {"open-oven-1": "", "close-oven-2": "5:00"}
    with pytest.raises(BadInput) as error:
        team._read_open(wrong, names)
    assert [name for name, _ in error.value.lines] == ["open-oven-1", "close-oven-2"]
    with pytest.raises(BadInput):
        hours.set_open_hours(db, BOSS, {"oven-1": (400, 300), "toaster": (1, 2)}, at=NOW)
    assert {(row.open_minute, row.close_minute) for row in queries.stations(db)} == {(360, 990)}


OPEN = (("open", "6:00"), ("close", "16:30"))


def test_a_plan_tells_the_days_whose_hours_changed_since(db):
    problem = frozen(db).problem
    today = NOW.date()

    def changed():
        return kitchen_hours.changed_since(db, problem, START, today)

    assert changed() == []
    save(db, form(db) | line("2026-11-24-0", "7:00", "15:30", "4", "1"))  # a cook less
    assert changed() == [TUESDAY]
    machines.note_outage(db, BOSS, day=FRIDAY, station_code="oven-1", at=NOW)
    assert changed() == [TUESDAY, FRIDAY]
    # what is past, or under way, is no more to be planned
    assert kitchen_hours.changed_since(db, problem, START, TUESDAY) == [FRIDAY]

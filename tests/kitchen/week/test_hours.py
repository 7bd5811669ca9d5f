"""What is left of machines and people: less what is down, away, past, or at work already."""

from datetime import date, timedelta

from small_week import BOSS, MONDAY, NOW

from kitchen.core.vocabulary import Component, StationKind
from kitchen.production import queries as production
from kitchen.production import service as machines
from kitchen.production.models import Batch, BatchState, BatchStep
from kitchen.week import kitchen_hours
from kitchen.week.horizon import start_of

START = start_of(MONDAY)
DAYS = 8
NEVER = (-1, 0)
TUESDAY, ELEVEN = 4, 660


def heads_at(db, day, minute, now=NEVER, working=()):
    rows = kitchen_hours.shifts(db, START, DAYS, now, list(working))
    return sum(row.heads for row in rows if row.day == day and row.start <= minute < row.end)


def open_at(db, code, day, minute, now=NEVER, working=()):
    rows = kitchen_hours.stations(db, START, DAYS, now, list(working))
    station = next(row for row in rows if row.code == code)
    return any(w.day == day and w.start <= minute < w.end for w in station.windows)


def begun(db):
    """A stew on the kettle from 10:00 to 12:00 on Tuesday, held by one person."""
    day = START + timedelta(days=TUESDAY)
    row = Batch(
        code="PR-48-99", recipe_code="x", recipe_version=1, name_fr="x", name_en="x",
        component=Component.MAIN, service_date=day + timedelta(days=1), cook_date=day,
        use_by=day + timedelta(days=2), portions=10, standard_permille=10_000, grams=1000,
        portion_grams=100, state=BatchState.STARTED,
    )  # fmt: skip
    db.add(row)
    db.flush()
    db.add(
        BatchStep(
            batch_id=row.id, step=0, station_code="kettle-1", kind=StationKind.KETTLE,
            start_minute=600, end_minute=720, hands=1, grams=1000,
        )
    )  # fmt: skip
    db.flush()
    return kitchen_hours.at_work(db, START, DAYS)


def test_a_machine_that_is_down_is_closed_that_day_only(db):
    machines.note_outage(
        db, BOSS, day=START + timedelta(days=TUESDAY), station_code="oven-1", at=NOW
    )
    assert not open_at(db, "oven-1", TUESDAY, 600)
    assert open_at(db, "oven-1", TUESDAY + 1, 600)
    assert open_at(db, "oven-2", TUESDAY, 600)
    row = production.outages(db, START, START + timedelta(days=DAYS))[0]
    machines.end_outage(db, BOSS, row.id, at=NOW)
    assert open_at(db, "oven-1", TUESDAY, 600)


def test_people_away_are_missed_by_the_day_and_by_the_hot_work(db):
    before = heads_at(db, TUESDAY, 600)
    machines.note_outage(db, BOSS, day=START + timedelta(days=TUESDAY), heads=1, at=NOW)
    assert heads_at(db, TUESDAY, 600) == before - 1
    rows = kitchen_hours.shifts(db, START, DAYS, NEVER, [])
    cooks = sum(row.heads for row in rows if row.day == TUESDAY and row.skills)
    usual = sum(row.heads for row in rows if row.day == TUESDAY + 1 and row.skills)
    assert cooks == usual - 1


def test_the_hours_that_are_past_are_over(db):
    now = (TUESDAY, ELEVEN)
    assert heads_at(db, TUESDAY - 1, 600, now) == 0
    assert heads_at(db, TUESDAY, ELEVEN - 1, now) == 0
    assert heads_at(db, TUESDAY, ELEVEN, now) > 0
    assert not open_at(db, "oven-1", TUESDAY, ELEVEN - 1, now)
    assert open_at(db, "oven-1", TUESDAY, ELEVEN, now)


def test_a_batch_begun_keeps_its_machine_and_its_hands_until_it_ends(db):
    usual = heads_at(db, TUESDAY, 690)
    working = begun(db)
    assert not open_at(db, "kettle-1", TUESDAY, 719, working=working)
    assert open_at(db, "kettle-1", TUESDAY, 720, working=working)
    assert open_at(db, "kettle-2", TUESDAY, 690, working=working)
    assert heads_at(db, TUESDAY, 690, working=working) == usual - 1
    assert heads_at(db, TUESDAY, 720, working=working) == usual


def test_the_hour_is_the_sites_and_counts_from_the_first_kitchen_day():
    noon = NOW.replace(year=2026, month=11, day=24, hour=10)
    assert kitchen_hours.now_of(noon, START, "Europe/Paris") == (TUESDAY, ELEVEN)
    assert kitchen_hours.now_of(NOW, START, "Europe/Paris") == NEVER
    assert date(2026, 11, 20) == START

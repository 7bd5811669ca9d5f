"""Dinners: asked for beside lunches, never mixed with them, left out aloud when asked for hot."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from distribution.demand import history, queries, service
from distribution.demand.models import MealOrder
from distribution.demand.service import Tally
from distribution.partners import queries as doors
from distribution.tours.snapshot import MEALS, count, tour_problem
from kitchen.core.errors import BadInput
from kitchen.core.vocabulary import Meal, MealFormat, SizeClass
from tests.distribution.demand.one_door import open_door

MONDAY = date(2026, 11, 23)
PARIS = "Europe/Paris"


@pytest.fixture
def door(db, boss, at):
    return open_door(db, boss, at)


@pytest.fixture
def ask(db, boss, door, at):
    def asked(meal, portions, day=MONDAY, point=door):
        lines = {("standard", SizeClass.STANDARD): portions}
        return service.order(
            db, boss, point, day=day, meal=meal, lines=lines, timezone=PARIS, at=at
        )

    return asked


def test_a_dinner_stands_beside_the_lunch_of_its_day(db, door, ask):
    ask(Meal.LUNCH, 20)
    ask(Meal.DINNER, 12)
    ask(Meal.DINNER, 9)
    asked, left_out = queries.week_demand(db, MONDAY, MONDAY)
    assert {row.meal: row.portions for row in asked} == {Meal.LUNCH: 20, Meal.DINNER: 9}
    assert left_out == []
    (one,) = [one for one in doors.doors(db) if one.point.id == door.id]
    week = queries.door_week(db, one, MONDAY, MONDAY)
    assert {key: [line.portions for line in lines] for key, lines in week.items()} == {
        (MONDAY, Meal.LUNCH): [20],
        (MONDAY, Meal.DINNER): [9],
    }


def test_the_van_brings_both_meals_in_one_stop(db, door, ask):
    ask(Meal.LUNCH, 20)
    ask(Meal.DINNER, 12)
    (stop,) = tour_problem(db, MONDAY, ready_minute=555).stops
    assert count(stop.delivers, MEALS) == 32
    assert stop.chilled


def test_a_hot_dinner_is_listed_with_its_reason_and_loads_no_van(db, door, ask):
    row = ask(Meal.DINNER, 12)
    row.format = MealFormat.HOT
    db.add(row)
    db.flush()
    ask(Meal.LUNCH, 20)
    asked, left_out = queries.week_demand(db, MONDAY, MONDAY)
    assert [one.meal for one in asked] == [Meal.LUNCH]
    assert [(one.code, one.portions, one.door_name) for one in left_out] == [
        (queries.HOT_DINNER, 12, "Escale")
    ]
    assert queries.meals_by_door(db, MONDAY) == {door.code: 20}


def test_a_cold_dinner_is_counted(db, ask):
    row = ask(Meal.DINNER, 12)
    row.format = MealFormat.COLD
    db.add(row)
    db.flush()
    asked, left_out = queries.week_demand(db, MONDAY, MONDAY)
    assert [(one.meal, one.format) for one in asked] == [(Meal.DINNER, MealFormat.COLD)]
    assert left_out == []


def test_a_door_that_takes_hot_meals_only_cannot_ask_for_dinners(db, boss, at, ask):
    hot = open_door(db, boss, at, formats=("hot",), name="Cantine")
    with pytest.raises(BadInput) as refused:
        ask(Meal.DINNER, 12, point=hot)
    assert [where for where, _ in refused.value.lines] == ["Cantine"]
    assert db.exec(select(MealOrder)).all() == []
    assert ask(Meal.LUNCH, 12, point=hot).meal is Meal.LUNCH


def test_moving_a_day_keeps_each_meal_to_itself(db, boss, at, door, ask):
    tuesday = MONDAY + timedelta(days=1)
    ask(Meal.LUNCH, 20)
    ask(Meal.DINNER, 12)
    ask(Meal.DINNER, 5, day=tuesday)
    service.move_day(db, boss, doors.doors(db), day=MONDAY, to=tuesday, at=at)
    asked, _ = queries.week_demand(db, MONDAY, tuesday)
    assert {(row.day, row.meal): row.portions for row in asked} == {
        (tuesday, Meal.LUNCH): 20,
        (tuesday, Meal.DINNER): 17,
    }


def test_dinners_neither_count_in_the_forecast_of_lunches_nor_answer_for_them(
    db, boss, at, door, ask
):
    for week in range(1, 9):
        for day in range(5):
            on = MONDAY - timedelta(weeks=week) + timedelta(days=day)
            for meal, eaten in ((Meal.LUNCH, 20), (Meal.DINNER, 90)):
                tally = {"standard": Tally(eaten, eaten)}
                service.count(
                    db, boss, door, day=on, meal=meal, tallies=tally, timezone=PARIS, at=at
                )
    ask(Meal.DINNER, 12, day=MONDAY + timedelta(days=1))
    (outlook,) = history.outlooks(db, MONDAY)
    assert [one.expected for one in outlook.portions(1)] == [20]
    assert outlook.answered == frozenset()
    service.take_forecast(db, boss, [outlook], monday=MONDAY, timezone=PARIS, at=at)
    asked, _ = queries.week_demand(db, MONDAY, MONDAY + timedelta(days=4))
    assert [row.portions for row in asked if row.meal is Meal.DINNER] == [12]
    assert {row.portions for row in asked if row.meal is Meal.LUNCH} == {20}
    tuesday = MONDAY + timedelta(days=1)
    kept = history.counted_days(db, door.id, MONDAY - timedelta(weeks=1), MONDAY)
    assert kept[MONDAY - timedelta(weeks=1), Meal.DINNER][0].served == 90
    assert tuesday in history.forecast_days(db, door.id, MONDAY, tuesday)

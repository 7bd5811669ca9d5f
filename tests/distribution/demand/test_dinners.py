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


@pytest.fixture
def counted(db, boss, at, door):
    """Count a meal over eight weeks, on some weekdays, up to some weeks before."""

    def of(meal, eaten, days=range(5), weeks=range(1, 9), point=door):
        for week in weeks:
            for day in days:
                service.count(
                    db,
                    boss,
                    point,
                    day=MONDAY - timedelta(weeks=week) + timedelta(days=day),
                    meal=meal,
                    tallies={"standard": Tally(eaten, eaten + 2, left_over=1 + week % 3)},
                    timezone=PARIS,
                    at=at,
                )

    return of


@pytest.fixture
def take(db, boss, at):
    def taken():
        found = history.outlooks(db, MONDAY)
        return service.take_forecast(db, boss, found, monday=MONDAY, timezone=PARIS, at=at)

    return taken


def test_lunches_and_dinners_are_expected_apart(db, counted, ask, take):
    counted(Meal.LUNCH, 20)
    counted(Meal.DINNER, 90)
    tuesday = MONDAY + timedelta(days=1)
    ask(Meal.DINNER, 12, day=tuesday)
    lunch, dinner = history.outlooks(db, MONDAY)
    assert [(one.meal, one.answered) for one in (lunch, dinner)] == [
        (Meal.LUNCH, frozenset()),
        (Meal.DINNER, frozenset({tuesday})),
    ]
    assert [one.expected for one in lunch.portions(1)] == [20]
    assert [one.expected for one in dinner.portions(1)] == [90]
    assert len(take()) == 9
    assert take() == []
    asked, _ = queries.week_demand(db, MONDAY, MONDAY + timedelta(days=4))
    dinners = [row for row in asked if row.meal is Meal.DINNER]
    assert [row.portions for row in dinners] == [90, 12, 90, 90, 90]
    assert all(row.low_portions < row.portions <= row.high_portions for row in dinners[2:])
    assert {row.portions for row in asked if row.meal is Meal.LUNCH} == {20}


def test_the_error_of_a_meal_is_that_of_its_own_counts(db, counted):
    counted(Meal.LUNCH, 20)
    (alone,) = history.outlooks(db, MONDAY)
    counted(Meal.DINNER, 90)
    lunch, dinner = history.outlooks(db, MONDAY)
    assert history.score_of([lunch]) == history.score_of([alone])
    assert history.score_of([dinner]).came > 4 * history.score_of([lunch]).came


def test_each_meal_of_a_door_is_known_to_come_from_the_forecast_or_not(
    db, door, counted, ask, take
):
    counted(Meal.LUNCH, 20)
    counted(Meal.DINNER, 9)
    ask(Meal.LUNCH, 12)
    take()
    tuesday = MONDAY + timedelta(days=1)
    assert history.forecast_meals(db, door.id, MONDAY, tuesday) == {
        (MONDAY, Meal.DINNER),
        (tuesday, Meal.LUNCH),
        (tuesday, Meal.DINNER),
    }
    kept = history.counted_days(db, door.id, MONDAY - timedelta(weeks=1), MONDAY)
    assert kept[MONDAY - timedelta(weeks=1), Meal.DINNER][0].served == 9


def test_dinners_are_expected_only_on_the_evenings_that_had_some_lately(db, counted, take):
    counted(Meal.LUNCH, 20)
    counted(Meal.DINNER, 9, days=(1, 3))
    counted(Meal.DINNER, 9, days=(4,), weeks=range(5, 9))
    _, dinner = history.outlooks(db, MONDAY)
    assert dinner.open_days == [1, 3]
    assert {row.day.weekday() for row in take() if row.meal is Meal.DINNER} == {1, 3}


def test_a_door_that_gave_dinners_up_is_expected_none(db, counted, take):
    counted(Meal.LUNCH, 20)
    counted(Meal.DINNER, 9, weeks=range(5, 12))
    assert {row.meal for row in take()} == {Meal.LUNCH}


def test_a_door_that_keeps_no_meal_until_the_evening_any_more_is_expected_none(
    db, door, counted, take
):
    counted(Meal.DINNER, 9)
    door.formats = ["hot"]
    db.add(door)
    db.flush()
    assert [one.meal for one in history.outlooks(db, MONDAY)] == [Meal.LUNCH]
    assert take() == []


def test_an_evening_that_asked_for_nobody_is_an_answer(db, boss, at, door, counted, take):
    counted(Meal.DINNER, 9)
    service.order(db, boss, door, day=MONDAY, meal=Meal.DINNER, lines={}, timezone=PARIS, at=at)
    assert MONDAY not in {row.day for row in take()}


def test_children_of_midday_do_not_come_in_the_evening(db, boss, at, door, counted, take):
    for meal in Meal:
        counted(meal, 20)
    lines = {("standard", SizeClass.STANDARD): 10, ("standard", SizeClass.CHILD): 10}
    service.order(
        db, boss, door, day=MONDAY - timedelta(days=3), lines=lines, timezone=PARIS, at=at
    )
    take()
    asked, _ = queries.week_demand(db, MONDAY, MONDAY)
    assert {(row.meal, row.size): row.portions for row in asked} == {
        (Meal.LUNCH, SizeClass.CHILD): 10,
        (Meal.LUNCH, SizeClass.STANDARD): 10,
        (Meal.DINNER, SizeClass.STANDARD): 20,
    }

"""The frozen problem: same state, same bytes; what is not safe or not counted is left out, said."""

from datetime import date, timedelta

from small_week import MONDAY, asked, coming, frozen

from kitchen.catalogue import queries as catalogue
from kitchen.core.vocabulary import Allergen, Presence
from kitchen.stock import queries as stock
from kitchen.week.models import DishLock
from kitchen.week.snapshot import Settled, freeze
from planning.week.validate import validate, write_problem


def test_the_same_state_gives_the_same_bytes_whatever_the_order_of_what_is_handed_in(db):
    first = write_problem(frozen(db).problem)
    turned = freeze(
        db,
        monday=MONDAY,
        today=date(2026, 11, 19),
        asked=asked()[::-1],
        coming=coming()[::-1],
        done=Settled(),
    )
    assert write_problem(turned.problem) == first


def test_the_problem_is_consistent_and_asks_for_everyone(db):
    problem = frozen(db).problem
    assert validate(problem) == []
    assert sum(row.portions for row in problem.demands) == 5 * 32


def test_an_allergen_nobody_could_tell_about_counts_as_present(db):
    problem = frozen(db).problem
    known = catalogue.presences_by_ingredient(db)
    by_code = {row.code: row for row in problem.ingredients}
    checked = 0
    for food in catalogue.ingredients(db).values():
        for allergen, presence in known.get(food.id, {}).items():
            if food.code not in by_code or presence is Presence.ABSENT:
                continue
            row = by_code[food.code]
            assert allergen.value in {*row.contains, *row.unknown}
            checked += presence is not Presence.CONTAINS
    assert checked
    assert {one.value for one in Allergen} <= set(problem.exclusions)


def test_a_lot_without_its_date_and_one_past_it_are_left_out_and_said(db):
    snapshot = frozen(db)
    held = {row.lot.code: row for row in stock.lots_in_hand(db)}
    left = {row["lot"]: row for row in snapshot.left_out if "lot" in row}
    planned = {row.code for row in snapshot.problem.lots}
    assert sorted(row["code"] for row in left.values()) == ["stock.blocked", "stock.expired"]
    assert not planned & left.keys()
    assert left.keys() | planned >= held.keys()
    blocked = next(row for row in left.values() if row["code"] == "stock.blocked")
    assert blocked["why"] == "no_date"


def test_every_gram_in_hand_is_planned_or_said(db):
    snapshot = frozen(db)
    in_hand = sum(row.grams for row in stock.lots_in_hand(db))
    counted = sum(row.grams for row in snapshot.problem.lots if row.code.startswith("L-"))
    assert counted + sum(row["grams"] for row in snapshot.left_out if "lot" in row) == in_hand


def test_an_offer_that_comes_after_the_week_is_left_out_and_said(db):
    snapshot = frozen(db)
    assert "O-0002" not in {row.code for row in snapshot.problem.lots}
    assert [row["offer"] for row in snapshot.left_out if row["code"] == "offer.too_late"] == [
        "O-0002"
    ]


def test_dates_become_days_from_the_last_kitchen_day_before_the_week(db):
    lock = DishLock(
        week_id=MONDAY, service_date=MONDAY + timedelta(days=2), recipe_code="x", keep=True
    )
    code = next(iter(catalogue.dishes(db)))
    lock.recipe_code = code
    problem = frozen(db, [lock]).problem
    assert problem.start_date == "2026-11-20"
    assert [row.day for row in problem.services] == [3, 4, 5, 6, 7]
    assert [(row.service, row.recipe) for row in problem.locks] == [("d5", code)]

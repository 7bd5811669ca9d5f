"""The frozen problem: same state, same bytes; what is not safe or not counted is left out, said."""

from dataclasses import replace
from datetime import date, timedelta

from small_week import MONDAY, asked, coming, frozen

from kitchen.catalogue import queries as catalogue
from kitchen.core.vocabulary import (
    Allergen,
    Component,
    Meal,
    MealFormat,
    Presence,
    SizeClass,
)
from kitchen.production.models import Batch
from kitchen.stock import queries as stock
from kitchen.week.models import DishLock, WeekRules
from kitchen.week.snapshot import Asked, Settled, freeze
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


def test_a_dinner_is_a_service_of_its_own_only_on_the_days_it_is_asked_for(db):
    extra = Asked(MONDAY, Meal.DINNER, "D-1", "standard", SizeClass.STANDARD, 12)
    lock = DishLock(
        week_id=MONDAY, service_date=MONDAY, meal=Meal.DINNER, recipe_code="dahl-de-lentilles"
    )
    nobody = DishLock(
        week_id=MONDAY,
        service_date=MONDAY + timedelta(days=1),
        meal=Meal.DINNER,
        recipe_code="dahl-de-lentilles",
    )
    problem = freeze(
        db,
        monday=MONDAY,
        today=date(2026, 11, 19),
        asked=[extra, *asked()],
        coming=coming(),
        done=Settled(locks=(lock, nobody)),
    ).problem
    assert validate(problem) == []
    assert [(row.code, row.meal) for row in problem.services] == [
        ("d3", "lunch"),
        ("d3-dinner", "dinner"),
        *((f"d{day}", "lunch") for day in (4, 5, 6, 7)),
    ]
    by_service = {row.code: 0 for row in problem.services}
    for row in problem.demands:
        by_service[row.service] += row.portions
    assert by_service == {"d3-dinner": 12, **{f"d{day}": 32 for day in range(3, 8)}}
    assert [row.service for row in problem.locks] == ["d3-dinner"]
    without = frozen(db).problem
    assert [row.code for row in without.services] == [f"d{day}" for day in range(3, 8)]


def test_a_dinner_that_left_with_the_tour_is_not_asked_again(db):
    extra = Asked(MONDAY, Meal.DINNER, "D-1", "standard", SizeClass.STANDARD, 12)
    problem = freeze(
        db,
        monday=MONDAY,
        today=MONDAY,
        asked=[*asked(), extra],
        coming=coming(),
        done=Settled(now=(3, 11 * 60)),
    ).problem
    assert {row.service for row in problem.demands} == {"d4", "d5", "d6", "d7"}
    assert validate(problem) == []


def test_no_batch_is_larger_than_the_chillers_cool_at_once(db):
    problem = frozen(db).problem
    room = sum(row.capacity_grams for row in problem.stations if row.kind == "chiller")
    ahead = [row for row in problem.recipes if row.ahead]
    assert room
    assert ahead
    assert all(0 < row.most_portions * row.portion_grams <= room for row in ahead)
    assert {row.most_portions for row in problem.recipes if not row.ahead} == {0}


def fish(problem):
    return [row for row in problem.frequencies if row.tag == "FISH70"]


def with_dinners(db, days=2):
    extra = [
        Asked(MONDAY + timedelta(days=day), Meal.DINNER, "D-1", "standard", SizeClass.STANDARD, 12)
        for day in range(days)
    ]
    return freeze(
        db,
        monday=MONDAY,
        today=date(2026, 11, 19),
        asked=[*asked(), *extra],
        coming=coming(),
        done=Settled(),
    ).problem


def test_a_dinner_of_fish_counts_in_the_table_of_dinners_alone(db):
    dishes = catalogue.dishes(db)
    code = next(code for code, dish in dishes.items() if "FISH70" in dish.recipe.tags)
    db.add(_batch(code, MONDAY - timedelta(days=3), 20, Meal.DINNER))
    db.flush()
    alone = fish(frozen(db).problem)
    assert [(row.services, row.before, row.least) for row in alone] == [((), 0, 1)]
    problem = with_dinners(db)
    assert validate(problem) == []
    assert [(row.services, row.before, row.least) for row in fish(problem)] == [
        (("d3", "d4", "d5", "d6", "d7"), 0, 1),  # five lunches: 4 x 5 / 20
        (("d3-dinner", "d4-dinner"), 1, 1),  # three dinners, rounded up
    ]


def test_each_meal_has_a_window_of_twenty_of_its_own_however_long_ago(db):
    dishes = catalogue.dishes(db)
    caught, other = (
        next(code for code, dish in dishes.items() if ("FISH70" in dish.recipe.tags) is held)
        for held in (True, False)
    )
    for week in range(1, 21):  # a dinner a week: the last eighteen stand beside two to come
        day = MONDAY - timedelta(weeks=week)
        db.add(_batch(caught if week in (1, 18, 19) else other, day, 20, Meal.DINNER))
    for day in range(1, 17):  # more lunches than the fifteen that stand beside five
        db.add(_batch(caught, MONDAY - timedelta(days=day), 90))
    db.flush()
    lunch, dinner = fish(with_dinners(db))
    assert (lunch.before, lunch.least) == (15, 4)
    assert (dinner.before, dinner.least) == (2, 4)


def test_ranges_formats_and_the_safety_of_the_rules_reach_the_problem(db):
    ranged = [replace(row, low=row.portions // 2, high=row.portions * 2) for row in asked()]
    cold = [replace(row, format=MealFormat.COLD) for row in ranged[:1]]
    rules = WeekRules(safety_permille=950, budget_cents=90_000, levels={"FISH70": "off"})
    problem = freeze(
        db,
        monday=MONDAY,
        today=date(2026, 11, 19),
        asked=[*cold, *ranged[1:]],
        coming=coming(),
        done=Settled(rules=rules),
        together_permille=120,
    ).problem
    assert problem.rules.together_permille == 120
    assert {row.format for row in problem.demands} == {"", "cold"}
    assert all(row.low < row.portions < row.high for row in problem.demands)
    assert sum(row.portions for row in problem.demands) == 5 * 32
    assert problem.rules.safety_permille == 950
    assert problem.rules.budget_cents == 90_000
    assert "FISH70" not in {row.tag for row in problem.frequencies}
    hot = {row.code for row in problem.recipes if row.formats == ("chilled", "hot")}
    assert hot


def test_a_vegetable_out_of_season_waits_unless_it_is_in_hand_or_offered(db):
    problem = frozen(db).problem
    months = {code: row.season for code, row in catalogue.ingredients(db).items()}
    there = {lot.ingredient for lot in problem.lots}
    late = {
        row.code
        for row in problem.recipes
        for line in row.lines
        if months[line.ingredient] and 11 not in months[line.ingredient]
        if line.ingredient not in there
    }
    assert late
    assert {row.code for row in problem.recipes if row.days == ()} == late


def _batch(code, day, portions, meal=Meal.LUNCH):
    return Batch(
        code=f"PR-{day}-{meal}",
        recipe_code=code,
        recipe_version=1,
        name_fr=code,
        name_en=code,
        component=Component.MAIN,
        service_date=day,
        meal=meal,
        cook_date=day,
        use_by=day,
        portions=portions,
        standard_permille=portions * 1000,
        grams=portions * 100,
        portion_grams=100,
    )


def test_what_was_served_last_week_does_not_return_and_counts_in_the_frequencies(db):
    served = catalogue.dishes(db)
    fish = next(code for code, dish in served.items() if "FISH70" in dish.recipe.tags)
    friday = MONDAY - timedelta(days=3)
    db.add(_batch(fish, friday, 100))
    db.flush()
    problem = frozen(db).problem
    assert next(row.served_day for row in problem.recipes if row.code == fish) == 0
    row = next(one for one in problem.frequencies if one.tag == "FISH70")
    assert (row.before, row.least) == (1, 2)  # of six meals: 4 x 6 / 20, rounded up


def test_a_plan_counts_on_what_farms_are_sure_of_and_on_hopes_as_the_rules_say(db):
    crop = replace(coming()[0], low_grams=40_000, high_grams=60_000)
    given = replace(crop, code="O-0009", committed=True)

    def lots(permille):
        problem = freeze(
            db,
            monday=MONDAY,
            today=date(2026, 11, 19),
            asked=asked(),
            coming=[crop, given],
            done=Settled(rules=WeekRules(promised_permille=permille)),
        ).problem
        return {lot.code: (lot.grams, lot.low_grams, lot.high_grams) for lot in problem.lots}

    assert lots(0)["O-0001"] == (40_000, 40_000, 60_000)
    assert lots(500)["O-0001"] == (50_000, 40_000, 60_000)
    assert lots(500)["O-0009"] == (40_000, 40_000, 60_000)

"""Why, why not, and what one more would change, on two days that fit in one head."""

from dataclasses import replace

import pytest

from planning.params import SolveParams
from planning.reasons import reason
from planning.week.check import check
from planning.week.explain import one_more_kilo, tight, why, why_not
from planning.week.problem import Lock, Lot
from planning.week.solve import solve
from tests.planning.week.examples import dish, two_days

PARAMS = SolveParams(budget=0.2)


def codes(found) -> list[str]:
    return [one.code for one in found]


@pytest.fixture(scope="module")
def planned():
    problem = two_days()
    return problem, solve(problem, PARAMS)


def test_everybody_is_fed_and_every_rule_holds(planned):
    problem, plan = planned
    assert check(problem, plan) == []
    assert plan.goals.unfed_portions == 0


def test_carrots_that_would_be_lost_are_why_the_carrot_soup_is_served(planned):
    problem, plan = planned
    served = [row.service for row in plan.batches if row.recipe == "carrot-soup"]
    assert served
    found = [one for service in served for one in why(problem, plan, service, "carrot-soup")]
    saved = [one for one in found if one.code == "why.uses_lot"]
    assert saved
    assert {one.fact("ingredient") for one in saved} == {"carrot"}


def test_a_lock_is_a_reason():
    problem = two_days(locks=(Lock(service="d1", recipe="wheat-bake"),))
    plan = solve(problem, PARAMS)
    assert "why.locked" in codes(why(problem, plan, "d1", "wheat-bake"))


def test_pesto_is_not_for_those_who_avoid_nuts_because_nobody_could_tell(planned):
    problem, plan = planned
    found = why_not(problem, plan, "d1", "main", "pesto-leeks")
    clash = next(one for one in found if one.code == "why_not.diet")
    assert (clash.fact("diet"), clash.fact("exclusion")) == ("no_nuts", "nuts")


def test_a_dish_out_of_season_banned_or_unobtainable_says_so(planned):
    problem, plan = planned
    recipes = (*problem.recipes, dish("gazpacho", "starter", "leek", days=(5,)))
    summer = replace(problem, recipes=recipes)
    assert codes(why_not(summer, plan, "d1", "starter", "gazpacho")) == ["why_not.season"]
    banned = replace(problem, locks=(Lock(service="d1", recipe="dahl", keep=False),))
    assert "why_not.banned" in codes(why_not(banned, plan, "d1", "main", "dahl"))
    foods = tuple(
        replace(row, first_day=2) if row.code == "lentil" else row for row in problem.ingredients
    )
    late = replace(problem, ingredients=foods)
    assert "why_not.supply" in codes(why_not(late, plan, "d1", "main", "dahl"))


def test_a_dish_that_could_be_served_says_what_it_would_cost():
    problem = two_days(rules=replace(two_days().rules, repeat_days=1))
    plan = solve(problem, PARAMS)
    served = {(row.service, row.recipe) for row in plan.batches}
    assert ("d2", "beef-stew") not in served
    found = why_not(problem, plan, "d2", "main", "beef-stew")
    dearer = next(one for one in found if one.code == "why_not.dearer")
    forced = replace(problem, locks=(Lock(service="d2", recipe="beef-stew"),))
    asked = solve(forced, PARAMS)
    rise = (asked.objective - plan.objective) // 100
    assert 0 < rise <= int(dearer.fact("cents")) + 1


def test_one_more_kilo_is_worth_what_a_plan_with_it_saves(planned):
    problem, plan = planned
    found = {one.fact("ingredient"): one.fact("cents") for one in one_more_kilo(problem, plan)}
    food = next(iter(found))
    more = replace(problem, lots=(*problem.lots, Lot(code="L9", ingredient=food, grams=1000)))
    richer = solve(more, PARAMS)
    assert found[food] > 0
    assert (plan.objective - richer.objective) // 100 >= int(found[food]) - 1


def test_a_day_with_one_short_shift_is_tight():
    shifts = tuple(replace(row, heads=1, end=420 + 110) for row in two_days().shifts)
    problem = two_days(shifts=shifts)
    plan = solve(problem, PARAMS)
    assert {one.fact("kind") for one in tight(problem, plan)} >= {"staff"}


def test_a_dish_that_would_overload_the_day_names_the_machine():
    base = two_days()
    slow = replace(base.recipes[2].steps[1], load_minutes=400, load_portions=20)
    recipes = tuple(
        replace(row, steps=(row.steps[0], slow, row.steps[2])) if row.code == "wheat-bake" else row
        for row in base.recipes
    )
    problem = two_days(recipes=recipes)
    plan = solve(problem, PARAMS)
    service = next(row.service for row in plan.batches if row.recipe != "wheat-bake")
    found = why_not(problem, plan, service, "main", "wheat-bake")
    assert reason("why_not.capacity", kind="kettle") in found
    assert "why_not.dearer" not in codes(found)

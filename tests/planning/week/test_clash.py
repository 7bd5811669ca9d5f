"""When someone cannot be fed: which rules clash, and what would help."""

from dataclasses import replace

from planning.params import SolveParams
from planning.reasons import reason
from planning.week.check import check
from planning.week.clash import clashes, smallest_set
from planning.week.problem import Demand, Diet, Lock
from planning.week.solve import solve
from tests.planning.week.examples import two_days

PARAMS = SolveParams(budget=0.2)
STRICT = Diet(code="strict", excludes=("gluten", "meat", "milk"))


def test_the_smallest_set_turns_every_dish_down():
    milk, nuts, meat = (
        reason("clash.exclusion", diet="d", exclusion=code) for code in ("milk", "nuts", "meat")
    )
    dishes = [frozenset({milk, nuts}), frozenset({milk}), frozenset({meat, nuts})]
    assert smallest_set(dishes) == tuple(sorted((milk, meat)))
    assert smallest_set([frozenset({nuts}), frozenset({nuts, milk})]) == (nuts,)


def test_a_diet_that_no_main_suits_names_its_exclusions_and_the_nearest_dish():
    made = two_days()
    recipes = tuple(row for row in made.recipes if row.code != "dahl")
    problem = two_days(
        recipes=recipes,
        diets=(*made.diets, STRICT),
        demands=(*made.demands, Demand(service="d1", diet="strict", portions=3)),
    )
    plan = solve(problem, PARAMS)
    assert check(problem, plan) == []
    (found,) = clashes(problem, plan, PARAMS)
    assert (found.service, found.component, found.diet, found.portions) == (
        "d1",
        "main",
        "strict",
        3,
    )
    assert {one.fact("exclusion") for one in found.rules} == {"gluten", "meat", "milk"}
    near = {one.fact("recipe") for one in found.help if one.code == "help.near_dish"}
    assert near == {"beef-stew", "pesto-leeks", "wheat-bake"}


def test_a_limit_of_one_dish_is_named_and_lifting_it_is_proposed():
    made = two_days()
    recipes = tuple(
        row
        for row in made.recipes
        if row.code in ("carrot-soup", "leek-soup", "beef-stew", "pesto-leeks")
    )
    problem = two_days(
        recipes=recipes,
        demands=tuple(row for row in made.demands if row.service == "d1"),
        rules=replace(made.rules, dishes_per_component=1),
    )
    plan = solve(problem, PARAMS)
    assert check(problem, plan) == []
    found = clashes(problem, plan, PARAMS)
    assert found
    assert {rule.code for one in found for rule in one.rules} == {"clash.dishes"}
    assert any(one.code == "help.lift" for entry in found for one in entry.help)


def test_a_ban_that_starves_a_diet_is_named():
    made = two_days()
    problem = two_days(
        recipes=tuple(row for row in made.recipes if row.code not in ("wheat-bake", "pesto-leeks")),
        locks=(Lock(service="d1", recipe="dahl", keep=False),),
    )
    plan = solve(problem, PARAMS)
    (found,) = clashes(problem, plan, PARAMS)
    assert found.diet == "vegetarian"
    assert {one.code for one in found.rules} == {"clash.ban", "clash.exclusion"}


def test_days_with_nobody_in_the_kitchen_are_named_and_a_team_is_proposed():
    made = two_days()
    usual = made.shifts[0]
    problem = two_days(shifts=(replace(usual, end=usual.start + 90, heads=1),))
    plan = solve(problem, PARAMS)
    late = [row for row in problem.services if row.day - 1 > usual.day]
    assert late, "a service whose kitchen days are both empty"
    found = [row for row in clashes(problem, plan, PARAMS) if row.service == late[-1].code]
    assert found
    for one in found:
        assert [rule.code for rule in one.rules].count("clash.time") == 1
        assert any(line.code == "help.lift_time" for line in one.help)

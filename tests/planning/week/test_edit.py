"""A person changes a dish on the board: what it breaks is said at once."""

from dataclasses import replace

import pytest

from planning.params import SolveParams
from planning.week.against import Swap
from planning.week.check import check, sha256
from planning.week.edit import edited
from planning.week.problem import Lock
from planning.week.solve import solve
from tests.planning.week.examples import two_days


@pytest.fixture(scope="module")
def planned():
    problem = two_days(
        locks=(Lock(service="d1", recipe="dahl"), Lock(service="d1", recipe="carrot-soup"))
    )
    plan = solve(problem, SolveParams(budget=0.2))
    assert {("d1", "dahl"), ("d1", "carrot-soup")} <= {
        (row.service, row.recipe) for row in plan.batches
    }
    return problem, plan


def test_an_edit_that_breaks_nothing_makes_a_whole_plan():
    free = two_days()
    again = solve(free, SolveParams(budget=0.2))
    main = next(row for row in again.batches if row.service == "d2" and row.recipe in MAINS)
    other = next(
        code
        for code in MAINS
        if code not in {row.recipe for row in again.batches} and code != "beef-stew"
    )
    edit = edited(free, again, (Swap("d2", main.recipe, other),))
    assert edit.breaks == ()
    assert check(free, edit.plan) == []
    assert edit.cents == (edit.plan.objective - again.objective) // 100
    assert ("d2", other) in {(row.service, row.recipe) for row in edit.plan.batches}


MAINS = ("dahl", "wheat-bake", "pesto-leeks", "beef-stew")


def test_beef_in_place_of_dahl_breaks_the_diet_of_who_eats_no_meat(planned):
    problem, plan = planned
    edit = edited(problem, plan, (Swap("d1", "dahl", "beef-stew"),))
    assert edit.plan is None
    diets = {one.fact("diet") for one in edit.breaks if one.code == "why_not.diet"}
    assert "vegetarian" in diets


def test_a_soup_is_no_main_and_a_dish_not_served_cannot_be_changed(planned):
    problem, plan = planned
    wrong = edited(problem, plan, (Swap("d1", "dahl", "leek-soup"),)).breaks
    assert [one.code for one in wrong] == ["menu.component"]
    told = edited(problem, plan, (Swap("d1", "wheat-bake", "dahl"),)).breaks
    assert [one.code for one in told] == ["plan.unknown_code"]


def test_a_dish_served_the_day_before_returns_too_soon(planned):
    problem, plan = planned
    starter = next(
        row.recipe for row in plan.batches if row.service == "d2" and "soup" in row.recipe
    )
    assert starter == "leek-soup"
    edit = edited(problem, plan, (Swap("d2", starter, "carrot-soup"),))
    assert [one.code for one in edit.breaks] == ["why_not.repeat"]


def test_two_days_exchange_their_mains_and_neither_returns_too_soon():
    free = two_days()
    plan = solve(free, SolveParams(budget=0.2))
    mains = {
        service: {row.recipe for row in plan.batches if row.service == service} & set(MAINS)
        for service in ("d1", "d2")
    }
    one, two = (next(iter(mains[service])) for service in ("d1", "d2"))
    edit = edited(free, plan, (Swap("d1", one, two), Swap("d2", two, one)))
    assert "why_not.repeat" not in {found.code for found in edit.breaks}
    if edit.plan is not None:
        assert check(free, edit.plan) == []
        assert ("d1", two) in {(row.service, row.recipe) for row in edit.plan.batches}


def test_a_complete_dish_takes_its_side_away_and_a_main_finds_one_again():
    base = two_days()
    whole = replace(
        next(row for row in base.recipes if row.code == "dahl"), code="whole", component="complete"
    )
    rice = replace(whole, code="rice", component="side", family="", liking=40)
    mash = replace(whole, code="mash", component="side", family="", liking=30)
    problem = replace(
        base,
        recipes=tuple(sorted((*base.recipes, whole, rice, mash), key=lambda row: row.code)),
        services=tuple(
            replace(row, components=("starter", "main", "side")) for row in base.services
        ),
        locks=(Lock(service="d1", recipe="whole"), Lock(service="d2", recipe="dahl")),
    )
    plan = solve(problem, SolveParams(budget=0.2))
    assert check(problem, plan) == []
    free = replace(problem, locks=())
    plan = replace(plan, problem_sha256=sha256(free))
    edit = edited(free, plan, (Swap("d1", "whole", "dahl"), Swap("d2", "dahl", "whole")))
    assert edit.plan is not None
    assert check(free, edit.plan) == []
    assert edit.plan.goals.unfed_portions == 0
    sides = {row.service for row in edit.plan.menu if row.component == "side"}
    assert "d1" in sides

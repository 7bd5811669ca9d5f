"""Cleaning, skills, resale, protein and label shares: what the verifier and the warnings catch."""

from dataclasses import replace

import pytest

from planning.params import SolveParams
from planning.week.check import check, sha256
from planning.week.problem import Frequency, Lot, Rules
from planning.week.solve import solve
from planning.week.warnings import missed_frequencies, warnings
from tests.planning.week.examples import two_days


@pytest.fixture(scope="module")
def planned():
    problem = two_days()
    return problem, solve(problem, SolveParams(budget=0.2))


def caught(problem, plan) -> set[str]:
    signed = replace(plan, problem_sha256=sha256(problem))
    return {one.code for one in check(problem, signed)}


def with_steps(problem, **changes):
    return replace(
        problem,
        recipes=tuple(
            replace(row, steps=tuple(replace(step, **changes) for step in row.steps))
            for row in problem.recipes
        ),
    )


def test_work_on_a_place_just_left_by_an_allergen_is_caught(planned):
    problem, plan = planned
    rules = replace(problem.rules, cleaning_minutes=24 * 60)
    everywhere = tuple(replace(row, contains=problem.exclusions) for row in problem.ingredients)
    risky = replace(problem, ingredients=everywhere)
    assert "station.unclean" in caught(replace(risky, rules=rules), plan)
    assert "station.unclean" not in caught(risky, plan)
    assert "station.unclean" not in caught(replace(problem, rules=rules), plan)


def test_ready_food_after_raw_food_is_caught_unless_all_of_it_is_raw(planned):
    problem, plan = planned
    nobody = tuple(replace(row, excludes=()) for row in problem.diets)
    first = min(plan.batches, key=lambda row: row.tasks[0].start).recipe
    rules = replace(problem.rules, cleaning_minutes=24 * 60)
    free = replace(problem, rules=rules, diets=nobody)
    raw = replace(
        free,
        recipes=tuple(
            replace(row, steps=tuple(replace(step, raw=True) for step in row.steps))
            if row.code == first
            else row
            for row in free.recipes
        ),
    )
    assert "station.unclean" not in caught(free, plan)
    assert "station.unclean" in caught(raw, plan)
    assert "station.unclean" not in caught(with_steps(free, raw=True), plan)


def test_a_task_nobody_on_the_shift_is_trained_for_is_caught(planned):
    problem, plan = planned
    skilled = with_steps(problem, skill="cook")
    assert "staff.skill" in caught(skilled, plan)
    trained = tuple(replace(row, skills=("cook",)) for row in skilled.shifts)
    assert caught(replace(skilled, shifts=trained), plan) == set()


def test_food_that_may_not_be_sold_is_caught_on_the_plate_of_who_pays(planned):
    problem, plan = planned
    used = {pick.lot for pick in plan.picks if pick.lot}
    tied = tuple(replace(row, no_resale=row.code in used) for row in problem.lots)
    assert used
    assert caught(replace(problem, lots=tied), plan) == set()
    paid = tuple(replace(row, sold=True) for row in problem.demands)
    assert caught(replace(problem, lots=tied, demands=paid), plan) == {"stock.resale"}


def test_a_meal_short_of_protein_is_a_warning(planned):
    problem, plan = planned
    hungry = tuple(replace(row, least_protein_mg=10**9) for row in problem.diets)
    codes = {one.code for one in warnings(replace(problem, diets=hungry), plan)}
    assert "protein.low" in codes
    assert "protein.low" not in {one.code for one in warnings(problem, plan)}


def test_label_shares_are_counted_by_value_and_said_when_below(planned):
    problem, plan = planned
    asked = replace(problem, rules=replace(problem.rules, quality_permille=500))
    assert "labels.quality" in {one.code for one in warnings(asked, plan)}
    everything = {pick.ingredient for pick in plan.picks}
    lots = tuple(
        Lot(
            code=f"lot {code}",
            ingredient=code,
            grams=10**6,
            labels=("organic",),
            value_cents_per_kg=100,
        )
        for code in sorted(everything)
    )
    picks = tuple(replace(row, lot=f"lot {row.ingredient}") for row in plan.picks)
    labelled = replace(plan, picks=picks)
    full = Rules(quality_permille=1000, organic_permille=1000)
    codes = {one.code for one in warnings(replace(asked, lots=lots, rules=full), labelled)}
    assert not {code for code in codes if code.startswith("labels.")}


def test_a_hard_frequency_counts_many_times(planned):
    problem, plan = planned

    soft = replace(problem, frequencies=(Frequency(tag="nowhere", least=2),))
    hard = replace(problem, frequencies=(Frequency(tag="nowhere", least=2, times=10),))
    assert missed_frequencies(soft, plan) == 2
    assert missed_frequencies(hard, plan) == 20
    again = solve(hard, SolveParams(budget=0.1))
    assert check(hard, again) == []
    assert again.goals.frequency_missed == 20

"""Scenarios stand side by side, in figures and in words, and say when their facts differ."""

from dataclasses import replace

from small_week import BOSS, NOW

from kitchen.week import compare, queries, service
from kitchen.week.models import RunState
from kitchen.week.words import NOBODY, SCENARIO_LABELS
from planning.params import SCENARIOS


def cheaper(plan):
    goals = replace(plan.goals, cash_cents=plan.goals.cash_cents - 1240, lost_grams=0)
    return replace(plan, scenario="cheapest", goals=goals)


def test_every_scenario_has_a_name_and_its_own_card(db, run):
    both = service.read_run(run)
    cards = compare.cards({"balanced": both}, both)
    assert [card.scenario for card in cards] == list(SCENARIO_LABELS)
    assert set(SCENARIO_LABELS) == set(SCENARIOS)
    assert [bool(card.figures) for card in cards] == [True, False, False, False]


def test_a_scenario_is_told_in_words_beside_the_balanced_plan(db, run):
    problem, plan = service.read_run(run)
    plans = {"balanced": (problem, plan), "cheapest": (problem, cheaper(plan))}
    # whichever is shown, the balanced plan is what the others are held beside
    for shown in plans.values():
        balanced, other, *_ = compare.cards(plans, shown)
        assert balanced.words == ()
        assert "12,40\u00a0€ de moins à dépenser" in other.words
        assert "les mêmes plats" in other.words
        assert other.figures[2] == "0\u00a0g perdus"


def test_a_scenario_made_from_other_facts_is_not_compared(db, run):
    problem, plan = service.read_run(run)
    later = replace(problem, lots=problem.lots[1:])
    plans = {"balanced": (later, plan), "cheapest": (problem, cheaper(plan))}
    cards = compare.cards(plans, plans["cheapest"])[:2]
    assert [(card.apart, card.words) for card in cards] == [(False, ()), (True, ())]
    side = compare.side("cheapest", "x", plans["cheapest"], plans["balanced"], NOBODY)
    assert side.words == ("calculé sur d'autres données : pas comparable",)


def test_an_hour_that_passed_between_two_scenarios_leaves_them_comparable(db, run):
    problem, plan = service.read_run(run)
    later = replace(problem, shifts=problem.shifts[1:])
    plans = {"balanced": (later, plan), "cheapest": (problem, cheaper(plan))}
    assert compare.cards(plans, plans["balanced"])[1].words


def test_each_scenario_waits_once_and_the_one_at_work_is_shown(db, week):
    asked = [service.ask_plan(db, BOSS, week, scenario=name, at=NOW) for name in SCENARIOS]
    again = [service.ask_plan(db, BOSS, week, scenario=name, at=NOW) for name in SCENARIOS]
    assert [run.id for run in asked] == [run.id for run in again]
    asked[2].state = RunState.RUNNING
    db.flush()
    assert queries.going(db, week.id).id == asked[2].id
    assert queries.going(db, week.id, "cheapest").id == asked[1].id

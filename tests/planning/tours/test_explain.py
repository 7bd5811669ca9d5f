"""Why a stop is where it is, what is tight, what more would change."""

from dataclasses import replace

from planning.params import SolveParams
from planning.tours.explain import more, tight, why
from planning.tours.problem import Underway
from tests.planning.tours.examples import QUICK, boxes, day, opening, plan_of, solved, stop, van

IN_A_ROW = ("van", [["a", "b", "c"]])


def facts(found):
    return {one.code: dict(one.facts) for one in found}


def test_a_stop_is_between_two_others_and_costs_what_it_adds():
    problem = day()
    said = facts(why(problem, plan_of(problem, IN_A_ROW), "b"))
    assert said["tour.why_between"] == {"after": "a", "before": "c", "metres": 0}
    assert said["tour.why_cost"] == {"cents": 10 * 30}  # ten minutes at the door, no road
    assert said["tour.why_road"] == {"minute": 575}
    assert said["tour.why_only_van"] == {"vehicle": "van"}


def test_the_next_best_van_is_named_with_what_it_would_cost():
    problem = day(vehicles=(van(), van("two")))
    said = facts(why(problem, plan_of(problem, IN_A_ROW), "c"))
    # another van: 5 euros to take it out, 18 km, 15 minutes of loading, 30 of road, 10 at the door
    alone = 500 + 810 + 55 * 30
    beside = 270 + 20 * 30
    assert said["tour.why_dearer"] == {"cents": alone - beside, "vehicle": "two"}


def test_a_choice_by_hand_and_a_load_aboard_are_said():
    problem = day(stop("a", locked="van"), vehicles=(van(), van("two")))
    assert "tour.why_locked" in facts(why(problem, plan_of(problem, ("van", [["a"]])), "a"))
    aboard = Underway(place="a", minute=570, loaded_minute=540, aboard=("b",))
    problem = day(stop("b"), vehicles=(van(underway=aboard),))
    assert "tour.why_aboard" in facts(why(problem, plan_of(problem, ("van", [["b"]])), "b"))


def test_a_wait_for_the_door_is_said():
    problem = day(stop("a"), stop("b", openings=opening(600, 610)), stop("c"))
    plan = plan_of(problem, ("van", [["a", "b", "c"]]))
    # it leaves later, as far as a's window allows: no wait is left
    assert facts(why(problem, plan, "b"))["tour.why_road"] == {"minute": 600}
    early = day(stop("a", openings=opening(540, 565)), *problem.stops[1:])
    waits = plan_of(early, ("van", [["a", "b", "c"]]))
    assert facts(why(early, waits, "b"))["tour.why_opens"] == {"minute": 600, "minutes": 20}


def test_nothing_is_said_of_a_stop_that_is_not_served():
    problem = day(stop("a"), stop("b", openings=()))
    assert why(problem, solved(problem), "b") == []


def test_what_is_tight_is_measured():
    problem = day(stop("a"), stop("b", openings=opening(540, 580)), stop("c"))
    said = facts(tight(problem, plan_of(problem, IN_A_ROW)))
    assert said == {"tour.tight_late": {"minutes": 5, "stop": "b", "vehicle": "van"}}
    problem = day(vehicles=(van(end=620, holds=boxes(6), most_minutes=80),))
    said = facts(tight(problem, plan_of(problem, IN_A_ROW)))
    assert said["tour.tight_shift"] == {"minutes": 5, "vehicle": "van"}
    assert said["tour.tight_load"] == {"kind": "boxes", "permille": 1000, "vehicle": "van"}
    assert said["tour.tight_paid"] == {"minutes": 5, "vehicle": "van"}
    problem = day(stop("a"), stop("b", hot=True), stop("c"), hot_minutes=40)
    said = facts(tight(problem, plan_of(problem, IN_A_ROW)))
    assert said["tour.tight_food"] == {"minutes": 5, "stop": "b"}


def test_a_delay_that_a_wait_takes_up_is_not_tight():
    problem = day(stop("a", openings=opening(540, 565)), stop("b", openings=opening(600, 602)))
    plan = plan_of(problem, ("van", [["a", "b"]]))
    said = facts(tight(problem, plan))
    assert said["tour.tight_late"] == {"minutes": 0, "stop": "a", "vehicle": "van"}


def test_one_more_van_and_a_wider_window_are_tried():
    problem = day(stop("a", openings=opening(560, 560)), stop("b", openings=opening(565, 565)))
    plan = solved(problem)
    said = facts(more(problem, plan, QUICK))
    assert said["tour.more_van"]["served"] == 1
    assert said["tour.more_window"]["served"] == 1
    assert "tour.more_minutes" not in said  # a longer shift changes nothing


def test_a_longer_shift_is_tried():
    problem = day(vehicles=(van(end=610),))
    plan = solved(problem)
    assert len(plan.unserved) == 1
    said = facts(more(problem, plan, replace(QUICK, budget=0.05)))
    assert said["tour.more_minutes"] == {
        "cents": said["tour.more_minutes"]["cents"],
        "minutes": 10,
        "served": 1,
    }
    assert more(day(), solved(day()), SolveParams(budget=0.02)) == []

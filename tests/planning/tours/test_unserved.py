"""A stop that no van reaches is listed with its reason, and with what would let it be served."""

import pytest

from planning.tours.problem import Amount
from tests.planning.tours.examples import boxes, day, opening, served, solved, stop, van

TWO_BOXES = van(holds=boxes(2))


def left(problem):
    """Return why the only stop left is left, and the codes of what helps."""
    (row,) = solved(problem).unserved
    return row.why.reason(), {one.code: one.reason() for one in row.helps}


def test_a_door_closed_that_day():
    why, helps = left(day(stop("a"), stop("b", openings=())))
    assert (why.code, helps) == ("tour.closed", {})


def test_a_door_that_closes_before_any_van_can_be_there():
    why, helps = left(day(stop("a"), stop("c", openings=opening(480, 560))))
    assert (why.code, why.fact("minutes")) == ("tour.too_early", 10)
    assert helps["tour.help_window"].fact("minutes") == 10


def test_a_skill_no_van_has():
    why, helps = left(day(stop("a"), stop("b", needs=("tail_lift",))))
    assert (why.code, why.fact("skill")) == ("tour.no_skill", "tail_lift")
    assert helps["tour.help_skill"].fact("vehicle") == "van"


def test_food_that_would_be_too_long_on_the_road():
    warm = (van(refrigerated=False),)
    problem = day(stop("a"), stop("c", chilled=True), chilled_minutes=29, vehicles=warm)
    why, helps = left(problem)
    assert (why.code, why.fact("minutes"), why.fact("most")) == ("tour.too_far", 30, 29)
    assert "tour.help_fridge" in helps


def test_no_room_left_and_a_second_trip_would_do():
    why, helps = left(day(stop("a", priority=2), stop("b"), vehicles=(TWO_BOXES,)))
    assert (why.code, why.fact("kind"), why.fact("count")) == ("tour.no_room", "boxes", 2)
    assert {"tour.help_room", "tour.help_trip", "tour.help_van"} <= set(helps)
    assert "tour.help_window" not in helps


@pytest.mark.parametrize("help_code", ["tour.help_trip", "tour.help_room"])
def test_what_is_said_to_help_does(help_code):
    vans = {
        "tour.help_trip": van(holds=boxes(2), trips=2),
        "tour.help_room": van(holds=boxes(4)),
    }
    _, helps = left(day(stop("a", priority=2), stop("b"), vehicles=(TWO_BOXES,)))
    assert help_code in helps
    eased = day(stop("a", priority=2), stop("b"), vehicles=(vans[help_code],))
    assert served(solved(eased)) == {"a", "b"}


def test_two_doors_at_the_same_minute_need_a_wider_window_or_one_more_van():
    problem = day(stop("a", openings=opening(560, 560)), stop("b", openings=opening(565, 565)))
    (row,) = solved(problem).unserved
    helps = {one.code: one.reason() for one in row.helps}
    assert row.why.code == "tour.no_time"
    assert helps["tour.help_window"].fact("minutes") == 10
    wide = opening(560, 560), opening(555, 575)
    windows = wide if row.stop == "b" else (opening(550, 580), opening(565, 565))
    wider = day(stop("a", openings=windows[0]), stop("b", openings=windows[1]))
    assert served(solved(wider)) == {"a", "b"}
    assert "tour.help_van" in helps
    more = day(*problem.stops, vehicles=(van(), van("two")))
    assert served(solved(more)) == {"a", "b"}


def test_a_lock_that_cannot_be_kept_is_not_reset():
    problem = day(
        stop("a", locked="small", priority=2),
        stop("b", locked="small"),
        vehicles=(van("small", holds=boxes(2)), van("large")),
    )
    (row,) = solved(problem).unserved
    assert (row.stop, row.why.code) == ("b", "tour.no_room")
    unlock = next(one.reason() for one in row.helps if one.code == "tour.help_unlock")
    assert unlock.fact("vehicle") == "large"


def test_an_optional_stop_that_costs_more_than_it_weighs():
    problem = day(stop("a"), stop("c", required=False), unserved_cents=50_000)
    why, helps = left(problem)
    # ten minutes each way, ten at the door, 12 km: 300 + 600 + 540 cents, beside a
    assert (why.code, why.fact("cents") > 0) == ("tour.not_worth", True)
    cents = int(helps["tour.help_cents"].fact("cents"))
    dear = day(stop("a"), stop("c", required=False), unserved_cents=50_000 + cents * 100)
    assert served(solved(dear)) == {"a", "c"}
    cheap = day(stop("a"), stop("c", required=False), unserved_cents=50_000 + (cents - 2) * 100)
    assert served(solved(cheap)) == {"a"}


def test_unserved_stops_weigh_by_priority_and_by_days_since_served():
    room_for_one = {"vehicles": (TWO_BOXES,)}
    assert served(solved(day(stop("a", priority=2), stop("b"), **room_for_one))) == {"a"}
    waiting = stop("b", days_since_served=3)
    assert served(solved(day(stop("a", priority=2), waiting, **room_for_one))) == {"b"}


def test_a_day_without_a_van_leaves_everyone_and_says_so():
    plan = solved(day(vehicles=()))
    assert {row.why.code for row in plan.unserved} == {"tour.no_van"}


def test_a_kind_of_load_that_only_one_van_limits():
    heavy = stop("a", delivers=(Amount(kind="kg", count=900),))
    problem = day(
        heavy, stop("b"), vehicles=(van(holds=(Amount(kind="kg", count=10),)), van("two"))
    )
    assert served(solved(problem)) == {"a", "b"}

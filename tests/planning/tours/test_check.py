"""Each rule of a day of tours, one by one: the allowed case is kept, the forbidden one refused.

Plans are written by hand (`plan_of`), so that nothing here depends on the search.
"""

from dataclasses import replace

import pytest

from planning.reasons import reason
from planning.tours.check import check
from planning.tours.plan import Rest, Unserved
from planning.tours.problem import Amount, Break, Underway
from planning.tours.seal import sealed
from planning.week.plan import Note, note
from tests.planning.tours.examples import boxes, day, found, opening, plan_of, stop, van

IN_A_ROW = ("van", [["a", "b", "c"]])
MORNING = opening(540, 550)
FIVE, SIX = van(holds=boxes(5)), van(holds=boxes(6))


def test_a_plain_day_holds_and_its_hours_can_be_read():
    problem = day()
    plan = plan_of(problem, IN_A_ROW)
    assert check(problem, plan) == []
    (tour,) = plan.tours
    assert [(v.arrive, v.leave) for v in tour.visits] == [(560, 570), (575, 585), (590, 600)]
    assert (tour.depart, tour.back, tour.metres, tour.paid_minutes) == (555, 615, 18_000, 75)
    # 18 km at 45 cents, 75 minutes at 30, and 5 euros to take the van out
    assert plan.cost_cents == 810 + 2250 + 500
    assert plan.price == plan.cost_cents * 1000


def test_a_plan_for_another_problem_is_refused_at_once():
    assert found(day(date="2026-11-27"), plan_of(day(), IN_A_ROW)) == {"plan.problem_differs"}


@pytest.mark.parametrize(
    ("allowed", "forbidden", "code"),
    [
        # hours
        (
            {"stops": (stop("a"), stop("b"), stop("c", openings=opening(540, 590)))},
            {"stops": (stop("a"), stop("b"), stop("c", openings=opening(540, 589)))},
            "tour.outside_window",
        ),
        (
            {"stops": (stop("a"), stop("b"), stop("c", openings=MORNING + opening(590, 600)))},
            {"stops": (stop("a"), stop("b"), stop("c", openings=MORNING + opening(560, 589)))},
            "tour.outside_window",
        ),
        ({"vehicles": (van(end=615),)}, {"vehicles": (van(end=614),)}, "tour.past_shift"),
        (
            {"vehicles": (van(most_minutes=75),)},
            {"vehicles": (van(most_minutes=74),)},
            "tour.paid",
        ),
        # loads
        ({"vehicles": (SIX,)}, {"vehicles": (FIVE,)}, "tour.overloaded"),
        # food on the road, counted from loading at 9:00
        ({"longest_minutes": 50}, {"longest_minutes": 49}, "tour.too_long"),
        (
            {"hot_minutes": 35, "stops": (stop("a"), stop("b", hot=True), stop("c"))},
            {"hot_minutes": 34, "stops": (stop("a"), stop("b", hot=True), stop("c"))},
            "tour.too_long",
        ),
        (
            {"chilled_minutes": 30, "stops": (stop("a"), stop("b", chilled=True), stop("c"))},
            {
                "chilled_minutes": 30,
                "stops": (stop("a"), stop("b", chilled=True), stop("c")),
                "vehicles": (van(refrigerated=False),),
            },
            "tour.too_long",
        ),
        # which van
        (
            {"stops": (stop("a", locked="van"), stop("b"), stop("c"))},
            {
                "stops": (stop("a", locked="other"), stop("b"), stop("c")),
                "vehicles": (van(), van("other")),
            },
            "tour.wrong_vehicle",
        ),
        (
            {"stops": (stop("a", vehicles=("van",)), stop("b"), stop("c"))},
            {
                "stops": (stop("a", vehicles=("other",)), stop("b"), stop("c")),
                "vehicles": (van(), van("other")),
            },
            "tour.wrong_vehicle",
        ),
        (
            {
                "stops": (stop("a", needs=("tail_lift",)), stop("b"), stop("c")),
                "vehicles": (van(skills=("keys", "tail_lift")),),
            },
            {
                "stops": (stop("a", needs=("tail_lift",)), stop("b"), stop("c")),
                "vehicles": (van(skills=("keys",)),),
            },
            "tour.skill",
        ),
        # first and last
        (
            {"stops": (stop("a", position="first"), stop("b"), stop("c", position="last"))},
            {"stops": (stop("a"), stop("b", position="first"), stop("c"))},
            "tour.position",
        ),
        (
            {"stops": (stop("a", position="first"), stop("b"), stop("c", position="last"))},
            {"stops": (stop("a"), stop("b", position="last"), stop("c"))},
            "tour.position",
        ),
    ],
)  # fmt: skip
def test_the_allowed_case_is_kept_and_the_forbidden_one_refused(allowed, forbidden, code):
    problem = day(**allowed)
    assert found(problem, plan_of(problem, IN_A_ROW)) == set()
    problem = day(**forbidden)
    assert found(problem, plan_of(problem, IN_A_ROW)) == {code}


def early(plan, minutes):
    """The same tour, all of it earlier by some minutes."""
    (tour,) = plan.tours
    return replace(
        plan,
        tours=(
            replace(
                tour,
                depart=tour.depart - minutes,
                back=tour.back - minutes,
                visits=tuple(
                    replace(
                        v,
                        arrive=v.arrive - minutes,
                        begin=v.begin - minutes,
                        leave=v.leave - minutes,
                    )
                    for v in tour.visits
                ),
            ),
        ),
    )


def test_a_van_leaves_once_its_shift_has_begun_and_its_food_is_loaded():
    problem = day()
    plan = plan_of(problem, IN_A_ROW)
    assert found(problem, early(plan, 0)) == set()
    assert found(problem, early(plan, 1)) == {"tour.leaves_early"}


def test_food_is_loaded_once_it_is_packed():
    problem = day(ready_minute=550)
    assert found(problem, early(plan_of(problem, IN_A_ROW), 0)) == set()
    assert found(problem, early(plan_of(problem, IN_A_ROW), 1)) == {"tour.unready"}
    own = day(stop("a"), stop("b", ready_minute=545), stop("c"))
    assert found(own, early(plan_of(own, IN_A_ROW), 0)) == set()
    assert found(own, early(plan_of(own, IN_A_ROW), 1)) == {"tour.unready"}


def test_what_is_only_collected_waits_for_no_food():
    problem = day(stop("a", delivers=(), collects=boxes(2), ready_minute=600), stop("b"), stop("c"))
    plan = plan_of(replace(problem, stops=tuple(replace(s, ready_minute=0) for s in problem.stops)),
                   IN_A_ROW)  # fmt: skip
    assert found(problem, sealed(problem, plan)) == set()


def test_loads_are_counted_at_every_point_with_what_is_collected():
    swap = day(stop("a", collects=boxes(2)), stop("b"), stop("c"), vehicles=(SIX,))
    assert found(swap, plan_of(swap, IN_A_ROW)) == set()
    more = day(stop("a", collects=boxes(3)), stop("b"), stop("c"), vehicles=(SIX,))
    assert found(more, plan_of(more, IN_A_ROW)) == {"tour.overloaded"}
    late = day(stop("a"), stop("b"), stop("c", collects=boxes(6)), vehicles=(SIX,))
    assert found(late, plan_of(late, IN_A_ROW)) == set()


def test_each_kind_of_load_has_its_own_room():
    both = (Amount(kind="boxes", count=2), Amount(kind="kg", count=30))
    stops = [stop(code, delivers=both) for code in "abc"]
    holds = (Amount(kind="boxes", count=99), Amount(kind="kg", count=89))
    heavy = day(*stops, vehicles=(van(holds=holds),))
    (wrong,) = check(heavy, plan_of(heavy, IN_A_ROW))
    assert (wrong.code, wrong.fact("kind"), wrong.fact("count")) == ("tour.overloaded", "kg", 90)
    free = day(*stops, vehicles=(SIX,))  # a kind not named has no limit
    assert found(free, plan_of(free, IN_A_ROW)) == set()


def test_the_handling_of_the_load_lengthens_a_hand_over():
    problem = day(handling=(Amount(kind="boxes", count=31),))
    plan = plan_of(problem, IN_A_ROW)
    assert plan.tours[0].visits[0].leave - plan.tours[0].visits[0].begin == 12  # 62 s, rounded up
    assert found(problem, plan) == set()
    assert "tour.times" in found(problem, sealed(problem, plan_of(day(), IN_A_ROW)))


def test_a_second_trip_reloads_at_the_kitchen():
    problem = day(vehicles=(van(holds=boxes(4), trips=2),))
    plan = plan_of(problem, ("van", [["a", "b"], ["c"]]))
    assert check(problem, plan) == []
    assert [tour.depart for tour in plan.tours] == [555, 610]  # back at 9:55, loaded by 10:10
    once = day(vehicles=(van(holds=boxes(4), trips=1),))
    assert found(once, sealed(once, plan)) == {"tour.trips"}
    first, second = plan.tours
    hurried = replace(
        second,
        depart=609,
        back=second.back - 1,
        visits=tuple(
            replace(v, arrive=v.arrive - 1, begin=v.begin - 1, leave=v.leave - 1)
            for v in second.visits
        ),
    )
    assert found(problem, replace(plan, tours=(first, hurried))) == {"tour.leaves_early"}


def test_a_trip_without_a_stop_is_refused():
    problem = day(vehicles=(van(trips=2),))
    plan = plan_of(problem, ("van", [["a", "b", "c"], []]))
    assert found(problem, plan) == {"tour.empty"}


def test_a_van_may_begin_and_end_elsewhere():
    problem = day(vehicles=(van(start_place="c", end_place="b", start=525),))
    plan = plan_of(problem, IN_A_ROW)
    (tour,) = plan.tours
    assert check(problem, plan) == []
    assert (tour.depart, tour.back, tour.metres, tour.paid_minutes) == (555, 605, 21_000, 80)
    carried = day(stop("a"), stop("b"), stop("c", collects=boxes(1)),
                  vehicles=(van(start_place="c", end_place="b", start=525),))  # fmt: skip
    by_the_kitchen = plan_of(carried, IN_A_ROW)
    assert check(carried, by_the_kitchen) == []
    assert by_the_kitchen.tours[0].back == 600 + 15 + 10
    assert found(carried, sealed(carried, plan)) == {"tour.times", "goal.differs"}


REST = Break(start=570, end=580, minutes=20)


def test_a_break_is_taken_whole_between_two_stops_in_its_time():
    problem = day(vehicles=(van(breaks=(REST,)),))
    plan = plan_of(problem, IN_A_ROW)
    assert plan.tours[0].rests == (Rest(start=570, end=590, after=1),)
    assert check(problem, plan) == []
    assert found(problem, sealed(problem, plan_of(day(), IN_A_ROW))) == {"tour.breaks"}
    short = replace(plan.tours[0], rests=(Rest(start=575, end=590, after=1),))
    assert found(problem, replace(plan, tours=(short,))) == {"tour.breaks"}
    overlaps = replace(plan.tours[0], rests=(Rest(start=569, end=589, after=1),))
    assert "tour.times" in found(problem, replace(plan, tours=(overlaps,)))


@pytest.mark.parametrize(
    ("rest", "after"),
    [(Break(start=540, end=541, minutes=10), 0), (Break(start=620, end=640, minutes=30), 3)],
)
def test_a_break_may_be_taken_before_loading_or_once_back(rest, after):
    problem = day(vehicles=(van(breaks=(rest,)),))
    plan = plan_of(problem, IN_A_ROW)
    assert [one.after for one in plan.tours[0].rests] == [after]
    assert check(problem, plan) == []


def test_every_stop_is_visited_once_or_listed_with_a_reason():
    problem = day()
    two = plan_of(problem, ("van", [["a", "b"]]))
    assert found(problem, two) == {"tour.visits"}
    left = Unserved(stop="c", why=note(reason("tour.no_time", minutes=5, stop="c")))
    listed = sealed(problem, replace(two, unserved=(left,)))
    assert check(problem, listed) == []
    assert listed.price - two.price == 100_000 * 1000
    silent = replace(left, why=replace(left.why, code="because"))
    assert found(problem, replace(listed, unserved=(silent,))) == {"tour.no_reason"}
    both = sealed(problem, replace(plan_of(problem, IN_A_ROW), unserved=(left,)))
    assert found(problem, both) == {"tour.visits"}


def test_names_the_problem_lacks_are_refused():
    plan = plan_of(day(), IN_A_ROW)
    stranger = replace(plan, tours=(replace(plan.tours[0], vehicle="lorry"),))
    assert found(day(), stranger) == {"plan.unknown_code"}


@pytest.mark.parametrize(
    ("change", "cents"),
    [
        ({"stops": (stop("a", prefers="other"), stop("b"), stop("c"))}, 300),
        ({"stops": (stop("a", before="other"), stop("b"), stop("c")), "changed_cents": 70}, 70),
        ({"balance_cents": 16}, 25),  # 1.25 hours squared, times 16
    ],
)
def test_the_price_counts_what_is_wished(change, cents):
    plain = day(vehicles=(van(), van("other")))
    wished = replace(plain, **change)
    more = plan_of(wished, IN_A_ROW).price - plan_of(plain, IN_A_ROW).price
    assert more == cents * 1000
    assert found(wished, plan_of(wished, IN_A_ROW)) == set()
    cheap = replace(plan_of(wished, IN_A_ROW), price=plan_of(plain, IN_A_ROW).price)
    assert found(wished, cheap) == {"goal.differs"}


def test_a_note_says_what_is_known():
    problem = day()
    plan = replace(plan_of(problem, IN_A_ROW), notes=(Note(code="tour.secret"),))
    assert found(problem, plan) == {"plan.unknown_code"}


def on_road(**more):
    facts = {"place": "a", "minute": 570, "loaded_minute": 540, "aboard": ("b",)}
    return Underway(**(facts | more))


def test_a_van_on_the_road_goes_on_from_where_it_is():
    problem = day(stop("b"), vehicles=(van(underway=on_road()),))
    plan = plan_of(problem, ("van", [["b"]]))
    (tour,) = plan.tours
    assert check(problem, plan) == []
    assert (tour.depart, tour.back, tour.paid_minutes) == (570, 595, 25)
    assert plan.cost_cents == 25 * 30 + 9 * 45  # taking it out is paid already
    assert "tour.underway" in found(problem, replace(plan, tours=()))
    assert "tour.underway" in found(problem, early(plan, 1))
    late = day(stop("b"), longest_minutes=34, vehicles=(van(underway=on_road()),))
    assert found(late, sealed(late, plan)) == {"tour.too_long"}  # counted from its loading


def test_what_is_aboard_stays_in_its_van():
    two = (van(underway=on_road()), van("other"))
    problem = day(stop("b"), vehicles=two)
    plan = plan_of(problem, ("van", [[]]), ("other", [["b"]]))
    assert found(problem, plan) == {"tour.aboard"}
    more = day(stop("b"), stop("c"), vehicles=(van(underway=on_road()),))
    assert found(more, plan_of(more, ("van", [["b", "c"]]))) == {"tour.aboard"}
    empties = day(stop("b"), stop("c", delivers=(), collects=boxes(2)),
                  vehicles=(van(underway=on_road()),))  # fmt: skip
    assert found(empties, plan_of(empties, ("van", [["b", "c"]]))) == set()


def test_what_was_collected_takes_its_room_until_the_kitchen():
    full = on_road(collected=boxes(6))
    problem = day(stop("b"), vehicles=(van(underway=full, trips=2),))
    assert found(problem, plan_of(problem, ("van", [["b"]]))) == set()
    more = day(stop("b", collects=boxes(3)), vehicles=(van(underway=full),))
    assert found(more, plan_of(more, ("van", [["b"]]))) == {"tour.overloaded"}
    again = day(stop("b"), stop("c", delivers=boxes(8)), vehicles=(van(underway=full, trips=2),))
    assert found(again, plan_of(again, ("van", [["b"], ["c"]]))) == set()


def test_a_van_that_is_late_already_still_comes_home():
    problem = day(stop("b"), vehicles=(van(end=565, underway=on_road(aboard=())),))
    plan = plan_of(problem, ("van", [[]]))
    left = Unserved(stop="b", why=note(reason("tour.no_place", stop="b")))
    assert check(problem, sealed(problem, replace(plan, unserved=(left,)))) == []

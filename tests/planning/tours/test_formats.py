"""Files: plans survive them, schemas describe them, public instances are read line by line."""

from dataclasses import fields

import pytest

from planning.tours.check import check
from planning.tours.plan import TourPlan
from planning.tours.problem import Area, Leg, Place, Problem, Roads
from planning.tours.roads import calibrate, matrix
from planning.tours.solomon import read_solomon
from planning.tours.validate import (
    plan_schema,
    problem_schema,
    read_plan,
    read_problem,
    validate,
    write_plan,
    write_problem,
)
from tests.bench.generate_day import built_day
from tests.planning.tours.examples import INSTANCE, day, plan_of


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_survives_its_file(seed):
    problem, plan = built_day(seed, stops=30, vans=4)
    read, wrong = read_plan(write_plan(plan).encode())
    assert (read, wrong) == (plan, [])
    assert check(problem, read) == []


@pytest.mark.parametrize(
    ("schema", "kind"), [(problem_schema(), Problem), (plan_schema(), TourPlan)]
)
def test_the_schema_describes_every_field_and_allows_no_other(schema, kind):
    assert set(schema["properties"]) == {"format", "version", *(row.name for row in fields(kind))}
    parts = [schema, *schema["$defs"].values()]
    assert all(part["additionalProperties"] is False for part in parts)
    assert all(part["description"] for part in parts)
    assert {"format", "version"} <= set(schema["required"])


def test_a_public_instance_is_read_with_its_distances_cut_to_one_decimal():
    problem, wrong = read_solomon(INSTANCE)
    assert wrong == []
    assert validate(problem) == []
    assert problem.date == "TINY1"
    roads = matrix(problem)
    assert roads["0", "1"] == (50, 50)
    assert roads["1", "2"] == (50, 50)
    assert roads["0", "2"] == (98, 98)  # 9.899... is cut, not rounded
    assert roads["0", "3"] == (50, 50)  # 5.099...
    assert read_problem(write_problem(problem).encode()) == (problem, [])
    plan = plan_of(problem, ("001", [["1", "2"]]), ("002", [["3"]]))
    assert check(problem, plan) == []
    assert plan.price == 50 + 50 + 98 + 100


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("10          0       100", "10          x       100"), "input.line", 11),
        (("    2       7       7       10 ", "    2       7       7 "), "input.line", 12),
        (("    3      -5", "    2      -5"), "input.line", 13),
        (("20       120", "130       120"), "input.line", 12),
        (("10         20", "-10        20"), "input.line", 12),
        (("  2          20", "  2"), "input.line", 5),
    ],
)
def test_a_wrong_line_is_named(change, code, line):
    assert change[0] in INSTANCE
    read, wrong = read_solomon(INSTANCE.replace(*change, 1))
    assert read is None
    assert [(one.code, dict(one.facts).get("line")) for one in wrong] == [(code, line)]


def test_a_text_that_is_no_instance_is_refused():
    assert [one.code for one in read_solomon("")[1]] == ["input.empty"]
    assert [one.code for one in read_solomon("hello\nworld\n")[1]] == ["input.format"]
    no_depot = "\n".join(line for line in INSTANCE.splitlines() if not line.startswith("    0"))
    assert [one.code for one in read_solomon(no_depot)[1]] == ["input.missing"]


def places(*spots, area=""):
    return tuple(
        Place(
            code=str(index),
            lat_microdeg=50_950_000 + north,
            lon_microdeg=1_850_000 + east,
            area=area,
        )
        for index, (north, east) in enumerate(spots)
    )


def test_a_straight_line_grows_by_the_factor_of_its_area():
    spots = places((0, 0), (10_000, 0), area="town")
    plain = day(places=spots, legs=(), kitchen="0", stops=())
    assert matrix(plain)["0", "1"] == (1112 * 1300 // 1000, 1 + 3)
    town = Area(code="town", factor_permille=1500, metres_per_minute=300)
    slow = day(places=spots, legs=(), kitchen="0", stops=(), roads=Roads(areas=(town,)))
    assert matrix(slow)["0", "1"] == (1668, 1 + 6)


def test_a_leg_that_is_given_wins_in_its_direction():
    spots = places((0, 0), (10_000, 0))
    bridge = Leg(origin="0", destination="1", metres=9_000, minutes=14)
    problem = day(places=spots, legs=(bridge,), kitchen="0", stops=())
    assert matrix(problem)["0", "1"] == (9_000, 14)
    assert matrix(problem)["1", "0"] == (1445, 4)


def test_driven_kilometres_calibrate_factor_and_speed():
    spots = places(*((0, 10_000 * step) for step in range(7)), area="town")
    known = Roads(areas=(Area(code="town", factor_permille=1100, metres_per_minute=200),))
    truth = Roads(factor_permille=1400, metres_per_minute=500, fixed_minutes=1)
    road = matrix(day(places=spots, legs=(), kitchen="0", stops=(), roads=truth))
    driven = [
        Leg(origin="0", destination=str(step), metres=road["0", str(step)][0],
            minutes=road["0", str(step)][1])
        for step in range(1, 7)
    ]  # fmt: skip
    fitted = calibrate(known, spots, driven)
    for factor, speed in (
        (fitted.factor_permille, fitted.metres_per_minute),
        (fitted.areas[0].factor_permille, fitted.areas[0].metres_per_minute),
    ):
        assert abs(factor - 1400) <= 2
        assert 440 <= speed <= 500  # minutes are whole: the road seems a little slower
    assert calibrate(known, spots, driven[:4]) == known  # too few legs say nothing

"""What is wrong in a day is refused by name, all of it at once."""

import json
from dataclasses import replace

import pytest

from planning.tours.problem import Amount, Area, Break, Leg, Opening, Place, Roads, Underway
from planning.tours.validate import read_problem, validate, write_problem
from tests.bench.generate_day import food_day
from tests.planning.tours.examples import boxes, day, legs, opening, stop, van

THREE = tuple(Place(code=code) for code in ("kitchen", "a", "b"))
ALL = legs(("kitchen", "a", "b", "c"))
CASES = {
    "unknown kitchen": (day(kitchen="nowhere"), "input.unknown_code", "kitchen"),
    "unknown place": (day(stop("a", place="x")), "input.unknown_code", "stops[a].place"),
    "unknown van locked": (day(stop("a", locked="x")), "input.unknown_code", "stops[a].locked"),
    "unknown van preferred": (
        day(stop("a", prefers="x")),
        "input.unknown_code",
        "stops[a].prefers",
    ),
    "unknown van allowed": (
        day(stop("a", vehicles=("x",))),
        "input.unknown_code",
        "stops[a].vehicles",
    ),
    "unknown position": (
        day(stop("a", position="middle")),
        "input.unknown_code",
        "stops[a].position",
    ),
    "unknown start place": (
        day(vehicles=(van(start_place="x"),)),
        "input.unknown_code",
        "vehicles[van].start_place",
    ),
    "unknown area": (
        day(places=(*THREE, Place(code="c", area="x"))),
        "input.unknown_code",
        "places[c].area",
    ),
    "unknown end of a leg": (
        day(legs=(*ALL, Leg(origin="a", destination="x", metres=1, minutes=1))),
        "input.unknown_code",
        "legs[12].destination",
    ),
    "two stops of one code": (day(stop("a"), stop("a")), "input.duplicate", "stops"),
    "two legs of one way": (
        day(legs=(*ALL, Leg(origin="a", destination="b", metres=1, minutes=1))),
        "input.duplicate",
        "legs",
    ),
    "one kind twice": (
        day(stop("a", delivers=(*boxes(1), *boxes(2)))),
        "input.duplicate",
        "stops[a].delivers",
    ),
    "missing leg": (day(legs=legs(("kitchen", "a", "b"))), "input.disconnected", "legs"),
    "leg to itself": (
        day(legs=(*ALL, Leg(origin="a", destination="a", metres=5, minutes=1))),
        "input.range",
        "legs[12].metres",
    ),
    "half a position": (
        day(places=(*THREE, Place(code="c", lat_microdeg=1))),
        "input.missing",
        "places[c]",
    ),
    "position off the earth": (
        day(places=(*THREE, Place(code="c", lat_microdeg=91_000_000, lon_microdeg=0))),
        "input.range",
        "places[c].lat_microdeg",
    ),
    "window that ends before it begins": (
        day(stop("a", openings=(Opening(start=600, end=599),))),
        "input.window",
        "stops[a].openings[0]",
    ),
    "window after the horizon": (
        day(stop("a", openings=opening(600, 3000))),
        "input.window",
        "stops[a].openings[0]",
    ),
    "windows that overlap": (
        day(stop("a", openings=opening(540, 600) + opening(590, 660))),
        "input.overlap",
        "stops[a].openings",
    ),
    "van without a shift": (day(vehicles=(van(end=540),)), "input.window", "vehicles[van]"),
    "break that ends before it begins": (
        day(vehicles=(van(breaks=(Break(start=600, end=590, minutes=10),)),)),
        "input.window",
        "vehicles[van].breaks[0]",
    ),
    "break of no time": (
        day(vehicles=(van(breaks=(Break(start=600, end=610, minutes=0),)),)),
        "input.range",
        "vehicles[van].breaks[0].minutes",
    ),
    "van without a trip": (day(vehicles=(van(trips=0),)), "input.range", "vehicles[van].trips"),
    "roads without speed": (
        day(roads=Roads(metres_per_minute=0)),
        "input.range",
        "roads.metres_per_minute",
    ),
    "area shorter than the straight line": (
        day(roads=Roads(areas=(Area(code="x", factor_permille=900, metres_per_minute=500),))),
        "input.range",
        "roads.areas[x].factor_permille",
    ),
    "stop larger than every van": (
        day(stop("a", delivers=boxes(9)), vehicles=(van("one"), van("two", holds=boxes(7)))),
        "input.too_large",
        "stops[a].delivers[boxes]",
    ),
    "stop larger than the vans it allows": (
        day(stop("a", vehicles=("small",)), vehicles=(van(), van("small", holds=boxes(1)))),
        "input.too_large",
        "stops[a].delivers[boxes]",
    ),
    "pick-up larger than every van": (
        day(stop("a", collects=boxes(9))),
        "input.too_large",
        "stops[a].collects[boxes]",
    ),
    "locked on a van it does not allow": (
        day(stop("a", locked="one", vehicles=("two",)), vehicles=(van("one"), van("two"))),
        "input.contradiction",
        "stops[a]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_inconsistent_day_is_refused_by_name(name):
    problem, code, where = CASES[name]
    assert (code, where) in {(one.code, dict(one.facts)["where"]) for one in validate(problem)}


def underway(**more):
    facts = {"place": "a", "minute": 570, "loaded_minute": 540, "aboard": ("b",)}
    return van(underway=Underway(**(facts | more)))


@pytest.mark.parametrize(
    ("vehicles", "code"),
    [
        ((underway(place="x"),), "input.unknown_code"),
        ((underway(aboard=("x",)),), "input.unknown_code"),
        ((underway(loaded_minute=571),), "input.window"),
        ((underway(), replace(underway(), code="two")), "input.duplicate"),
        ((underway(collected=boxes(7)),), "input.too_large"),
        (
            (replace(underway(collected=boxes(1)), end_place="c"),),
            "input.contradiction",
        ),
        (
            (replace(underway(), breaks=(Break(start=550, end=560, minutes=10),)),),
            "input.past",
        ),
    ],
)
def test_a_van_on_the_road_must_make_sense(vehicles, code):
    assert code in {one.code for one in validate(day(vehicles=vehicles))}
    assert validate(day(vehicles=(underway(),))) == []


def test_every_missing_leg_is_named():
    wrong = validate(day(legs=legs(("kitchen", "a", "b"))))
    others = ("a", "b", "kitchen")
    assert {(one.fact("origin"), one.fact("destination")) for one in wrong} == {
        *((code, "c") for code in others),
        *(("c", code) for code in others),
    }


def test_a_place_with_a_position_needs_no_leg():
    places = tuple(
        Place(code=code, lat_microdeg=50_950_000, lon_microdeg=1_850_000 + 10_000 * index)
        for index, code in enumerate(("kitchen", "a", "b", "c"))
    )
    assert validate(day(places=places, legs=())) == []


def test_the_van_that_broke_down_may_still_be_named_as_the_one_before():
    assert validate(day(stop("a", before="gone"))) == []


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (lambda body: body["stops"][0]["delivers"][0].update(count=-1),
         "input.negative", "stops[a].delivers[0].count"),
        (lambda body: body["stops"][0].update(colour="green"), "input.unknown_field", "stops[a]"),
        (lambda body: body["vehicles"][0].pop("start"), "input.missing", "vehicles[van]"),
        (lambda body: body["vehicles"][0].update(underway=3),
         "input.type", "vehicles[van].underway"),
        (lambda body: body.update(version=1), "input.format", None),
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused_by_name(change, code, where):
    body = json.loads(write_problem(day()))
    change(body)
    read, wrong = read_problem(json.dumps(body).encode())
    assert read is None
    assert (code, where) in {(one.code, dict(one.facts).get("where")) for one in wrong}


def test_every_fault_is_named_at_once():
    problem = day(stop("a", place="x", locked="y", openings=(Opening(start=9, end=8),)))
    assert len(validate(problem)) == 3


@pytest.mark.parametrize("seed", range(4))
def test_a_problem_survives_its_file(seed):
    problem = food_day(seed, stops=30, vans=4)
    assert read_problem(write_problem(problem).encode()) == (problem, [])


def test_an_empty_day_is_consistent():
    assert validate(day(stops=(), vehicles=())) == []
    assert validate(day(vehicles=(van(holds=(Amount(kind="kg", count=0),)),))) == []

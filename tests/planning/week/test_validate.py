"""A wrong file is refused whole, with every wrong entry named."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from planning.jsonform import digest
from planning.params import SolveParams
from planning.reasons import CODES
from planning.week.check import check
from planning.week.problem import Demand, Ingredient, Lot, Made, Price, Size
from planning.week.solve import solve
from planning.week.validate import (
    plan_schema,
    problem_schema,
    read_plan,
    read_problem,
    validate,
    write_problem,
)
from tests.planning.week.examples import dish, two_days

EXAMPLE = Path(__file__).parent / "two_days.json"


def refused(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    read, wrong = read_problem(data)
    assert read is None
    assert wrong
    return [str(one) for one in wrong]


def changed(**changes) -> str:
    body = json.loads(write_problem(two_days()))
    body.update(changes)
    return json.dumps(body)


def test_the_example_in_a_file_is_the_one_of_the_tests_and_can_be_planned():
    read, wrong = read_problem(EXAMPLE.read_bytes())
    assert wrong == []
    assert read == two_days()
    assert check(read, solve(read, SolveParams(budget=0.1))) == []


def test_a_problem_written_is_the_problem_read_and_the_same_bytes_again():
    text = write_problem(two_days())
    read, wrong = read_problem(text.encode())
    assert (read, wrong) == (two_days(), [])
    assert write_problem(read) == text


def test_prices_are_read_back_and_a_file_without_them_is_whole():
    plain = two_days()
    dear = replace(plain, prices=(Price(goal="dish", hundredths_of_cent=40_000),))
    assert read_problem(write_problem(dear).encode()) == (dear, [])
    older = json.loads(write_problem(plain))
    del older["prices"]
    assert read_problem(json.dumps(older).encode()) == (plain, [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "input.empty"),
        (b"  \n", "input.empty"),
        ('{"format": "caf\u00e9"}'.encode("latin-1"), "input.encoding"),
        (b"{", "input.not_json"),
        (b"[1]", "input.format"),
        (b'{"format": "tablee/tour-problem", "version": 1}', "input.format"),
        (b'{"format": "tablee/week-problem", "version": 2}', "input.format"),
    ],
)
def test_a_file_that_is_no_problem_says_why(data, said):
    assert [line.split()[0] for line in refused(data)] == [said]


def test_every_wrong_entry_and_field_is_named_at_once():
    body = json.loads(write_problem(two_days()))
    body["surprise"] = 1
    body["days"] = "three"
    del body["start_date"]
    body["lots"][0]["grams"] = -4
    body["recipes"][1]["lines"][0]["milligrams"] = 1.5
    body["demands"] = {}
    said = refused(json.dumps(body))
    assert said == sorted(said)
    for piece in (
        "input.unknown_field field=surprise",
        "where=days",
        "input.missing field=start_date",
        "input.negative found=-4 where=lots[L1].grams",
        "where=recipes[leek-soup].lines[0].milligrams",
        "expected=list found={} where=demands",
    ):
        assert any(piece in line for line in said), piece


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lots": (Lot(code="L", ingredient="unicorn", grams=1),)}, "value=unicorn"),
        ({"lots": (Lot(code="L", ingredient="leek", grams=1, last_day=-1),)}, "input.lot_expired"),
        (
            {"lots": (Lot(code="L", ingredient="leek", grams=1, first_day=2, last_day=1),)},
            "input.lot_dates",
        ),
        ({"lots": (Lot(code="L", ingredient="leek", grams=1, kind="theft"),)}, "value=theft"),
        ({"lots": (Lot(code="L", ingredient="leek", grams=1, pack_grams=0),)}, "pack_grams"),
        (
            {"ingredients": (*two_days().ingredients, Ingredient(code="leek"))},
            "input.duplicate value=leek where=ingredients",
        ),
        (
            {"ingredients": (*two_days().ingredients, Ingredient(code="nut", contains=("nutz",)))},
            "value=nutz",
        ),
        ({"recipes": (*two_days().recipes, dish("air", "main"))}, "input.empty_recipe recipe=air"),
        ({"demands": (Demand(service="d9", diet="all", portions=1),)}, "value=d9"),
        ({"demands": (Demand(service="d1", diet="all", portions=5, low=6),)}, "input.range"),
        ({"made": (Made(service="d1", recipe="cake", diet="all", portions=1),)}, "value=cake"),
        ({"sizes": (Size(code="standard", permille=0),)}, "sizes[standard].permille"),
        ({"days": 40}, "where=days"),
    ],
)
def test_an_inconsistent_problem_names_the_entry(changes, said):
    problem = two_days(**changes)
    found = [str(one) for one in validate(problem)]
    assert any(said in line for line in found), found
    assert any(said in line for line in refused(write_problem(problem)))


def test_an_exclusion_that_nothing_declares_stops_the_run_rather_than_feed_someone():
    diets = tuple(
        replace(row, excludes=("nutts",)) if row.code == "no_nuts" else row
        for row in two_days().diets
    )
    assert [str(one) for one in validate(two_days(diets=diets))] == [
        "input.unknown_code kind=exclusion value=nutts where=diets[no_nuts]"
    ]


def test_a_plan_with_a_strange_field_is_refused():
    read, wrong = read_plan(b'{"format": "tablee/week-plan", "version": 1, "magic": true}')
    assert read is None
    assert any(one.code == "input.unknown_field" for one in wrong)


@pytest.mark.parametrize("schema", [problem_schema(), plan_schema()])
def test_the_schemas_close_every_object_and_point_only_at_what_they_define(schema):
    text = json.dumps(schema)
    for name in schema["$defs"]:
        assert schema["$defs"][name]["additionalProperties"] is False
    pointed = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert pointed == set(schema["$defs"])


def test_every_reason_says_what_it_means_and_names_its_facts():
    assert all(text.endswith(".") for text in CODES.values())
    assert all("." in code for code in CODES)


def test_a_field_added_later_and_unused_leaves_the_digest_of_a_kept_problem():
    @dataclass(frozen=True)
    class Before:
        code: str
        rows: tuple[str, ...] = ()

    @dataclass(frozen=True)
    class After(Before):
        reserve: int = 0

    assert digest(After("a", ("x",))) == digest(Before("a", ("x",)))
    assert digest(After("a", ("x",), 1)) != digest(Before("a", ("x",)))
    assert digest(Before("a", ("y",))) != digest(Before("a", ("x",)))

"""The command line on files: no database, every offending entry named, nothing half written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from planning.tours.problem import Amount, Opening, Place, Stop, Vehicle
from planning.tours.problem import Problem as TourProblem
from planning.tours.validate import write_problem as write_tours
from planning.week.problem import (
    Demand,
    Diet,
    Ingredient,
    Line,
    Lot,
    Problem,
    Recipe,
    Service,
)
from planning.week.validate import write_problem

ROOT = Path(__file__).parents[2]


OPEN = (Opening(start=570, end=690),)


def kitchen(*arguments, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "kitchen", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=300,  # a first search is compiled, on a machine that may be busy
    )


@pytest.fixture
def week():
    """Two dishes, one of them with milk; ten people, two without milk."""
    return Problem(
        start_date="2026-11-23",
        days=2,
        exclusions=("milk",),
        ingredients=(
            Ingredient(code="leek", price_cents_per_kg=160, pack_grams=1000),
            Ingredient(code="cream", contains=("milk",), price_cents_per_kg=400, pack_grams=500),
        ),
        recipes=(
            Recipe(
                code="leek-soup",
                component="starter",
                lines=(
                    Line(ingredient="leek", milligrams=150_000),
                    Line(ingredient="cream", milligrams=20_000),
                ),
                portion_grams=250,
                ahead=False,
            ),
            Recipe(
                code="plain-leek-soup",
                component="starter",
                lines=(Line(ingredient="leek", milligrams=160_000),),
                portion_grams=250,
                ahead=False,
            ),
        ),
        diets=(Diet(code="standard"), Diet(code="no_milk", excludes=("milk",))),
        services=(Service(code="mon", day=0, components=("starter",)),),
        demands=(
            Demand(service="mon", diet="standard", portions=8),
            Demand(service="mon", diet="no_milk", portions=2),
        ),
        lots=(Lot(code="L-1", ingredient="leek", grams=5_000, last_day=1),),
    )


@pytest.fixture
def problem_file(tmp_path, week):
    path = tmp_path / "problem.json"
    path.write_text(write_problem(week), encoding="utf-8")
    return path


def test_a_week_is_planned_and_its_plan_verified(tmp_path, problem_file):
    out = tmp_path / "plan.json"
    made = kitchen("plan", problem_file, "--out", out, "--budget", "1", "--seed", "3")
    assert (made.returncode, out.exists()) == (0, True), made.stderr
    checked = kitchen("check", problem_file, out)
    assert checked.returncode == 0, checked.stderr


def test_the_same_seed_gives_the_same_bytes(tmp_path, problem_file):
    plans = []
    for name in ("a.json", "b.json"):
        kitchen("plan", problem_file, "--out", tmp_path / name, "--budget", "1")
        plans.append((tmp_path / name).read_bytes())
    assert plans[0] == plans[1]


def test_a_plan_that_was_tampered_with_is_refused(tmp_path, problem_file):
    out = tmp_path / "plan.json"
    kitchen("plan", problem_file, "--out", out, "--budget", "1")
    plan = json.loads(out.read_text(encoding="utf-8"))
    plan["picks"][0]["grams"] += 1
    out.write_text(json.dumps(plan), encoding="utf-8")
    checked = kitchen("check", problem_file, out)
    assert checked.returncode == 1
    assert "stock.excess" in checked.stderr


def _edit(path, change):
    body = json.loads(path.read_text(encoding="utf-8"))
    change(body)
    path.write_text(json.dumps(body), encoding="utf-8")


WRONG = {
    "unknown ingredient": (
        lambda body: body["recipes"][0]["lines"][0].update(ingredient="leak"),
        ["input.unknown_code", "recipes[leek-soup]", "leak"],
    ),
    "negative quantity": (
        lambda body: body["lots"][0].update(grams=-5),
        ["input.negative", "lots[L-1].grams", "-5"],
    ),
    "lot past its date": (
        lambda body: body["lots"][0].update(last_day=-1),
        ["input.lot_expired", "L-1"],
    ),
    "recipe without quantity": (
        lambda body: body["recipes"][1]["lines"][0].update(milligrams=0),
        ["input.empty_recipe", "plain-leek-soup"],
    ),
    "undeclared exclusion": (
        lambda body: body["diets"][1].update(excludes=["mlik"]),
        ["input.unknown_code", "diets[no_milk]", "mlik"],
    ),
    "missing field": (
        lambda body: body["services"][0].pop("day"),
        ["input.missing", "services[mon]", "day"],
    ),
    "unknown field": (
        lambda body: body["rules"].update(colour="green"),
        ["input.unknown_field", "rules", "colour"],
    ),
    "duplicate code": (
        lambda body: body["lots"].append(dict(body["lots"][0])),
        ["input.duplicate", "lots", "L-1"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_bad_input_names_its_entry_and_writes_nothing(tmp_path, problem_file, name):
    change, said = WRONG[name]
    _edit(problem_file, change)
    out = tmp_path / "plan.json"
    made = kitchen("plan", problem_file, "--out", out)
    assert (made.returncode, out.exists()) == (2, False)
    assert [word for word in said if word not in made.stderr] == []


def test_every_fault_of_a_file_is_named_at_once(tmp_path, problem_file):
    for change, _ in (WRONG["negative quantity"], WRONG["missing field"], WRONG["unknown field"]):
        _edit(problem_file, change)
    made = kitchen("plan", problem_file, "--out", tmp_path / "plan.json")
    assert "3 entries" in made.stderr


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "input.empty"),
        (b"{not json", "input.not_json"),
        ('{"é": 1}'.encode("latin-1"), "input.encoding"),
        (b'{"format": "other"}', "input.format"),
    ],
)
def test_a_file_that_is_no_problem_is_refused(tmp_path, data, code):
    path = tmp_path / "problem.json"
    path.write_bytes(data)
    made = kitchen("plan", path)
    assert made.returncode == 2
    assert code in made.stderr


@pytest.fixture
def day():
    """Two doors, one van."""
    return TourProblem(
        date="2026-11-26",
        kitchen="kitchen",
        places=(
            Place(code="kitchen", lat_microdeg=50_949_600, lon_microdeg=1_858_900),
            Place(code="east", lat_microdeg=50_955_900, lon_microdeg=1_884_700),
            Place(code="west", lat_microdeg=50_950_300, lon_microdeg=1_825_600),
        ),
        stops=(
            Stop(
                code="east",
                place="east",
                delivers=(Amount(kind="boxes", count=2),),
                openings=OPEN,
            ),
            Stop(
                code="west",
                place="west",
                delivers=(Amount(kind="boxes", count=2),),
                openings=OPEN,
            ),
        ),
        vehicles=(Vehicle(code="van", start=540, end=780, holds=(Amount(kind="boxes", count=6),)),),
    )


@pytest.fixture
def day_file(tmp_path, day):
    path = tmp_path / "day.json"
    path.write_text(write_tours(day), encoding="utf-8")
    return path


def test_a_day_of_tours_is_planned_and_verified(tmp_path, day_file):
    out = tmp_path / "tours.json"
    made = kitchen("tours", day_file, "--out", out, "--budget", "0.1", "--seed", "2")
    assert made.returncode == 0, made.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["seed"] == 2
    assert kitchen("check", day_file, out).returncode == 0


def test_a_plan_in_force_is_taken_up(tmp_path, day_file):
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    kitchen("tours", day_file, "--out", first, "--budget", "0.1")
    made = kitchen("tours", day_file, "--out", again, "--budget", "0.1", "--previous", first)
    assert made.returncode == 0, made.stderr
    tours = [json.loads(path.read_text(encoding="utf-8"))["tours"] for path in (first, again)]
    assert tours[0] == tours[1]
    first.write_text("{}", encoding="utf-8")
    refused = kitchen("tours", day_file, "--out", tmp_path / "no.json", "--previous", first)
    assert (refused.returncode, (tmp_path / "no.json").exists()) == (2, False)
    assert "input.format" in refused.stderr


def test_a_new_plan_says_what_it_changes(tmp_path, day_file):
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    kitchen("tours", day_file, "--out", first, "--budget", "0.1")
    _edit(day_file, lambda body: body["stops"].pop(0))
    made = kitchen("tours", day_file, "--out", again, "--budget", "0.1", "--previous", first)
    assert made.returncode == 0, made.stderr
    assert "tour.diff_gone stop=east" in made.stderr
    assert "tour.diff_cost" in made.stderr
    assert kitchen("check", day_file, again).returncode == 0


def test_a_day_is_explained(tmp_path, day_file):
    out = tmp_path / "tours.json"
    kitchen("tours", day_file, "--out", out, "--budget", "0.1")
    said = kitchen("explain", day_file, out, "east")
    assert said.returncode == 0, said.stderr
    assert "tour.why_between" in said.stderr
    assert kitchen("explain", day_file, out).returncode == 0
    kept = tmp_path / "answers.json"
    assert kitchen("explain", day_file, out, "--out", kept).returncode == 0
    answers = json.loads(kept.read_text())
    assert set(answers) == {"why", "tight", "more"}
    assert answers["why"]["east"]
    unknown = kitchen("explain", day_file, out, "north")
    assert unknown.returncode == 2
    assert "east, west" in unknown.stderr


def test_a_plan_of_tours_that_was_tampered_with_is_refused(tmp_path, day_file):
    out = tmp_path / "tours.json"
    kitchen("tours", day_file, "--out", out, "--budget", "0.1")
    plan = json.loads(out.read_text(encoding="utf-8"))
    plan["tours"][0]["visits"].pop()
    out.write_text(json.dumps(plan), encoding="utf-8")
    checked = kitchen("check", day_file, out)
    assert checked.returncode == 1
    assert "tour.visits" in checked.stderr


def test_a_stop_that_is_left_is_said_with_what_would_help(tmp_path, day_file):
    body = json.loads(day_file.read_text(encoding="utf-8"))
    body["stops"][0]["openings"] = [{"start": 480, "end": 540}]
    day_file.write_text(json.dumps(body), encoding="utf-8")
    out = tmp_path / "tours.json"
    made = kitchen("tours", day_file, "--out", out, "--budget", "0.1")
    assert (made.returncode, out.exists()) == (1, True)
    assert "not served: east (tour.too_early" in made.stderr
    assert "would help: A window wider by" in made.stderr
    assert "tour.help_window" in made.stderr


WRONG_DAYS = {
    "unknown place": (
        lambda body: body["stops"][0].update(place="nowhere"),
        ["input.unknown_code", "stops[east].place", "nowhere"],
    ),
    "missing leg": (
        lambda body: body["places"][1].update(lat_microdeg=None, lon_microdeg=None),
        ["input.disconnected", "origin=east", "destination=west"],
    ),
    "window end before start": (
        lambda body: body["stops"][0]["openings"][0].update(end=500),
        ["input.window", "stops[east].openings[0]"],
    ),
    "van with no shift": (
        lambda body: body["vehicles"][0].update(end=540),
        ["input.window", "vehicles[van]"],
    ),
    "negative load": (
        lambda body: body["stops"][0]["delivers"][0].update(count=-2),
        ["input.negative", "stops[east].delivers[0].count"],
    ),
    "stops larger than every van": (
        lambda body: body["vehicles"][0]["holds"][0].update(count=1),
        ["input.too_large", "stops[east].delivers[boxes]", "stops[west].delivers[boxes]"],
    ),
}


@pytest.mark.parametrize("name", WRONG_DAYS)
def test_a_bad_day_of_tours_names_its_entry_and_writes_nothing(tmp_path, day_file, name):
    change, said = WRONG_DAYS[name]
    _edit(day_file, change)
    out = tmp_path / "tours.json"
    made = kitchen("tours", day_file, "--out", out)
    assert (made.returncode, out.exists()) == (2, False)
    assert [word for word in said if word not in made.stderr] == []


INSTANCE = """TINY1

VEHICLE
NUMBER     CAPACITY
  2          20

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0       0       0        0          0       200          0
    1       3       4       10          0       100         10
    2       7       7       10         20       120         10
"""


def test_a_public_instance_is_solved_and_verified(tmp_path):
    path, out = tmp_path / "tiny.txt", tmp_path / "plan.json"
    path.write_text(INSTANCE, encoding="utf-8")
    made = kitchen("tours", "--solomon", path, "--out", out, "--budget", "0.1")
    assert made.returncode == 0, made.stderr
    assert "1 tours, distance 19.8" in made.stderr
    assert kitchen("check", path, out).returncode == 0


def test_a_wrong_line_of_a_public_instance_is_named(tmp_path):
    path, out = tmp_path / "tiny.txt", tmp_path / "plan.json"
    path.write_text(INSTANCE.replace("20       120", "twenty   120"), encoding="utf-8")
    made = kitchen("tours", "--solomon", path, "--out", out)
    assert (made.returncode, out.exists()) == (2, False)
    assert "line=12" in made.stderr


def test_an_address_is_looked_up_only_where_a_geocoder_is_set():
    asked = kitchen("locate", "place d'Armes, Calais")
    assert asked.returncode == 2
    assert "KITCHEN_GEOCODER" in asked.stderr


def test_one_file_is_asked_for(tmp_path, day_file):
    assert kitchen("tours").returncode == 2
    assert kitchen("tours", day_file, "--solomon", day_file).returncode == 2
    assert kitchen("tours", tmp_path / "none.json").returncode == 2


@pytest.mark.parametrize("name", ["week-problem", "week-plan", "tour-problem", "tour-plan"])
def test_every_format_prints_its_schema(name):
    body = json.loads(kitchen("schema", name).stdout)
    assert body["title"] == f"tablee/{name}"
    assert body["additionalProperties"] is False


def test_help_teaches_each_command():
    shown = kitchen("--help").stdout
    wanted = [
        "demo",
        "serve",
        "plan",
        "check",
        "tours",
        "import",
        "export",
        "migrate",
        "worker",
        "doctor",
        "schema",
    ]
    assert [name for name in wanted if name not in shown] == []

"""The command line on weeks: no database, every offending entry named, nothing half written."""

import json

import pytest

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
from tests.app.command import edit, kitchen, unsaid


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
    edit(problem_file, change)
    assert unsaid("plan", problem_file, tmp_path / "plan.json", said) == []


def test_every_fault_of_a_file_is_named_at_once(tmp_path, problem_file):
    for change, _ in (WRONG["negative quantity"], WRONG["missing field"], WRONG["unknown field"]):
        edit(problem_file, change)
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

"""The command line on days of tours: checked, explained, refused with every entry named."""

import json

import pytest

from planning.tours.problem import Amount, Opening, Place, Problem, Stop, Vehicle
from planning.tours.validate import write_problem
from tests.app.command import edit, kitchen, unsaid
from tests.planning.tours.examples import INSTANCE

OPEN = (Opening(start=570, end=690),)


@pytest.fixture
def day():
    """Two doors, one van."""
    return Problem(
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
    path.write_text(write_problem(day), encoding="utf-8")
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
    edit(day_file, lambda body: body["stops"].pop(0))
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
    edit(day_file, change)
    assert unsaid("tours", day_file, tmp_path / "tours.json", said) == []


def test_a_public_instance_is_solved_and_verified(tmp_path):
    path, out = tmp_path / "tiny.txt", tmp_path / "plan.json"
    path.write_text(INSTANCE, encoding="utf-8")
    made = kitchen("tours", "--solomon", path, "--out", out, "--budget", "0.1")
    assert made.returncode == 0, made.stderr
    assert "2 tours, distance 29.8" in made.stderr
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

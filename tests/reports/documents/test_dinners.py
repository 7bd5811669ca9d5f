"""Papers of a day with dinners: each meal on its own note and labels, one stop for both."""

import io
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlmodel import select

from distribution.demand.models import MealOrder, MealOrderLine
from distribution.partners.models import DropPoint
from distribution.tours.models import Stop
from kitchen.core.vocabulary import Component, Meal, MealFormat, SizeClass
from kitchen.production.models import Batch, BatchOutput
from reports.documents import service
from reports.documents.facts import gather

sys.path.insert(0, str(Path(__file__).parent))
from document_rows import FRIDAY_BEFORE, MONDAY, SITE, SITE_AT, fill

EVENING = 9


@pytest.fixture
def kitchen(db):
    """The small kitchen, with a stew for nine in the evening at the far door."""
    made = fill(db)
    point = db.exec(select(DropPoint).where(DropPoint.code == "D2")).one()
    order = MealOrder(drop_point_id=point.id, day=MONDAY, meal=Meal.DINNER, changed_at=SITE_AT)
    db.add(order)
    db.flush()
    db.add(
        MealOrderLine(order_id=order.id, diet="standard", size=SizeClass.STANDARD, portions=EVENING)
    )
    stew = made["PR-48-02"]
    batch = Batch(
        code="PR-48-03",
        recipe_code=stew.recipe_code,
        recipe_version=1,
        name_fr=stew.name_fr,
        name_en=stew.name_en,
        component=Component.MAIN,
        service_date=MONDAY,
        meal=Meal.DINNER,
        cook_date=FRIDAY_BEFORE,
        use_by=MONDAY,
        portions=EVENING,
        standard_permille=EVENING * 1000,
        grams=EVENING * 250,
        portion_grams=250,
    )
    db.add(batch)
    db.flush()
    db.add(
        BatchOutput(batch_id=batch.id, diet="standard", size=SizeClass.STANDARD, portions=EVENING)
    )
    stop = db.exec(select(Stop).where(Stop.drop_point_id == point.id)).one()
    stop.meals, stop.boxes = 22 + EVENING, 3
    db.add(stop)
    db.flush()
    return order


def words(db, boss, at, choose, read):
    made = service.pdf(db, boss, first=FRIDAY_BEFORE, last=MONDAY, choose=choose, site=SITE, at=at)
    return read.squash("".join(p.extract_text() for p in PdfReader(io.BytesIO(made)).pages))


def test_each_meal_has_its_own_note_and_the_boxes_stand_on_the_first(db, kitchen):
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    notes = {
        (note.meal, note.receiver.name.split(",")[0]): note
        for note in (paper.data for paper in service.note_papers(facts, MONDAY))
    }
    noon, evening = notes[Meal.LUNCH, "Foyer d'essai"], notes[Meal.DINNER, "Foyer d'essai"]
    assert {line.batch for line in noon.lines} == {"PR-48-01"}
    assert [(line.batch, line.portions) for line in evening.lines] == [("PR-48-03", EVENING)]
    assert (noon.portions, evening.portions) == (22, EVENING)
    boxes = {
        note.meal: [loan.out for loan in note.loans if "GN" not in loan.name]
        for note in (noon, evening)
    }
    assert boxes == {Meal.LUNCH: [3], Meal.DINNER: []}
    assert (Meal.DINNER, "L'Escale d'essai") not in notes


def test_labels_sheets_and_menu_name_the_evening(db, boss, at, kitchen, read):
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    (paper,) = service.label_papers(facts, FRIDAY_BEFORE, "PR-48-03")
    assert {label.meal for label in paper.data.labels} == {Meal.DINNER}
    assert sum(label.portions for label in paper.data.labels if not label.proof) == EVENING
    sheets = {
        each.data.batch: each.data
        for each in service.production_papers(facts, FRIDAY_BEFORE, MONDAY)
    }
    assert [(line.point, line.counts) for line in sheets["PR-48-03"].share] == [
        ("Foyer d'essai", (EVENING,))
    ]
    for choose, said in (
        (lambda f: service.label_papers(f, FRIDAY_BEFORE, "PR-48-03"), "soir du 23/11"),
        (lambda f: service.production_papers(f, FRIDAY_BEFORE, MONDAY, "PR-48-03"), "pour le soir"),
        (lambda f: service.note_papers(f, MONDAY), "réchauffez alors ce qui se mange chaud"),
        (lambda f: service.menu_papers(f, MONDAY), "au 27 novembre, soir"),
        (lambda f: service.route_papers(f, MONDAY), f"midi 22, soir {EVENING}"),
    ):
        assert read.squash(said) in words(db, boss, at, choose, read), said


def test_the_route_sheet_keeps_to_its_own_numbers_when_an_order_changed_since(db, kitchen):
    (paper,) = service.route_papers(gather(db, FRIDAY_BEFORE, MONDAY), MONDAY)
    assert {stop.name: stop.meals for stop in paper.data.stops} == {
        "Foyer d'essai": ((Meal.LUNCH, 22), (Meal.DINNER, EVENING)),
        "L'Escale d'essai": (),
    }
    kitchen.cancelled = True
    db.add(kitchen)
    db.flush()
    (paper,) = service.route_papers(gather(db, FRIDAY_BEFORE, MONDAY), MONDAY)
    assert [stop.meals for stop in paper.data.stops] == [(), ()]


def test_a_hot_lunch_says_nothing_of_how_the_dinner_is_kept(db, kitchen):
    lunch = db.exec(
        select(MealOrder).where(
            MealOrder.drop_point_id == kitchen.drop_point_id, MealOrder.meal == Meal.LUNCH
        )
    ).one()
    lunch.format = MealFormat.HOT
    db.add(lunch)
    db.flush()
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    found = {
        code: {label.format for label in paper.data.labels if label.destination == "Foyer d'essai"}
        for code in ("PR-48-01", "PR-48-03")
        for paper in service.label_papers(facts, FRIDAY_BEFORE, code)
    }
    assert found == {"PR-48-01": {MealFormat.HOT}, "PR-48-03": {MealFormat.CHILLED}}


def test_a_hot_dinner_is_on_the_route_sheet_with_its_reason(db, boss, at, kitchen, read):
    kitchen.format = MealFormat.HOT
    db.add(kitchen)
    db.flush()
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    assert facts.wants(MONDAY, Meal.DINNER) == []
    paper = words(db, boss, at, lambda f: service.route_papers(f, MONDAY), read)
    assert read.squash("les dîners partent froids") in paper

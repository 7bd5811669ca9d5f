"""Papers made from rows: they agree with each other, keep their numbers, and name nobody."""

import io
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from kitchen.core.actor import Actor
from kitchen.core.errors import NotAllowed
from kitchen.core.i18n import gettext
from kitchen.core.vocabulary import Allergen, Component, Meal, MealFormat
from kitchen.production.models import BatchState
from reports.documents import board, service
from reports.documents.facts import gather
from reports.documents.models import SheetKind

sys.path.insert(0, str(Path(__file__).parent))
from document_rows import FRIDAY_BEFORE, MONDAY, SITE, fill


@pytest.fixture
def kitchen(db):
    return fill(db)


def text_of(pdf, squash):
    return squash("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def pdf(db, boss, at, choose):
    return service.pdf(db, boss, first=FRIDAY_BEFORE, last=MONDAY, choose=choose, site=SITE, at=at)


def test_a_production_sheet_says_what_the_rows_say(db, boss, at, kitchen, read):
    paper = text_of(
        pdf(
            db, boss, at, lambda f: service.production_papers(f, FRIDAY_BEFORE, MONDAY, "PR-48-01")
        ),
        read.squash,
    )
    for said in (
        "Velouté de poireaux",
        "vendredi 20 novembre 2026",
        "lundi 23 novembre 2026",
        "fournée PR-48-01",
        "15 kg",
        f"portions = 54 + 6 {gettext('no pork')}",
        "L-1, 10 kg Ferme d'essai 25/11",
        "L-2, 5 kg Ferme du marais 28/11",
        "12 kg",  # net leeks: 60 portions of 200 g
        "à venir OF-7",
        f"({gettext('milk').upper()})",
        "Suer 12 min sans colorer. (Marmite 1 de 8:05 à 8:50)",
        "Foyer d'essai",
        "Camionnette 1",
        "Reste en cuisine",
        "Projet, sans numéro",
    ):
        assert read.squash(said) in paper, said


def test_the_notes_deliver_what_the_sheets_share_out(db, boss, at, kitchen):
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    sheets = [
        paper.data for paper in service.production_papers(facts, FRIDAY_BEFORE, FRIDAY_BEFORE)
    ]
    notes = [paper.data for paper in service.note_papers(facts, MONDAY)]
    shared = sum(sum(line.counts) for sheet in sheets for line in sheet.share)
    delivered = sum(line.portions for note in notes for line in note.lines)
    labelled = sum(
        label.portions
        for paper in service.label_papers(facts, FRIDAY_BEFORE)
        for label in paper.data.labels
        if not label.proof
    )
    assert shared == delivered == labelled == 62
    assert [note.receiver.name.split(",")[0] for note in notes] == [
        "Foyer d'essai",
        "L'Escale d'essai",
    ]


def test_who_drinks_no_milk_gets_nothing_with_milk(db, kitchen):
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    for paper in service.label_papers(facts, FRIDAY_BEFORE):
        for label in paper.data.labels:
            if label.mark.letter == "L":
                assert Allergen.MILK not in label.allergens.contains


def test_an_allergy_travels_in_its_own_pan_and_the_others_share(db, kitchen):
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    loads = {(load.door, load.batch, load.apart): load for load in facts.loads(MONDAY, Meal.LUNCH)}
    assert sorted(loads) == [
        ("D1", "PR-48-01", ""),
        ("D1", "PR-48-02", "no_milk"),
        ("D2", "PR-48-01", ""),
    ]
    common = loads["D1", "PR-48-01", ""]
    assert [(part.label, part.portions) for part in common.serves] == [
        ("", 30),
        (gettext("no pork"), 6),
    ]
    assert common.mark.shape is None
    assert loads["D1", "PR-48-02", "no_milk"].mark.letter == "L"


def test_a_pan_with_two_sizes_says_how_many_of_each(db, kitchen):
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    (paper,) = service.label_papers(facts, FRIDAY_BEFORE, "PR-48-01")
    far = next(label for label in paper.data.labels if label.destination == "Foyer d'essai")
    assert far.contents == ((8, 250), (14, 175))


def test_a_door_without_a_van_is_on_the_route_sheet_with_the_reason(db, boss, at, kitchen, read):
    paper = text_of(pdf(db, boss, at, lambda f: service.route_papers(f, MONDAY)), read.squash)
    for said in (
        "Camionnette 1",
        "conduite du matin",
        "ouvert de 9:00 à 12:00",
        "Sonner à gauche.",
        "Pas compté, et pourquoi : 3 portions",
        "Abri d'essai",
        "plus de place dans les camionnettes",
    ):
        assert read.squash(said) in paper, said


def test_a_picking_list_takes_from_the_stores_what_is_cooked_that_day(db, boss, at, kitchen, read):
    paper = text_of(
        pdf(db, boss, at, lambda f: service.picking_papers(f, FRIDAY_BEFORE)), read.squash
    )
    assert read.squash("10 kg + 5 kg 15 kg") in paper
    assert paper.index("L-1Ferme") < paper.index("L-2Ferme")
    assert read.squash("aucun lot n'a été choisi pour cette fournée") in paper  # the stew has none
    with pytest.raises(service.NothingToPrint):
        pdf(db, boss, at, lambda f: service.picking_papers(f, MONDAY))


def test_a_hot_door_and_a_shelf_life_reach_the_note(db, boss, at, kitchen, read):
    paper = text_of(pdf(db, boss, at, lambda f: service.note_papers(f, MONDAY)), read.squash)
    assert read.squash("23/11/2026") in paper
    assert read.squash("Aide alimentaire, remise gratuitement") in paper
    assert read.squash(gettext("no milk")) in paper


def test_the_menu_shows_closed_days_and_the_season(db, boss, at, kitchen, read):
    paper = text_of(pdf(db, boss, at, lambda f: service.menu_papers(f, MONDAY)), read.squash)
    assert "lundi23" in paper
    assert read.squash("Velouté de poireaux") in paper
    assert paper.count(read.squash("Pas de repas servi")) == 4
    assert read.squash("de saison") in paper


def test_a_paper_is_the_same_alone_and_among_its_week(db, kitchen):
    whole = {
        (kind, paper.subject): paper.digest
        for kind, _day, papers in service.week_papers(service.gather_week(db, MONDAY), MONDAY)
        for paper in papers
    }
    alone = {}
    for day in (FRIDAY_BEFORE, MONDAY):
        for kind, papers in service.day_papers(gather(db, day, day), day).items():
            alone |= {(kind, paper.subject): paper.digest for paper in papers}
    assert len(alone) == len(whole) - 1  # all but the menu
    assert alone.items() <= whole.items()


def test_numbering_a_week_twice_changes_nothing(db, boss, at, kitchen):
    first = service.issue_week(db, boss, monday=MONDAY, site=SITE, at=at)
    before = board.week(db, MONDAY, "fr")
    assert service.issue_week(db, boss, monday=MONDAY, site=SITE, at=at) == first
    assert board.week(db, MONDAY, "fr") == before
    assert before.waiting == 0
    lines = [line for day in before.days for line in day.lines]
    assert {line.state for line in lines} == {"issued"}
    production = next(line for line in lines if line.kind is SheetKind.PRODUCTION)
    assert production.numbers == "FP-2026-47-01 … 02"  # cooked the week before


def test_a_changed_batch_makes_a_new_version_of_its_papers_only(db, boss, at, kitchen, read):
    service.issue_week(db, boss, monday=MONDAY, site=SITE, at=at)
    kitchen["PR-48-01"].name_fr = "Velouté de poireaux et pommes de terre"
    db.add(kitchen["PR-48-01"])
    db.flush()
    seen = board.week(db, MONDAY, "fr")
    states = {line.kind: line.state for day in seen.days for line in day.lines}
    assert states[SheetKind.PRODUCTION] == "changed"
    assert states[SheetKind.ROUTE] == "issued"
    service.issue_week(db, boss, monday=MONDAY, site=SITE, at=at)
    paper = text_of(
        pdf(
            db, boss, at, lambda f: service.production_papers(f, FRIDAY_BEFORE, MONDAY, "PR-48-01")
        ),
        read.squash,
    )
    assert "version2,remplacela1" in paper


def test_a_cancelled_batch_leaves_every_paper(db, boss, at, kitchen, read):
    kitchen["PR-48-02"].state = BatchState.CANCELLED
    db.add(kitchen["PR-48-02"])
    db.flush()
    paper = text_of(pdf(db, boss, at, lambda f: service.note_papers(f, MONDAY)), read.squash)
    assert "PR-48-02" not in paper
    assert read.squash("le plan ne prévoit pas de plat principal pour eux") in paper


def test_papers_are_written_to_a_folder_one_file_a_kind_and_day(db, at, kitchen, tmp_path):
    made = service.write_week(db, MONDAY, tmp_path, at, site=SITE)
    assert sorted(path.name for path in made) == [
        "2026-11-20-bon-de-sortie.pdf",
        "2026-11-20-etiquettes.pdf",
        "2026-11-20-fiches-de-production.pdf",
        "2026-11-23-bons-de-livraison.pdf",
        "2026-11-23-feuilles-de-route.pdf",
        "2026-11-23-menu.pdf",
    ]
    assert all(path.read_bytes().startswith(b"%PDF") for path in made)


def test_who_may_not_read_papers_is_refused(db, at, kitchen):
    nobody = Actor(id=None, label="somebody")
    with pytest.raises(NotAllowed):
        pdf(db, nobody, at, lambda f: service.menu_papers(f, MONDAY))
    with pytest.raises(NotAllowed):
        service.issue_week(db, nobody, monday=MONDAY, site=SITE, at=at)


def test_weeks_are_read_from_addresses_and_nonsense_is_not():
    assert board.monday_of("2026-W48") == MONDAY
    assert board.week_code(MONDAY) == "2026-W48"
    assert [board.monday_of(text) for text in ("2026", "2026-W99", "W48", "x-Wy", "")] == [None] * 5


def test_a_meal_of_another_service_is_not_mixed_in(db, kitchen):
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    assert facts.shares(MONDAY, Meal.DINNER) == ()


def test_what_is_eaten_cold_is_never_labelled_to_reheat(db, kitchen):
    facts = gather(db, FRIDAY_BEFORE, MONDAY)
    for component, formats in (
        (Component.MAIN, {MealFormat.CHILLED}),
        (Component.STARTER, {MealFormat.COLD}),  # cooked, but no soup: beetroot salad
        (Component.DESSERT, {MealFormat.COLD}),
    ):
        kitchen["PR-48-01"].component = component
        (paper,) = service.label_papers(facts, FRIDAY_BEFORE, "PR-48-01")
        assert {label.format for label in paper.data.labels} == formats
    facts.dishes["soup"].recipe.family = "soup"
    kitchen["PR-48-01"].component = Component.STARTER
    (paper,) = service.label_papers(facts, FRIDAY_BEFORE, "PR-48-01")
    assert {label.format for label in paper.data.labels} == {MealFormat.CHILLED}

"""Papers made from rows: they agree with each other, keep their numbers, and name nobody."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from distribution.demand.models import MealOrder, MealOrderLine
from distribution.partners.models import DropPoint, OpeningWindow, Partner
from distribution.tours.models import Stop, TourDay, Unserved, Vehicle
from kitchen.catalogue.models import (
    Ingredient,
    IngredientAllergen,
    Recipe,
    RecipeLine,
    RecipeStep,
)
from kitchen.core.actor import Actor
from kitchen.core.config import Settings
from kitchen.core.errors import NotAllowed
from kitchen.core.i18n import gettext
from kitchen.core.vocabulary import (
    Allergen,
    Component,
    Meal,
    MealFormat,
    Presence,
    SizeClass,
    StationKind,
    Storage,
)
from kitchen.production.models import Batch, BatchOutput, BatchPick, BatchState, BatchStep, Station
from kitchen.stock.models import Lot, LotSource
from reports.documents import board, service
from reports.documents.facts import gather
from reports.documents.models import SheetKind

MONDAY = date(2026, 11, 23)
FRIDAY_BEFORE = date(2026, 11, 20)
SITE_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SITE = Settings(site_name="Cuisine d'essai")


def food(db, code, name, **more):
    facts = {"kcal": 1, "protein_mg": 1, "carbs_mg": 1, "sugars_mg": 1, "fat_mg": 1}
    facts |= {"saturated_mg": 1, "fibre_mg": 1, "salt_mg": 1, "calcium_mg": 1, "iron_ug": 1}
    facts |= {"vitamin_c_ug": 1, "co2e_g_per_kg": 400, "storage": Storage.COOL}
    facts |= {"purchase_unit": "kg", "unit_grams": 1000, "pack_grams": 1000, "family": "vegetable"}
    facts |= {"price_cents_per_kg": 200, "culinary": "vegetable", "source": "test"} | more
    row = Ingredient(code=code, name_fr=name, name_en=code, **facts)
    db.add(row)
    db.flush()
    return row


def recipe(db, code, name, lines, *, component=Component.MAIN):
    row = Recipe(code=code, name_fr=name, name_en=code, component=component, portion_grams=250)
    db.add(row)
    db.flush()
    for position, (ingredient, milligrams) in enumerate(lines):
        db.add(
            RecipeLine(
                recipe_id=row.id,
                position=position,
                ingredient_id=ingredient.id,
                net_milligrams=milligrams,
            )
        )
    texts = ("Émincer les poireaux.", "Suer 12 min sans colorer.")
    for position, text in enumerate(texts):
        kind = StationKind.PREP if position == 0 else StationKind.KETTLE
        db.add(
            RecipeStep(
                recipe_id=row.id, position=position, station=kind, text_fr=text, text_en=text
            )
        )
    return row


def lot(db, code, ingredient, use_by, supplier):
    row = Lot(
        code=code,
        ingredient_id=ingredient.id,
        supplier_name=supplier,
        origin="France",
        source=LotSource.FARM,
        received_on=FRIDAY_BEFORE,
        received_grams=50_000,
        use_by=use_by,
        storage=ingredient.storage,
    )
    db.add(row)
    db.flush()
    return row


def door(db, code, name, lines, *, kept=MealFormat.CHILLED):
    partner = Partner(code=f"P-{code}", name=f"{name} association", kind="shelter")
    db.add(partner)
    db.flush()
    point = DropPoint(
        partner_id=partner.id,
        code=code,
        name=name,
        address="1 rue d'essai",
        commune="Calais",
        lat_microdeg=50_950_000,
        lon_microdeg=1_858_000,
        access_note="Sonner à gauche.",
        contact_role="responsable de salle",
        formats=["chilled"],
        most_meals=200,
    )
    db.add(point)
    db.flush()
    for weekday in range(7):
        db.add(
            OpeningWindow(drop_point_id=point.id, weekday=weekday, from_minute=540, to_minute=720)
        )
    order = MealOrder(drop_point_id=point.id, day=MONDAY, format=kept, changed_at=SITE_AT)
    db.add(order)
    db.flush()
    for diet, size, portions in lines:
        db.add(MealOrderLine(order_id=order.id, diet=diet, size=size, portions=portions))
    return point


@pytest.fixture
def kitchen(db):
    """A soup of leeks and cream for 60, a stew for the four who drink no milk, two doors, a van."""
    leek = food(db, "leek", "Poireau", usable_permille=800, season=[10, 11, 12])
    cream = food(db, "cream", "Crème liquide", storage=Storage.CHILLED)
    db.add(
        IngredientAllergen(
            ingredient_id=cream.id, allergen=Allergen.MILK, presence=Presence.CONTAINS
        )
    )
    soup = recipe(db, "soup", "Velouté de poireaux", [(leek, 200_000), (cream, 20_000)])
    stew = recipe(db, "stew", "Étuvée de poireaux", [(leek, 200_000)])
    first = lot(db, "L-1", leek, MONDAY + timedelta(days=2), "Ferme d'essai")
    second = lot(db, "L-2", leek, MONDAY + timedelta(days=5), "Ferme du marais")
    db.add(
        Station(
            code="K1",
            name_fr="Marmite 1",
            name_en="Kettle 1",
            kind=StationKind.KETTLE,
            open_minute=360,
            close_minute=960,
        )
    )
    made = {}
    for code, row, portions, contains, outputs in (
        (
            "PR-48-01",
            soup,
            60,
            ["milk"],
            [("standard", "standard", 40), ("standard", "child", 14), ("no_pork", "standard", 6)],
        ),
        ("PR-48-02", stew, 4, [], [("no_milk", "standard", 4)]),
    ):
        batch = Batch(
            code=code,
            recipe_code=row.code,
            recipe_version=1,
            name_fr=row.name_fr,
            name_en=row.name_en,
            component=Component.MAIN,
            service_date=MONDAY,
            cook_date=FRIDAY_BEFORE,
            use_by=MONDAY,
            portions=portions,
            standard_permille=portions * 1000,
            grams=portions * 250,
            portion_grams=250,
            contains=contains,
        )
        db.add(batch)
        db.flush()
        made[code] = batch
        for diet, size, count in outputs:
            db.add(BatchOutput(batch_id=batch.id, diet=diet, size=SizeClass(size), portions=count))
        db.add(
            BatchStep(
                batch_id=batch.id,
                step=1,
                station_code="K1",
                kind=StationKind.KETTLE,
                start_minute=485,
                end_minute=530,
                hands=1,
                grams=15_000,
            )
        )
    for ingredient, source, grams in ((leek, first, 10_000), (leek, second, 5_000)):
        db.add(
            BatchPick(
                batch_id=made["PR-48-01"].id,
                ingredient_id=ingredient.id,
                lot_id=source.id,
                grams=grams,
            )
        )
    db.add(
        BatchPick(
            batch_id=made["PR-48-01"].id,
            ingredient_id=cream.id,
            expected_from="OF-7",
            grams=1_200,
        )
    )
    near = door(
        db,
        "D1",
        "L'Escale d'essai",
        [("standard", "standard", 30), ("no_milk", "standard", 4), ("no_pork", "standard", 6)],
    )
    far = door(db, "D2", "Foyer d'essai", [("standard", "standard", 8), ("standard", "child", 14)])
    lost = door(db, "D3", "Abri d'essai", [("vegan", "standard", 3)], kept=MealFormat.HOT)
    van = Vehicle(
        code="V1",
        name="Camionnette 1",
        boxes=20,
        refrigerated=True,
        driver="conduite du matin",
        start_minute=480,
        end_minute=840,
    )
    day = TourDay(day=MONDAY, problem="{}", plan="{}", made_at=SITE_AT)
    db.add_all([van, day])
    db.flush()
    for sequence, (point, minute) in enumerate(((far, 550), (near, 580)), 1):
        db.add(
            Stop(
                tour_day_id=day.id,
                vehicle_id=van.id,
                sequence=sequence,
                drop_point_id=point.id,
                arrive_minute=minute,
                leave_minute=minute + 8,
                meals=22 if point is far else 40,
                boxes=2 if point is far else 4,
            )
        )
    db.add(
        Unserved(tour_day_id=day.id, drop_point_id=lost.id, meals=3, code="tour.no_room", facts={})
    )
    db.flush()
    return made


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

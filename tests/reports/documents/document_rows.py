"""Rows of a small kitchen in the database, for tests of papers made from them."""

from datetime import UTC, date, datetime, timedelta

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
from kitchen.core.config import Settings
from kitchen.core.vocabulary import (
    Allergen,
    Component,
    MealFormat,
    Presence,
    SizeClass,
    StationKind,
    Storage,
)
from kitchen.production.models import Batch, BatchOutput, BatchPick, BatchStep, Station
from kitchen.stock.models import Lot, LotSource

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


def fill(db):
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

"""A kitchen small enough to reason about: foods, lots, a batch of soup."""

from datetime import date

import pytest

from kitchen.catalogue.models import Ingredient
from kitchen.core.vocabulary import Component, Storage
from kitchen.production.models import Batch, BatchPick
from kitchen.stock import service as stock
from kitchen.stock.models import LotSource

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 20)
ZEROS = dict.fromkeys(
    (
        "kcal", "protein_mg", "carbs_mg", "sugars_mg", "fat_mg", "saturated_mg", "fibre_mg",
        "salt_mg", "calcium_mg", "iron_ug", "vitamin_c_ug", "co2e_g_per_kg",
    ),
    0,
)  # fmt: skip


def add_food(db, code, name, *, needs_date=False, storage=Storage.COOL):
    row = Ingredient(
        code=code,
        name_fr=name,
        name_en=name,
        family="vegetables",
        culinary="vegetables",
        storage=storage,
        needs_date=needs_date,
        purchase_unit="kg",
        unit_grams=1000,
        pack_grams=5000,
        price_cents_per_kg=160,
        source="test",
        **ZEROS,
    )
    db.add(row)
    db.flush()
    return row


@pytest.fixture
def leek(db):
    return add_food(db, "poireau-essai", "Poireau d'essai")


@pytest.fixture
def cream(db):
    return add_food(db, "creme-essai", "Crème d'essai", needs_date=True, storage=Storage.CHILLED)


@pytest.fixture
def receive(db, boss, at):
    """Take grams of a food in."""

    def received(food, grams, **more):
        given = {
            "received_on": FRIDAY,
            "supplier_name": "Ferme d'essai",
            "source": LotSource.FARM,
            "storage": food.storage,
            **more,
        }
        return stock.receive_lot(db, boss, ingredient_id=food.id, grams=grams, at=at, **given)

    return received


@pytest.fixture
def batch_of(db):
    """Schedule a batch that takes (food, lot or None, grams)."""

    def made(code, *picks, cook_date=FRIDAY):
        row = Batch(
            code=code,
            recipe_code="veloute-essai",
            recipe_version=1,
            name_fr="Velouté d'essai",
            name_en="Trial soup",
            component=Component.STARTER,
            service_date=MONDAY,
            cook_date=cook_date,
            use_by=MONDAY,
            portions=100,
            standard_permille=100_000,
            grams=25_000,
            portion_grams=250,
        )
        db.add(row)
        db.flush()
        for food, lot, grams in picks:
            db.add(
                BatchPick(
                    batch_id=row.id,
                    ingredient_id=food.id,
                    lot_id=lot.id if lot else None,
                    expected_from="" if lot else "O-0001",
                    grams=grams,
                )
            )
        db.flush()
        return row

    return made

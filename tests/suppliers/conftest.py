"""Foods, farms and people that the tests of suppliers share."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from kitchen.catalogue.models import Ingredient
from kitchen.core.actor import Actor, Grant, Role
from kitchen.core.vocabulary import Storage
from suppliers.directory import service as directory
from suppliers.directory.geography import Point
from suppliers.directory.models import SupplierKind

MONDAY = date(2026, 11, 23)


def food(code, name, *, storage=Storage.COOL, needs_date=False, family="vegetables"):
    zeros = dict.fromkeys(
        (
            "kcal", "protein_mg", "carbs_mg", "sugars_mg", "fat_mg", "saturated_mg", "fibre_mg",
            "salt_mg", "calcium_mg", "iron_ug", "vitamin_c_ug", "co2e_g_per_kg",
        ),
        0,
    )  # fmt: skip
    return Ingredient(
        code=code,
        name_fr=name,
        name_en=name,
        family=family,
        culinary=family,
        storage=storage,
        needs_date=needs_date,
        purchase_unit="kg",
        unit_grams=1000,
        pack_grams=5000,
        price_cents_per_kg=160,
        source="test",
        **zeros,
    )


@pytest.fixture
def leek(db):
    row = food("poireau-essai", "Poireau, cru")
    db.add(row)
    db.flush()
    return row


@pytest.fixture
def chicken(db):
    row = food(
        "poulet-essai", "Poulet, cuisse", storage=Storage.CHILLED, needs_date=True, family="meat"
    )
    db.add(row)
    db.flush()
    return row


@pytest.fixture
def farm(db, boss, at):
    return directory.register(
        db,
        boss,
        name="Ferme d’essai",
        kind=SupplierKind.FARM,
        commune="Guînes",
        point=Point(50_868_300, 1_871_500),
        short_circuit=True,
        delivery_weekdays=(0, 3),
        at=at,
    )


@pytest.fixture
def other_farm(db, boss, at):
    return directory.register(
        db,
        boss,
        name="Ferme voisine d’essai",
        kind=SupplierKind.FARM,
        commune="Marck",
        point=Point(50_966_800, 1_981_500),
        at=at,
    )


def person(role: Role, scope: UUID | None = None) -> Actor:
    return Actor(id=uuid4(), label=f"essai-{role.value}", grants=(Grant(role, scope),))


@pytest.fixture
def farmer(farm):
    return person(Role.FARMER, farm.id)


@pytest.fixture
def neighbour(other_farm):
    return person(Role.FARMER, other_farm.id)


@pytest.fixture
def driver():
    return person(Role.DRIVER, uuid4())

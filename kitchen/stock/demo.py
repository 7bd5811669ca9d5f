"""The demo's stock: what lies in the stores on the Friday before the planned week."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from kitchen.catalogue.models import Ingredient
from kitchen.core.actor import Actor
from kitchen.core.vocabulary import Funding
from kitchen.stock import service
from kitchen.stock.models import Lot, LotSource

# food, kilos, days until its date (None keeps), source
ROWS: tuple[tuple[str, float, int | None, str], ...] = (
    ("pates", 40, None, "purchase"), ("riz", 45, None, "purchase"), ("riz-complet", 10, None, "purchase"),
    ("semoule-couscous", 30, None, "purchase"), ("boulgour", 15, None, "purchase"), ("polenta", 8, None, "purchase"),
    ("lentille-verte", 25, None, "purchase"), ("lentille-corail", 18, None, "purchase"), ("pois-casse", 12, None, "donation"),
    ("pois-chiche", 10, None, "purchase"), ("pois-chiche-conserve", 36, None, "donation"), ("haricot-rouge", 15, None, "donation"),
    ("haricot-blanc", 12, None, "purchase"), ("haricot-blanc-conserve", 20, None, "donation"), ("flageolet", 10, None, "purchase"),
    ("farine", 25, None, "purchase"), ("sucre", 20, None, "purchase"), ("vergeoise", 4, None, "purchase"), ("sel", 12, None, "purchase"),
    ("poivre", 1, None, "purchase"), ("muscade", 0.3, None, "purchase"), ("cumin", 1, None, "purchase"), ("curcuma", 0.8, None, "purchase"),
    ("paprika", 0.8, None, "purchase"), ("ras-el-hanout", 1, None, "purchase"), ("cannelle", 0.4, None, "purchase"), ("laurier", 0.3, None, "purchase"),
    ("huile-de-colza", 18, None, "purchase"), ("huile-de-tournesol", 14, None, "purchase"), ("huile-d-olive", 9, None, "purchase"),
    ("vinaigre", 6, None, "purchase"), ("vinaigre-de-cidre", 5, None, "purchase"), ("moutarde", 4, None, "purchase"),
    ("coulis-de-tomate", 15, None, "purchase"), ("tomate-pelee", 48, None, "donation"), ("concentre-de-tomate", 6, None, "purchase"),
    ("mais-doux", 9, None, "donation"), ("thon-conserve", 9, None, "donation"), ("raisin-sec", 2, None, "purchase"), ("pruneau", 4, None, "purchase"),
    ("lait", 40, 40, "purchase"), ("boisson-soja", 12, 60, "purchase"), ("lait-de-coco", 12, None, "purchase"), ("fecule-de-mais", 3, None, "purchase"),
    ("haricot-vert-surgele", 30, None, "purchase"), ("petits-pois", 25, None, "donation"), ("epinard-surgele", 28, None, "purchase"),
    ("oeuf", 30, 14, "purchase"), ("beurre", 8, 25, "purchase"), ("emmental-rape", 9, 12, "purchase"), ("mimolette", 5, 25, "purchase"),
    ("creme", 9, 7, "purchase"), ("creme-legere", 6, 5, "donation"), ("yaourt", 38, 5, "donation"), ("fromage-blanc", 18, 4, "donation"),
    ("petit-suisse", 12, 6, "donation"), ("jambon", 14, 5, "donation"), ("poulet-cuisse", 42, 5, "donation"), ("boeuf-hache-15", 18, 3, "donation"),
    ("saucisse-de-toulouse", 16, 4, "donation"), ("dinde-escalope", 12, 4, "donation"), ("tofu", 8, 20, "purchase"), ("dessert-soja", 9, 18, "purchase"),
    ("pain-d-epices", 3, None, "donation"), ("biere-brune", 12, None, "purchase"), ("chapelure", 3, None, "purchase"), ("noix", 2, None, "donation"),
    ("banane", 30, 5, "donation"), ("clementine", 45, 6, "donation"), ("orange", 25, 8, "donation"), ("endive", 20, 4, "donation"),
)  # fmt: skip
NAMES = {
    "purchase": "Grossiste du Littoral (exemple)",
    "donation": "Ramasse de la grande surface (exemple)",
}


def build(
    db: Session,
    actor: Actor,
    *,
    monday: date,
    ingredients: Mapping[str, Ingredient],
    rng: random.Random,
    at: datetime,
) -> list[Lot]:
    """Receive the demo's stock, with one lot past its date and one whose date is missing."""
    friday = monday - timedelta(days=3)
    lots = [
        _receive(db, actor, ingredients[code], kilos, friday, days, source, rng, at)
        for code, kilos, days, source in ROWS
    ]
    lots.append(_receive(db, actor, ingredients["creme"], 3, friday, None, "donation", rng, at))
    lots.append(_receive(db, actor, ingredients["jambon"], 2, friday, -1, "donation", rng, at))
    return lots


def _receive(
    db: Session,
    actor: Actor,
    food: Ingredient,
    kilos: float,
    friday: date,
    days: int | None,
    source: str,
    rng: random.Random,
    at: datetime,
) -> Lot:
    paid = source == "purchase"
    # what keeps has a best-before; chilled food has a use-by, or is blocked until it is known
    keeps = friday + timedelta(days=rng.randrange(90, 500)) if days is None else None
    best_before = None if food.needs_date else keeps
    return service.receive_lot(
        db,
        actor,
        ingredient_id=food.id,
        grams=round(kilos * 1000),
        received_on=friday - timedelta(days=rng.randrange(1, 9)),
        use_by=friday + timedelta(days=days) if days is not None and days < 30 else None,
        best_before=best_before,
        supplier_name=NAMES[source],
        origin="France",
        source=LotSource(source),
        unit_cost_cents_per_kg=food.price_cents_per_kg if paid else 0,
        value_cents_per_kg=food.price_cents_per_kg,
        funding=Funding.OWN if paid else Funding.GIFT,
        storage=food.storage,
        at=at,
    )

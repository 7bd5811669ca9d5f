"""The demo's offers: what farms around Calais have in late November, and gifts near their date.

Weights and prices are examples of the right order, no market figures. Last week's offers are
declared and answered too, so that "repeat last week", the month's money and the shares have
something true to show.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from kitchen.catalogue.models import Ingredient
from kitchen.core.actor import Actor
from suppliers.directory import demo as directory
from suppliers.directory.models import Supplier
from suppliers.offers import service
from suppliers.offers.models import AnswerReason, Handover, Offer, OfferUnit

KG, CRATE, BUNCH, PIECE = OfferUnit.KG, OfferUnit.CRATE, OfferUnit.BUNCH, OfferUnit.PIECE


@dataclass(frozen=True, slots=True)
class Usual:
    """A product of a supplier: units it counts in, how many a week, how sure, at what price."""

    supplier: str
    ingredient: str
    words: str
    unit: OfferUnit
    count: int
    cents_per_kg: int
    sure_percent: int = 100
    crate: int = 10_000
    bunch: int | None = None
    piece: int | None = None
    minimum_kg: int = 0
    use_by_day: int | None = None  # counted from the Monday of the week


@dataclass(frozen=True, slots=True)
class Gift:
    """Goods given before their date: days from Monday of the week to the last day of use."""

    supplier: str
    ingredient: str
    words: str
    kilograms: int
    first_day: int
    use_by_day: int | None
    note: str


USUAL: tuple[Usual, ...] = (
    Usual("anima", "epinard", "Épinards", KG, 20, 260, 70),
    Usual("anima", "persil", "Persil", BUNCH, 30, 600, 80, bunch=100),
    Usual("anima", "bette", "Blettes", KG, 15, 190, 80),
    Usual("attaques", "poireau", "Poireaux", KG, 40, 110, bunch=1000),
    Usual("attaques", "carotte", "Carottes", CRATE, 6, 95),
    Usual("attaques", "pomme-de-terre", "Pommes de terre", CRATE, 8, 60, crate=12_000),
    Usual("attaques", "endive", "Endives", KG, 25, 180),
    Usual("attaques", "chou-blanc", "Choux blancs", PIECE, 30, 80, piece=1500),
    Usual("marck", "carotte", "Carottes", CRATE, 8, 90, minimum_kg=20),
    Usual("marck", "betterave", "Betteraves", CRATE, 4, 105),
    Usual("marck", "pomme-de-terre", "Pommes de terre", CRATE, 8, 58, crate=15_000),
    Usual("guines", "courge-butternut", "Butternuts", CRATE, 6, 125, 80, crate=12_000),
    Usual("guines", "navet", "Navets", KG, 35, 130, bunch=1000),
    Usual("guines", "panais", "Panais", KG, 25, 190),
    Usual("ardres", "pomme", "Pommes", CRATE, 10, 130, crate=12_000),
    Usual("ardres", "poire", "Poires", CRATE, 6, 165, crate=10_000),
    Usual(
        "licques", "poulet-cuisse", "Cuisses de poulet", KG, 90, 620, minimum_kg=20, use_by_day=4
    ),
    Usual(
        "licques",
        "dinde-escalope",
        "Escalopes de dinde",
        KG,
        45,
        680,
        80,
        minimum_kg=10,
        use_by_day=4,
    ),
    Usual("audruicq", "endive", "Endives", CRATE, 12, 170, crate=5_000),
    Usual("oye", "pomme-de-terre", "Pommes de terre", CRATE, 10, 55, crate=12_500),
    Usual("oye", "oignon", "Oignons", CRATE, 7, 70),
    Usual("coquelles", "mache", "Mâche", KG, 12, 620, 60),
    Usual("coquelles", "celeri-branche", "Céleri branche", KG, 20, 140),
    Usual("clairmarais", "chou-fleur", "Choux-fleurs", CRATE, 8, 140, 70, crate=8_000, piece=1000),
    Usual("clairmarais", "chou-frise", "Choux frisés", PIECE, 40, 85, piece=1200),
    Usual("tilques", "carotte", "Carottes", CRATE, 6, 120),
    Usual("tilques", "celeri-rave", "Céleris-raves", CRATE, 7, 115),
    Usual("salperwick", "poireau", "Poireaux", CRATE, 9, 105),
    Usual("salperwick", "chou-de-bruxelles", "Choux de Bruxelles", KG, 30, 220, 80),
    Usual("nouvelle", "potiron", "Potirons", CRATE, 6, 100, crate=15_000),
    Usual("nouvelle", "echalote", "Échalotes", KG, 15, 190),
    Usual("nouvelle", "chou-rouge", "Choux rouges", KG, 30, 85),
    Usual(
        "zouafques", "boeuf-a-braiser", "Bœuf à braiser", KG, 45, 1080, minimum_kg=10, use_by_day=7
    ),
    Usual("wierre", "fromage-blanc", "Fromage blanc", CRATE, 10, 330, crate=5_000, use_by_day=10),
    Usual("fretun", "oeuf", "Œufs", CRATE, 4, 420, crate=10_500, use_by_day=16),
    Usual("wissant", "porc-epaule", "Épaule de porc", KG, 40, 690, minimum_kg=10, use_by_day=6),
    Usual("coop", "haricot-blanc", "Lingots secs", KG, 30, 420),
    Usual("coop", "lentille-verte", "Lentilles vertes", KG, 25, 280),
    Usual("coop", "oignon", "Oignons", CRATE, 6, 62),
    Usual("flandre", "lait-entier", "Lait entier", KG, 60, 105),
    Usual("flandre", "yaourt", "Yaourts", KG, 80, 180, use_by_day=14),
    Usual("maree", "lieu-noir", "Lieu noir", KG, 55, 890, minimum_kg=10, use_by_day=3),
)
GIFTS: tuple[Gift, ...] = (
    Gift("glaneurs", "pomme-de-terre", "Pommes de terre", 60, 1, None, "Glanées samedi, à trier"),
    Gift("glaneurs", "carotte", "Carottes", 25, 1, None, "Calibres hors norme"),
    Gift("supermarche", "yaourt", "Yaourts", 36, 0, 3, "Lots dépareillés"),
    Gift("supermarche", "banane", "Bananes", 30, 0, 2, "Mûres, pour compote ou gâteau"),
    Gift("supermarche", "pain", "Pain", 25, 0, 1, "Pains de la veille"),
    Gift(
        "supermarche",
        "poulet-cuisse",
        "Cuisses de poulet",
        18,
        2,
        3,
        "Barquettes, à cuire jeudi au plus tard",
    ),
    Gift("hyper", "tomate", "Tomates", 20, 1, 3, "Cagettes entamées"),
    Gift("hyper", "champignon-de-paris", "Champignons", 12, 1, 2, "À finir avant mercredi soir"),
    Gift("hyper", "creme", "Crème", 14, 1, 4, "Briques cabossées, froid suivi"),
    Gift("banque", "pates", "Pâtes", 40, 1, None, "Sacs de 5 kg"),
    Gift("banque", "riz", "Riz", 25, 1, None, "Sacs de 5 kg"),
    Gift("grossiste", "courgette", "Courgettes", 24, 0, 2, "Fin de série"),
)


@dataclass(frozen=True, slots=True)
class Built:
    """What the demo now holds."""

    suppliers: dict[str, Supplier]
    offers: list[Offer]


def codes() -> frozenset[str]:
    """Return the ingredient codes that the demo's offers speak of."""
    return frozenset({e.ingredient for e in USUAL} | {gift.ingredient for gift in GIFTS})


def build(
    db: Session,
    actor: Actor,
    *,
    monday: date,
    ingredients: Mapping[str, Ingredient],
    rng: random.Random,
    at: datetime,
) -> Built:
    """Register the suppliers and declare last week's and this week's offers, from one seed.

    `at` is before `monday`: offers are declared in the days before it.
    """
    suppliers = directory.build(db, actor, monday=monday, at=at - timedelta(days=200))
    for entry in USUAL:
        service.set_usual(
            db,
            actor,
            supplier_id=suppliers[entry.supplier].id,
            ingredient_id=ingredients[entry.ingredient].id,
            price_cents_per_kg=entry.cents_per_kg,
            name=entry.words,
            crate_grams=entry.crate,
            bunch_grams=entry.bunch,
            piece_grams=entry.piece,
            at=at - timedelta(days=100),
        )
    week = timedelta(days=7)
    # Last week's offers end before its Friday, the first kitchen day of the week to plan: what
    # came of them is in stock already.
    for offer in _declare_usual(
        db, actor, suppliers, ingredients, monday - week, rng, at - week, days=4
    ):
        _answer(db, actor, offer, rng, at - timedelta(days=4))
    offers = _declare_usual(db, actor, suppliers, ingredients, monday, rng, at)
    offers += _declare_gifts(db, actor, suppliers, ingredients, monday, at)
    return Built(suppliers, offers)


def _declare_usual(
    db: Session,
    actor: Actor,
    suppliers: Mapping[str, Supplier],
    ingredients: Mapping[str, Ingredient],
    monday: date,
    rng: random.Random,
    at: datetime,
    *,
    days: int = 5,
) -> list[Offer]:
    made = []
    for entry in USUAL:
        count = max(round(entry.count * rng.randint(85, 115) / 100), 1)
        if entry.unit is KG:
            count = max(round(count / 5) * 5, 5)
        made.append(
            service.declare(
                db,
                actor,
                supplier_id=suppliers[entry.supplier].id,
                ingredient_id=ingredients[entry.ingredient].id,
                unit=entry.unit,
                unit_count=count,
                least_units=max(count * entry.sure_percent // 100, 1),
                available_from=monday,
                available_until=monday + timedelta(days=days - 1),
                harvest_from=monday - timedelta(days=2),
                harvest_until=monday + timedelta(days=3),
                use_by=None
                if entry.use_by_day is None
                else monday + timedelta(days=entry.use_by_day),
                price_cents_per_kg=entry.cents_per_kg,
                min_order_grams=entry.minimum_kg * 1000,
                at=at - timedelta(days=rng.randint(0, 2), minutes=rng.randint(5, 150)),
            )
        )
    return made


def _declare_gifts(
    db: Session,
    actor: Actor,
    suppliers: Mapping[str, Supplier],
    ingredients: Mapping[str, Ingredient],
    monday: date,
    at: datetime,
) -> list[Offer]:
    return [
        service.declare(
            db,
            actor,
            supplier_id=suppliers[gift.supplier].id,
            ingredient_id=ingredients[gift.ingredient].id,
            unit=KG,
            unit_count=gift.kilograms,
            available_from=monday + timedelta(days=gift.first_day),
            available_until=monday
            + timedelta(days=gift.use_by_day if gift.use_by_day is not None else 4),
            use_by=None if gift.use_by_day is None else monday + timedelta(days=gift.use_by_day),
            gift=True,
            product=gift.words,
            handover=Handover.PICKED_UP,
            note=gift.note,
            at=at - timedelta(hours=2),
        )
        for gift in GIFTS
    ]


def _answer(db: Session, actor: Actor, offer: Offer, rng: random.Random, at: datetime) -> None:
    lot = rng.random()
    half = offer.grams_max // offer.pack_grams // 2 * offer.pack_grams
    if lot < 0.62:
        service.accept(db, actor, offer.id, at=at)
    elif lot < 0.86 and half >= max(offer.min_order_grams, 1):
        service.accept(db, actor, offer.id, grams=half, reason=AnswerReason.ENOUGH, at=at)
    else:
        service.decline(
            db,
            actor,
            offer.id,
            reason=AnswerReason.COLD_ROOM_FULL,
            words=("La chambre froide est pleine jusqu’à mercredi. Merci de reproposer."),
            at=at,
        )

"""The demo's households: invented people behind the counts."""

import random
from datetime import date, datetime, timedelta

from sqlmodel import Session

from distribution.beneficiaries import service
from distribution.beneficiaries.models import AgeClass, Household
from distribution.partners.models import DropPoint
from kitchen.core.actor import Actor
from kitchen.core.crypto import FieldCipher

NAMES = (
    "Alice E.", "Bruno E.", "Nguyễn T.", "Łukasz W.", "Fatima E.", "Ömer K.", "Oksana E.", "Paul E.",
    "Marie-Ange E.", "سميرة", "Joëlle E.", "Ibrahim E.", "Zoé E.", "Ștefan I.", "Anh E.", "Louis E.",
)  # fmt: skip
DIETS = ("standard",) * 11 + ("no_pork",) * 4 + ("vegetarian",) * 3 + ("no_milk", "no_gluten")
LANGUAGES = ("fr", "fr", "fr", "en", "ar", "pl", "vi", "uk")
ADULTS = (AgeClass.AGE_15_25, AgeClass.AGE_26_64, AgeClass.AGE_26_64, AgeClass.AGE_65)
CHILDREN = (AgeClass.AGE_0_3, AgeClass.AGE_4_14, AgeClass.AGE_4_14)
HOUSEHOLDS = 96


def build(
    db: Session,
    actor: Actor,
    cipher: FieldCipher,
    points: list[DropPoint],
    *,
    monday: date,
    rng: random.Random,
    at: datetime,
) -> list[Household]:
    """Register invented households, with a right of three to six months."""
    made = []
    for index in range(HOUSEHOLDS):
        people = [service.Eater(rng.choice(ADULTS), rng.choice(DIETS))]
        people += [
            service.Eater(rng.choice(CHILDREN + ADULTS), rng.choice(DIETS))
            for _ in range(rng.choice((0, 0, 0, 1, 2, 3)))
        ]
        start = monday - timedelta(days=rng.randrange(10, 90))
        made.append(
            service.register(
                db,
                actor,
                cipher,
                name=f"{NAMES[index % len(NAMES)]} {index + 1}",
                door=points[index % len(points)],
                people=people,
                meals_per_week=rng.choice((3, 5, 5, 5)),
                from_day=start,
                until_day=start + timedelta(days=rng.choice((98, 120, 182))),
                language=rng.choice(LANGUAGES),
                referred_by="CCAS (exemple)",
                consent=True,
                at=at,
            )
        )
    for household in made[:4]:
        service.pause(
            db,
            actor,
            household,
            from_day=monday + timedelta(days=1),
            to_day=monday + timedelta(days=3),
            at=at,
        )
    return made

"""Commands on what the manager sets for the plans to come: rules, and prices of goals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.errors import BadInput
from kitchen.core.i18n import gettext
from kitchen.week import goal_prices, queries
from kitchen.week.models import WeekRules

LIMITS: dict[str, tuple[int, int]] = {
    "budget_cents": (0, 100_000_000),
    "repeat_days": (0, 20),
    "dishes_per_component": (1, 9),
    "vegetarian_services": (0, 5),
    "cold_room_grams": (0, 100_000_000),
    "safety_permille": (0, 999),
    "promised_permille": (0, 1000),
    "least_kcal": (0, 3000),
    "most_kcal": (0, 5000),
    "least_protein_g": (0, 200),
}


def set_rules(db: Session, actor: Actor, values: dict[str, Any], *, at: datetime) -> WeekRules:
    """Keep what the manager sets for the plans to come.

    Raises:
        BadInput: When a number is out of its range; every one is named.
    """
    allow(actor, "week.rules")
    wrong = [
        (name, gettext("Between %(least)s and %(most)s.", least=least, most=most))
        for name, (least, most) in LIMITS.items()
        if not least <= int(values[name]) <= most
    ]
    if wrong:
        raise BadInput(wrong)
    row = queries.rules(db)
    for name in LIMITS:
        setattr(row, name, int(values[name]))
    row.levels = dict(values["levels"])
    db.add(row)
    db.flush()
    audit(db, actor, "week.rules_set", None, at=at, **{name: values[name] for name in LIMITS})
    return row


def set_prices(db: Session, actor: Actor, typed: Mapping[str, str], *, at: datetime) -> WeekRules:
    """Keep what a unit of each goal weighs in the plans to come, as typed in euros.

    An empty field, or none, is the original price.

    Raises:
        BadInput: When a price cannot be used; every one is named.
    """
    allow(actor, "week.rules")
    prices, wrong = goal_prices.read(typed)
    if wrong:
        raise BadInput(wrong)
    row = queries.rules(db)
    row.prices = prices
    db.add(row)
    db.flush()
    audit(db, actor, "week.prices_set", None, at=at, **prices)
    return row

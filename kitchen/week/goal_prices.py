"""The goals of a plan as people read them: what a unit is called, and its price in euros."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kitchen.core.i18n import N_, decimals, euros, gettext
from planning.params import Weights
from planning.week.prices import GOALS, ORIGINAL, UNITS, limits, priced
from planning.week.problem import Price

CENT = 100  # hundredths of a cent
SCALE = 100 * CENT  # a euro
MOST_READ = 10**12
FIELD = "price-"  # before a goal's code, the name of its field

# goal: what it is called, what a unit of it is called
WORDS: dict[str, tuple[str, str]] = {
    "unfed_portion": (N_("Feed everyone"), N_("a portion short")),
    "lost_gram": (N_("Use what would be lost"), N_("a kilo lost")),
    "cash_cent": (N_("Spend less"), N_("a euro spent")),
    "over_budget_cent": (N_("Stay within the budget"), N_("a euro above")),
    "far_cent": (N_("Buy from neighbouring farms"), N_("a euro of food from elsewhere")),
    "frequency_miss": (N_("Keep to the frequencies"), N_("a meal away")),
    "vegetarian_miss": (N_("Vegetarian menu"), N_("a service lacking")),
    "disliked_portion": (N_("Please those who eat"), N_("100 points of liking")),
    "family_again": (N_("Vary"), N_("a family or dessert met again")),
    "co2e_gram": (N_("Less CO₂e"), N_("a kilo of CO₂e")),
    "dish": (N_("Fewer batches"), N_("a batch")),
    "variant": (
        N_("A version of a dish beside it"),
        N_("taken off the batch"),
    ),
    "changed_dish": (N_("Change little"), N_("a dish away from the published plan")),
}


@dataclass(frozen=True, slots=True)
class GoalPrice:
    """One goal, its unit, and the price of a unit in euros: now, and originally."""

    goal: str
    label: str
    unit: str
    typed: str
    price: str
    original: str
    changed: bool


def in_euros(goal: str, hundredths: int) -> Decimal:
    """Return the price in euros of the unit that people read."""
    return Decimal(hundredths * UNITS.get(goal, 1)) / SCALE


def rows(own: Weights) -> list[GoalPrice]:
    """Return every goal with its price, the heaviest unit first."""
    ordered = sorted(GOALS, key=lambda goal: -in_euros(goal, getattr(own, goal)))
    return [
        GoalPrice(
            goal=goal,
            label=gettext(WORDS[goal][0]),
            unit=gettext(WORDS[goal][1]),
            typed=decimals(in_euros(goal, getattr(own, goal))),
            price=_euros(in_euros(goal, getattr(own, goal))),
            original=_euros(in_euros(goal, getattr(ORIGINAL, goal))),
            changed=getattr(own, goal) != getattr(ORIGINAL, goal),
        )
        for goal in ordered
    ]


def kept(stored: Mapping[str, int]) -> tuple[Price, ...]:
    """Return what the manager set, as the planner takes it, in a fixed order."""
    return tuple(
        Price(goal=goal, hundredths_of_cent=stored[goal]) for goal in GOALS if goal in stored
    )


def read(fields: Mapping[str, str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Read the prices typed in euros: those that differ from the original, and what is wrong.

    An empty field is the original price.
    """
    own: dict[str, int] = {}
    wrong: list[tuple[str, str]] = []
    for goal in GOALS:
        text = fields.get(f"{FIELD}{goal}", "").strip()
        price = _hundredths(goal, text) if text else getattr(ORIGINAL, goal)
        if price is None:
            words = gettext(
                "%(goal)s: a price in euros is needed, by steps of %(step)s.",
                goal=gettext(WORDS[goal][0]),
                step=_euros(Decimal(_step(goal)) / SCALE),
            )
            wrong.append((f"{FIELD}{goal}", words))
        elif price != getattr(ORIGINAL, goal):
            own[goal] = price
    return own, wrong or _past_limits(own)


def _past_limits(own: dict[str, int]) -> list[tuple[str, str]]:
    weights = priced(kept(own))
    wrong = []
    for goal in GOALS:
        least, most = limits(weights, goal)
        if least <= getattr(weights, goal) <= most:
            continue
        facts = {
            "goal": gettext(WORDS[goal][0]),
            "least": _euros(in_euros(goal, least)),
            "most": _euros(in_euros(goal, most)),
        }
        words = gettext("%(goal)s: between %(least)s and %(most)s.", **facts)
        if goal == "unfed_portion":
            words = gettext(
                "%(goal)s: at least %(least)s. Feeding everyone comes first: a portion short weighs"
                " at least as much as a unit of any other goal.",
                **facts,
            )
        wrong.append((f"{FIELD}{goal}", words))
    return wrong


def _hundredths(goal: str, text: str) -> int | None:
    """Read euros a unit as hundredths of a cent; None when they are no price in whole steps."""
    bare = text.replace("\N{EURO SIGN}", "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    try:
        value = Decimal(bare.replace("\u202f", "").replace(",", ".")) * SCALE
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value < MOST_READ or value % _step(goal):
        return None
    return int(value) // UNITS.get(goal, 1)


def _step(goal: str) -> int:
    """The least difference of a unit's price that can be kept, and a cent at least."""
    return max(CENT, UNITS.get(goal, 1))


def _euros(value: Decimal) -> str:
    return euros(int(value * 100))

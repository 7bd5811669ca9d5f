"""The answer for one week: menus, batches on machines, picks, purchases, who is short."""

from dataclasses import dataclass, field

from planning.reasons import Fact, Reason
from planning.week.problem import doc

FORMAT = "tablee/week-plan"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuLine:
    """Portions of a dish for one diet and size at one service."""

    service: str
    component: str
    recipe: str
    diet: str
    size: str
    portions: int
    format: str = ""
    reserve: int = field(
        default=0, metadata=doc("Cooked beyond what is asked, should more people come.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step of a batch, on one machine, to the minute."""

    step: int = field(metadata=doc("Index of the recipe's step."))
    station: str
    kind: str
    start: int
    end: int
    hands: int = field(metadata=doc("People held."))
    grams: int = field(default=0, metadata=doc("Cooked weight of this load."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One cooking run for one service."""

    code: str
    recipe: str
    service: str
    day: int = field(metadata=doc("Day it is cooked."))
    portions: int
    standard_permille: int = field(metadata=doc("Weight in thousandths of a standard portion."))
    grams: int = field(metadata=doc("Cooked weight."))
    use_by_day: int
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Grams of a lot, or of this week's purchase, for a batch."""

    batch: str
    lot: str = field(metadata=doc("Lot code; empty when it comes from a purchase."))
    ingredient: str
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """What is taken of an offer, in whole packs; more may be taken than is cooked."""

    lot: str
    grams: int
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Whole packs to buy, to be there on a day."""

    ingredient: str
    day: int
    grams: int
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Portions nobody will make, and why."""

    service: str
    component: str
    diet: str
    size: str
    portions: int
    code: str = field(metadata=doc("Reason code."))
    format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A warning: a reason with its facts as text."""

    code: str
    facts: tuple[str, ...] = field(default=(), metadata=doc("name=value, sorted."))

    def reason(self) -> Reason:
        """Return the note as a reason, figures as numbers."""
        pairs = (fact.partition("=") for fact in self.facts)
        return Reason(self.code, tuple((name, _number(value)) for name, _, value in pairs))


def _number(value: str) -> Fact:
    return int(value) if value.lstrip("-").isdigit() else value


def note(found: Reason) -> Note:
    """Write a reason as a note."""
    return Note(code=found.code, facts=tuple(f"{name}={value}" for name, value in found.facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What the plan achieves, each recomputed by the verifier."""

    unfed_portions: int = 0
    cash_cents: int = field(default=0, metadata=doc("Offers taken and purchases."))
    value_cents: int = field(default=0, metadata=doc("Full value of the food cooked."))
    local_value_cents: int = field(default=0, metadata=doc("Of it, from neighbouring farms."))
    lost_grams: int = field(default=0, metadata=doc("Of lots in hand, past use-by, uncooked."))
    rescued_grams: int = field(default=0, metadata=doc("Cooked, of lots that end in the week."))
    co2e_grams: int = 0
    liking: int = field(default=0, metadata=doc("Sum over portions of the dish's liking."))
    dishes: int = field(default=0, metadata=doc("Batches cooked."))
    changed: int = field(default=0, metadata=doc("Dishes that differ from the published plan."))
    portions: int = field(default=0, metadata=doc("Portions served, every component counted."))
    far_cents: int = field(default=0, metadata=doc("Value of the food from elsewhere."))
    variants: int = field(default=0, metadata=doc("Batches that are versions of a dish beside."))
    family_again: int = field(
        default=0, metadata=doc("Services repeating a family of mains or a dessert.")
    )
    frequency_missed: int = field(default=0, metadata=doc("Distance to the frequency table."))
    vegetarian_missed: int = field(default=0, metadata=doc("Vegetarian services not reached."))
    over_budget_cents: int = field(default=0, metadata=doc("Money above the week's budget."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole plan."""

    problem_sha256: str
    scenario: str
    seed: int
    status: str
    objective: int = field(metadata=doc("Weighted goals, in hundredths of a cent.", signed=True))
    bound: int = field(metadata=doc("Proven lower bound of the objective.", signed=True))
    work: int = field(metadata=doc("Deterministic work spent, thousandths of a unit."))
    stopped_by_clock: bool
    menu: tuple[MenuLine, ...]
    batches: tuple[Batch, ...]
    picks: tuple[Pick, ...]
    takes: tuple[Take, ...]
    purchases: tuple[Purchase, ...]
    shortages: tuple[Shortage, ...]
    notes: tuple[Note, ...]
    goals: Goals

"""How a batch's work is cut into loads that fit a machine."""

from dataclasses import dataclass

from planning.week.problem import Station, Step

CHILLER = "chiller"


@dataclass(frozen=True, slots=True)
class Job:
    """A batch to place: its dish, service, portions, and weight in two measures."""

    code: str
    recipe: str
    service: str
    day: int
    portions: int
    permille: int
    grams: int


@dataclass(frozen=True, slots=True)
class Load:
    """One load of one step."""

    kind: str
    minutes: int
    hands: int
    grams: int


def loads(step: Step, portions: int, grams: int, stations: tuple[Station, ...]) -> list[Load]:
    """Cut a step into loads that fit a machine."""
    small = step.small_kind and portions <= step.small_portions
    kind = step.small_kind if small else step.kind
    share = max((row.capacity_grams for row in stations if row.kind == kind), default=0)
    count = 1
    if step.load_portions and not small:
        count = -(-portions // step.load_portions)
    if share:
        count = max(count, -(-grams // share))
    base, rest = divmod(grams, count)
    return [
        Load(
            kind=kind,
            minutes=step.load_minutes + (step.fixed_minutes if index == 0 else 0),
            hands=step.hands,
            grams=base + (1 if index < rest else 0),
        )
        for index in range(count)
    ]

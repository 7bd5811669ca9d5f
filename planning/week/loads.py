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
    sold: bool = False  # some who eat it pay
    avoids: frozenset[str] = frozenset()  # what those who eat it leave out


@dataclass(frozen=True, slots=True)
class Load:
    """One load of one step."""

    kind: str
    minutes: int
    hands: int
    grams: int


def shares(stations: tuple[Station, ...]) -> dict[str, int]:
    """Return the largest load of each kind of station that is filled by weight."""
    table: dict[str, int] = {}
    for row in stations:
        table[row.kind] = max(table.get(row.kind, 0), row.capacity_grams)
    return table


def count(step: Step, portions: int, grams: int, share_of: dict[str, int]) -> tuple[str, int]:
    """Return the kind of station a step needs, and the number of loads it is cut into."""
    small = step.small_kind and portions <= step.small_portions
    kind = step.small_kind if small else step.kind
    number = 1
    if step.load_portions and not small:
        number = -(-portions // step.load_portions)
    share = share_of.get(kind)
    return kind, max(number, -(-grams // share)) if share else number


def loads(step: Step, portions: int, grams: int, share_of: dict[str, int]) -> list[Load]:
    """Cut a step into loads that fit a machine."""
    kind, number = count(step, portions, grams, share_of)
    base, rest = divmod(grams, number)
    return [
        Load(
            kind=kind,
            minutes=step.load_minutes + (step.fixed_minutes if index == 0 else 0),
            hands=step.hands,
            grams=base + (1 if index < rest else 0),
        )
        for index in range(number)
    ]

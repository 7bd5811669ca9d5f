"""Reads of what came: past counts by door, meal and diet, what they lead to expect, what is asked.

Lunches and dinners are worked out apart: other people come in the evening.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from distribution.demand.models import MealOrder, MealOrderLine, ServedCount
from distribution.demand.queries import takes_dinners
from distribution.partners.queries import Door, doors
from kitchen.core.vocabulary import DIETS, Meal, SizeClass
from planning.week.forecast import Outlook, Score, forecast, together_permille

WEEKS = 12
DAYS = 5
RECENT_WEEKS = 4

Weeks = list[list[int | None]]
Where = tuple[UUID, Meal]  # a meal at a door


@dataclass(frozen=True, slots=True)
class Portions:
    """What is expected of one diet and size."""

    diet: str
    size: SizeClass
    low: int
    expected: int
    high: int


@dataclass(frozen=True, slots=True)
class Series:
    """The past of one diet at one door (or of the whole door), for one meal, and what to expect."""

    diet: str
    weeks: Weeks
    outlook: Outlook | None

    def lately(self) -> bool:
        """Tell whether anyone came over the last weeks."""
        return any(count for week in self.weeks[-RECENT_WEEKS:] for count in week)

    def levels(self) -> list[int | None]:
        """Return tenths of a meal a day by week, None for a week without any count."""
        found: list[int | None] = []
        for week in self.weeks:
            known = [one for one in week if one is not None]
            found.append(sum(known) * 10 // len(known) if known else None)
        return found


@dataclass(frozen=True, slots=True)
class DoorOutlook:
    """A meal of a door: its past as a whole and by diet, and the days of the week settled."""

    door: Door
    meal: Meal
    total: Series
    diets: list[Series]
    answered: frozenset[date]
    filled: frozenset[date]
    child_permille: int  # of its standard meals, over the last weeks

    @property
    def open_days(self) -> list[int]:
        """The weekdays on which the door takes the meal.

        A lunch on every open one; a dinner only where one was counted over the last weeks, as few
        doors have dinners, and not every evening.
        """
        lately = self.total.weeks[-RECENT_WEEKS:]
        return [
            weekday
            for weekday in range(DAYS)
            if self.door.on(weekday)
            and (self.meal is Meal.LUNCH or any(week[weekday] is not None for week in lately))
        ]

    def to_fill(self, monday: date, today: date) -> list[int]:
        """Return the weekdays to come without numbers for which some can be expected."""
        found = []
        for weekday in self.open_days:
            day = monday + timedelta(days=weekday)
            if day > today and day not in self.answered | self.filled and self.portions(weekday):
                found.append(weekday)
        return found

    def portions(self, weekday: int) -> list[Portions]:
        """Return what to cook for on a weekday, by diet and size; groups of nobody left out.

        A group that rounds to nobody though someone came lately counts one: a person with an
        allergy has no other meal to take.
        """
        found = []
        for series in self.diets:
            if series.outlook is None:
                continue
            day = series.outlook.days[weekday]
            expected = day.expected or int(day.high > 0 and series.lately())
            children = self.child_permille if series.diet == "standard" else 0
            ends = (day.low, expected, day.high)
            small = [count * children // 1000 for count in ends]
            large = [count - part for count, part in zip(ends, small, strict=True)]
            found += [
                Portions(series.diet, size, *counts)
                for size, counts in ((SizeClass.CHILD, small), (SizeClass.STANDARD, large))
                if counts[1]
            ]
        return found


def outlooks(db: Session, monday: date) -> list[DoorOutlook]:
    """Return what each door may expect in a week, from the counts of the twelve weeks before.

    Its lunches, and its dinners where it has counted or asked for some and can keep them.
    """
    first = monday - timedelta(weeks=WEEKS)
    past = _weeks(db, first, monday)
    settled = _settled(db, monday)
    children = _children(db, monday)
    made = []
    for door, meal in ((door, meal) for door in doors(db) for meal in Meal):
        where = (door.point.id, meal)
        mine = past.get(where, {})
        answered, filled = (frozenset(settled[where, taken]) for taken in (False, True))
        if meal is Meal.LUNCH or (takes_dinners(door.point) and (mine or answered or filled)):
            made.append(
                DoorOutlook(
                    door=door,
                    meal=meal,
                    total=_series("", _sum(list(mine.values()))),
                    diets=[_series(one.code, mine[one.code]) for one in DIETS if one.code in mine],
                    answered=answered,
                    filled=filled,
                    child_permille=children.get(where, 0),
                )
            )
    return made


def score_of(made: list[DoorOutlook]) -> Score:
    """Add up how the forecast of every door and diet did on its own past."""
    return sum(
        (one.outlook.score for door in made for one in door.diets if one.outlook), start=Score()
    )


def together(made: list[DoorOutlook]) -> int:
    """Return how far doors and diets were off together on their own past, in thousandths."""
    return together_permille(
        *(
            [
                one.outlook.errors
                for door in made
                for one in door.diets
                if one.outlook and door.meal is meal
            ]
            for meal in Meal
        )
    )


def _series(diet: str, weeks: Weeks) -> Series:
    return Series(diet, weeks, forecast(weeks))


def _weeks(db: Session, first: date, monday: date) -> dict[Where, dict[str, Weeks]]:
    """Return who came, by door, meal and diet, from its first week with a count on.

    Who came is who was served and who was turned away: with only the served, a door that always
    runs out would be forecast to need no more. A diet that a counted day does not name had nobody.
    """
    counts: dict[Where, dict[date, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for meal in Meal:
        for point, day, diet, came in db.exec(
            select(
                col(ServedCount.drop_point_id),
                col(ServedCount.day),
                col(ServedCount.diet),
                col(ServedCount.served) + col(ServedCount.turned_away),
            ).where(ServedCount.day >= first, ServedCount.day < monday, ServedCount.meal == meal)
        ):
            counts[point, meal][day][diet] = came
    table: dict[Where, dict[str, Weeks]] = {}
    for where, days in counts.items():
        earliest = min(days)
        start = earliest - timedelta(days=earliest.weekday())
        mondays = [start + timedelta(weeks=week) for week in range((monday - start).days // 7)]
        table[where] = {
            diet: [
                [_came(days, week + timedelta(days=on), diet) for on in range(DAYS)]
                for week in mondays
            ]
            for diet in {diet for row in days.values() for diet in row}
        }
    return table


def _came(days: dict[date, dict[str, int]], day: date, diet: str) -> int | None:
    return days[day].get(diet, 0) if day in days else None


def _sum(parts: list[Weeks]) -> Weeks:
    if not parts:
        return []
    return [
        [
            None if parts[0][week][day] is None else sum(part[week][day] or 0 for part in parts)
            for day in range(DAYS)
        ]
        for week in range(len(parts[0]))
    ]


def _settled(db: Session, monday: date) -> dict[tuple[Where, bool], list[date]]:
    """Return the days of a week with numbers, by meal of a door, and whether they are forecast."""
    found: dict[tuple[Where, bool], list[date]] = defaultdict(list)
    for row in db.exec(
        select(MealOrder).where(
            MealOrder.day >= monday,
            MealOrder.day < monday + timedelta(weeks=1),
        )
    ):
        found[(row.drop_point_id, row.meal), row.forecast].append(row.day)
    return found


def _children(db: Session, monday: date) -> dict[Where, int]:
    """Return the share of children among the standard meals each door asked for lately."""
    asked: dict[Where, dict[SizeClass, int]] = defaultdict(lambda: defaultdict(int))
    for point, meal, size, portions in db.exec(
        select(
            col(MealOrder.drop_point_id),
            col(MealOrder.meal),
            col(MealOrderLine.size),
            col(MealOrderLine.portions),
        )
        .join(MealOrderLine, col(MealOrderLine.order_id) == col(MealOrder.id))
        .where(
            MealOrder.day >= monday - timedelta(weeks=RECENT_WEEKS),
            MealOrder.day < monday,
            MealOrderLine.diet == "standard",
            col(MealOrder.cancelled).is_(False),
            col(MealOrder.forecast).is_(False),
        )
    ):
        asked[point, meal][size] += portions
    return {
        where: sizes[SizeClass.CHILD] * 1000 // max(1, sum(sizes.values()))
        for where, sizes in asked.items()
    }


def counted_days(
    db: Session, point: UUID, first: date, last: date
) -> dict[tuple[date, Meal], list[ServedCount]]:
    """Return the counts of a door by day and meal."""
    found: dict[tuple[date, Meal], list[ServedCount]] = defaultdict(list)
    for row in db.exec(
        select(ServedCount)
        .where(
            ServedCount.drop_point_id == point,
            ServedCount.day >= first,
            ServedCount.day <= last,
        )
        .order_by(ServedCount.diet)
    ):
        found[row.day, row.meal].append(row)
    return dict(found)


def forecast_meals(db: Session, point: UUID, first: date, last: date) -> set[tuple[date, Meal]]:
    """Return the meals of a door whose numbers come from the forecast."""
    return set(
        db.exec(
            select(col(MealOrder.day), col(MealOrder.meal)).where(
                MealOrder.drop_point_id == point,
                MealOrder.day >= first,
                MealOrder.day <= last,
                col(MealOrder.forecast).is_(True),
            )
        )
    )

"""Everything the sheets of some days are made of, read once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from sqlmodel import Session

from distribution.demand.queries import Asked, week_demand
from distribution.demand.queries import NotCounted as LeftOut
from distribution.partners.queries import Door, doors
from distribution.tours.models import TourDay, Unserved
from distribution.tours.queries import Lane, lanes, tour_days
from distribution.tours.queries import unserved as not_reached
from kitchen.catalogue.models import Ingredient
from kitchen.catalogue.queries import Dish, dishes
from kitchen.core.i18n import gettext as _
from kitchen.core.i18n import locale
from kitchen.core.vocabulary import DIET_BY_CODE, Meal, MealFormat, Shape
from kitchen.production.models import Batch, BatchOutput, BatchPick, BatchStep
from kitchen.stock.models import Lot
from reports.documents import packing, queries
from reports.documents.data import Mark, Part

BEFORE = timedelta(days=7)
Taken = tuple[BatchPick, Ingredient, Lot | None]


@dataclass(frozen=True, slots=True)
class Load:
    """Portions of a batch that travel together to a door.

    All who eat the same dish share pans, but an allergy has its own: a ladle must not meet it.
    """

    door: str
    batch: str
    apart: str  # the diet of an allergy, empty for the common pans
    shares: tuple[packing.Share, ...]

    @property
    def portions(self) -> int:
        """Return all its portions."""
        return sum(share.portions for share in self.shares)

    @property
    def mark(self) -> Mark:
        """Return its sign: the allergy's, or of the common pans the strictest diet's."""
        diets = {share.diet for share in self.shares}
        if self.apart or "standard" in diets:
            return mark_of(self.apart or "standard")
        known = [DIET_BY_CODE[diet] for diet in sorted(diets, key=diet_order)]
        return mark_of(max(known, key=lambda diet: len(diet.excludes)).code)

    @property
    def serves(self) -> tuple[Part, ...]:
        """Return how many are for which diet, when not all are for the same."""
        sums: dict[str, int] = {}
        for share in self.shares:
            sums[share.diet] = sums.get(share.diet, 0) + share.portions
        if len(sums) <= 1:
            return ()
        return tuple(
            Part("" if diet == "standard" else mark_of(diet).label, sums[diet])
            for diet in sorted(sums, key=diet_order)
        )


@dataclass
class Facts:
    """Rows of a span of days, by what sheets look them up with."""

    first: date
    last: date
    batches: Sequence[Batch]
    outputs: dict[UUID, list[BatchOutput]]
    steps: dict[UUID, list[BatchStep]]
    picks: dict[UUID, list[Taken]]
    dishes: dict[str, Dish]
    stations: dict[str, tuple[str, str]]
    doors: dict[str, Door]
    asked: Sequence[Asked]
    left_out: Sequence[LeftOut]
    formats: dict[tuple[UUID, date, Meal], MealFormat]
    tours: dict[date, TourDay] = field(default_factory=dict)
    lanes: dict[date, list[Lane]] = field(default_factory=dict)
    unserved: dict[date, list[tuple[Unserved, Door]]] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> dict[str, Batch]:
        """Batches by their code."""
        return {batch.code: batch for batch in self.batches}

    @cached_property
    def van_of(self) -> dict[tuple[date, str], str]:
        """Name of the van that comes to a door on a day."""
        return {
            (day, visit.door.point.code): lane.vehicle.name
            for day, rows in self.lanes.items()
            for lane in rows
            for visit in lane.visits
        }

    @cached_property
    def services(self) -> list[tuple[date, Meal]]:
        """Every service with a batch, in order."""
        return sorted({(batch.service_date, batch.meal) for batch in self.batches})

    def asked_by_meal(self, door: str, day: date) -> dict[Meal, int]:
        """Return the meals a door asks for on a day, by meal, in the order of the day."""
        sums = {
            meal: sum(want.portions for want in self.wants(day, meal) if want.door == door)
            for meal in Meal
        }
        return {meal: count for meal, count in sums.items() if count}

    def given_by_meal(self, door: str, day: date) -> list[Meal]:
        """Return the meals a door receives something for on a day, in the order of the day."""
        return [meal for meal in Meal if any(one.door == door for one in self.shares(day, meal))]

    def supplies(self, day: date, meal: Meal) -> list[packing.Supply]:
        """Return what the batches of a service make."""
        return [
            packing.Supply(batch.code, batch.component, out.diet, out.size, out.portions)
            for batch in self.batches
            if (batch.service_date, batch.meal) == (day, meal)
            for out in self.outputs.get(batch.id, [])
        ]

    def wants(self, day: date, meal: Meal) -> list[packing.Want]:
        """Return what the doors ask of a service."""
        return [
            packing.Want(row.door_code, row.diet, row.size, row.portions)
            for row in self.asked
            if (row.day, row.meal) == (day, meal)
        ]

    @cached_property
    def _shares(self) -> dict[tuple[date, Meal], tuple[packing.Share, ...]]:
        return {
            service: packing.share_out(self.supplies(*service), self.wants(*service))
            for service in self.services
        }

    def shares(self, day: date, meal: Meal) -> tuple[packing.Share, ...]:
        """Return who gets what of a service."""
        return self._shares.get((day, meal), ())

    def loads(self, day: date, meal: Meal) -> list[Load]:
        """Return what travels to each door of each batch, allergies apart, in a fixed order."""
        table: dict[tuple[str, str, str], list[packing.Share]] = {}
        for share in self.shares(day, meal):
            apart = share.diet if is_apart(share.diet) else ""
            table.setdefault((share.door, share.batch, apart), []).append(share)
        return [
            Load(door, batch, apart, tuple(table[door, batch, apart]))
            for door, batch, apart in sorted(
                table, key=lambda key: (key[0], key[1], key[2] != "", diet_order(key[2]))
            )
        ]

    def subject(self, batch: Batch) -> str:
        """Name a batch by what it is for: a plan published again keeps the number of its sheets."""
        alike = [
            each.code
            for each in self.batches
            if (each.service_date, each.meal, each.recipe_code)
            == (batch.service_date, batch.meal, batch.recipe_code)
        ]
        place = sorted(alike).index(batch.code) + 1
        return f"{batch.service_date}/{batch.meal}/{batch.recipe_code}/{place}"

    def name(self, batch: Batch) -> str:
        """Return a batch's name in the language of the document."""
        return batch.name_fr if locale() == "fr" else batch.name_en

    def station(self, code: str) -> str:
        """Return a station's name in the language of the document."""
        french, english = self.stations.get(code, (code, code))
        return french if locale() == "fr" else english


def gather(db: Session, first: date, last: date) -> Facts:
    """Read the facts of the days between two dates.

    Every batch of a service is read as soon as one of them is: who gets what of a batch depends
    on all the others, and two sheets must never say it differently.
    """
    cooked = queries.cooked_between(db, first, last)
    span = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    days = sorted({*span, *(batch.service_date for batch in cooked)})
    batches = queries.served_on(db, days)
    keys = [each.id for each in batches]
    # Pans left at an earlier visit are on the driver's list of what to bring back.
    tours = tour_days(db, days[0] - BEFORE, days[-1])
    asked, left_out = week_demand(db, days[0], days[-1])
    return Facts(
        first=first,
        last=last,
        batches=batches,
        outputs=queries.outputs(db, keys),
        steps=queries.steps(db, keys),
        picks=queries.picks(db, keys),
        dishes=dishes(db),
        stations=queries.station_names(db),
        doors={door.point.code: door for door in doors(db)},
        asked=asked,
        left_out=left_out,
        formats=queries.formats(db, days[0], days[-1]),
        tours=tours,
        lanes={day: lanes(db, row) for day, row in tours.items()},
        unserved={day: not_reached(db, row) for day, row in tours.items()},
    )


def mark_of(diet: str) -> Mark:
    """Return how a diet is drawn; a diet nobody described counts as an allergy."""
    known = DIET_BY_CODE.get(diet)
    if known is None:
        return Mark(Shape.DIAMOND, "!", diet)
    return Mark(known.shape, known.letter, _(known.label))


def is_apart(diet: str) -> bool:
    """Tell whether a diet is an allergy, served and packed apart."""
    known = DIET_BY_CODE.get(diet)
    return known is None or known.shape is Shape.DIAMOND


def diet_order(diet: str) -> tuple[int, str]:
    """Sort diets as the vocabulary lists them, unknown ones last."""
    order = list(DIET_BY_CODE)
    return (order.index(diet) if diet in order else len(order), diet)

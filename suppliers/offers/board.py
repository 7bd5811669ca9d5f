"""What the pages of offers show, put together from reads: tiles, answers, a week's list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from kitchen.catalogue.models import Ingredient
from kitchen.core.clock import site_date, site_time
from kitchen.core.i18n import locale
from suppliers.directory.models import Supplier
from suppliers.offers import calendar, queries
from suppliers.offers.choice import Choice, icon_of
from suppliers.offers.models import OfferState
from suppliers.offers.queries import MonthSum, OfferRow, Share
from suppliers.offers.units import short_name

WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """A product to press, with its drawing and the choice it leads to."""

    code: str
    name: str
    icon: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The grower's page: what may be offered, and what is chosen now."""

    farm: Supplier
    monday: date
    answer_day: date
    in_time: bool
    tiles: tuple[Tile, ...]
    others: tuple[tuple[str, str], ...]
    choice: Choice | None
    needs_date: bool
    repeatable: int

    @property
    def friday(self) -> date:
        """Return the last working day of the week asked about."""
        return friday(self.monday)


@dataclass(frozen=True, slots=True)
class Answers:
    """The grower's other page: what became of the offers, and the month's money."""

    farm: Supplier
    rows: tuple[OfferRow, ...]
    month: MonthSum
    month_day: date


@dataclass(frozen=True, slots=True)
class Week:
    """A week of offers as the kitchen answers them."""

    monday: date
    rows: tuple[OfferRow, ...]
    waiting: int
    offered_grams: int
    taken_grams: int
    gift_grams: int
    shares: tuple[Share, ...]


def food_name(food: Ingredient) -> str:
    """Return what people call a food, in the present language."""
    return short_name(food.name_fr if locale() == "fr" else food.name_en)


def sheet(
    db: Session,
    farm: Supplier,
    foods: dict[str, Ingredient],
    query: dict[str, str],
    *,
    at: datetime,
    timezone: str,
) -> Sheet:
    """Put the grower's page together from the choices in its link."""
    local = site_time(at, timezone)
    monday = calendar.call_week(local.date())
    usual = queries.usual_products(db, farm.id)
    wanted = query.get("product") or (usual[0][1].code if usual else "")
    mine = {food.code: product for product, food in usual}
    chosen = foods.get(wanted)
    made = None
    if chosen:
        product = mine.get(chosen.code)
        made = Choice.read(
            query,
            code=chosen.code,
            product=product.name if product else food_name(chosen),
            usual=product,
            last=queries.last_offer(db, farm.id, chosen.id),
        )
    tiles = [
        Tile(food.code, product.name, icon_of(food.code, food.family), food.code == wanted)
        for product, food in usual
    ]
    if chosen and chosen.code not in mine:
        icon = icon_of(chosen.code, chosen.family)
        tiles.append(Tile(chosen.code, food_name(chosen), icon, chosen=True))
    others = sorted(
        ((food.code, food_name(food)) for food in foods.values() if food.code not in mine),
        key=lambda pair: pair[1].casefold(),
    )
    return Sheet(
        farm=farm,
        monday=monday,
        answer_day=calendar.answer_day(monday),
        in_time=calendar.answers_still_come(local, monday),
        tiles=tuple(tiles),
        others=tuple(others),
        choice=made,
        needs_date=bool(chosen and chosen.needs_date),
        repeatable=len(queries.left_to_repeat(db, farm.id, monday)),
    )


def answers(db: Session, farm: Supplier, *, at: datetime, timezone: str) -> Answers:
    """Put together what became of a farm's offers."""
    today = site_date(at, timezone)
    return Answers(
        farm=farm,
        rows=tuple(queries.offers_of(db, farm.id)),
        month=queries.month_sum(db, farm.id, *calendar.month_of(today)),
        month_day=today,
    )


def week(db: Session, monday: date, states: Collection[OfferState]) -> Week:
    """Put a week of offers together; figures are of the whole week, rows of the states asked."""
    every = queries.offers_between(db, monday, friday(monday))
    standing = [row for row in every if row.offer.state is not OfferState.WITHDRAWN]
    return Week(
        monday=monday,
        rows=tuple(row for row in every if not states or row.offer.state in states),
        waiting=sum(row.offer.state is OfferState.DECLARED for row in every),
        offered_grams=sum(row.offer.grams_max for row in standing),
        taken_grams=sum(row.offer.taken_grams for row in standing),
        gift_grams=sum(row.offer.grams_max for row in standing if row.offer.gift),
        shares=tuple(queries.shares(db, monday, friday(monday))),
    )


def default_week(db: Session, today: date) -> date:
    """Return the first week, from this one on, with an offer to answer; else the next week."""
    waiting = queries.weeks_with_offers(db, calendar.monday_of(today))
    return calendar.monday_of(waiting[0]) if waiting else calendar.call_week(today)


def read_week(text: str) -> date | None:
    """Read `2026-W48` as its Monday, or None."""
    try:
        return date.fromisoformat(f"{text}-1") if text else None
    except ValueError:
        return None


def iso_week(monday: date) -> str:
    """Write a week as `2026-W48`."""
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02d}"


def friday(monday: date) -> date:
    """Return the last working day of a week."""
    return monday + timedelta(days=WORKING_DAYS - 1)

"""Pure: what cannot be in an offer, as (field, sentence) pairs."""

from datetime import date

from kitchen.core.i18n import gettext, kilos

HEAVIEST_GRAMS = 50_000_000  # more than a lorry: a slip of the thumb
DEAREST_CENTS_PER_KG = 20_000
LONGEST_DAYS = 60


def count_problems(units: int, least: int, each: int) -> list[tuple[str, str]]:
    """Name what is wrong with how much is offered."""
    if units <= 0:
        return [("unit_count", gettext("Offer at least one."))]
    if units * each > HEAVIEST_GRAMS:
        return [
            (
                "unit_count",
                gettext("%(weight)s is more than a lorry carries.", weight=kilos(units * each)),
            )
        ]
    if not 0 < least <= units:
        return [("least_units", gettext("What is sure lies between one and the whole offer."))]
    return []


def date_problems(
    first: date, last: date, use_by: date | None, today: date
) -> list[tuple[str, str]]:
    """Name what is wrong with when it is offered."""
    lines = []
    if last < first:
        lines.append(("available_until", gettext("The end comes before the start.")))
    elif (last - first).days > LONGEST_DAYS:
        lines.append(
            ("available_until", gettext("An offer lasts %(days)s days at most.", days=LONGEST_DAYS))
        )
    if last < today:
        lines.append(("available_until", gettext("This day has passed.")))
    if use_by and use_by < first:
        lines.append(
            ("use_by", gettext("The use-by date comes before the first day of the offer."))
        )
    return lines


def price_problems(cents_per_kg: int, *, gift: bool) -> list[tuple[str, str]]:
    """Name what is wrong with its price."""
    if gift or 0 <= cents_per_kg <= DEAREST_CENTS_PER_KG:
        return []
    return [("price_cents_per_kg", gettext("A price lies between 0 and 200 € the kilogram."))]

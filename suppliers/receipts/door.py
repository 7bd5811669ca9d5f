"""Reads the form at the door: one set of numbered fields for each line of the order."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from kitchen.catalogue.models import Ingredient
from kitchen.core.errors import BadInput
from kitchen.core.i18n import gettext
from suppliers.offers.models import Offer
from suppliers.offers.schemas import thousandths
from suppliers.receipts.goods_in import Arrived
from suppliers.receipts.limits import LIMITS
from suppliers.receipts.models import Verdict
from suppliers.receipts.queries import LineRow, OrderRow


def needs_reading(food: Ingredient) -> bool:
    """Tell whether the law sets a temperature for a food at the door."""
    return food.storage in LIMITS


def arrived(
    row: OrderRow, fields: Mapping[str, str], offers: Mapping[UUID, Offer]
) -> list[Arrived]:
    """Return what the form says came; a line without a weight did not come.

    Raises:
        BadInput: When a figure or a date cannot be read: every one is named.
    """
    faults: list[tuple[str, str]] = []
    lines = [
        line
        for place, one in enumerate(row.lines, 1)
        if fields.get(f"kilos_{place}", "").strip()
        and (line := _line(place, one, fields, offers, faults))
    ]
    if faults:
        raise BadInput(faults)
    return lines


def _line(
    place: int,
    one: LineRow,
    fields: Mapping[str, str],
    offers: Mapping[UUID, Offer],
    faults: list[tuple[str, str]],
) -> Arrived | None:
    def cell(name: str) -> str:
        return fields.get(f"{name}_{place}", "").strip()

    def fault(name: str, sentence: str) -> None:
        faults.append((f"lines.{place}.{name}", sentence))

    before = len(faults)
    grams = thousandths(cell("kilos"))
    if grams is None:
        fault("grams", gettext("Write the kilos as a figure, such as 12,5."))
    tenths = _tenths(cell("celsius"))
    if cell("celsius") and tenths is None:
        fault("temperature_tenths", gettext("Write the temperature as a figure, such as 3,5."))
    use_by = _day(cell("use_by"))
    if cell("use_by") and use_by is None:
        fault("use_by", gettext("This is not a day."))
    verdict = cell("verdict") or Verdict.ACCEPTED.value
    if verdict not in set(Verdict):
        fault("verdict", gettext("Choose a judgement from the list."))
    if len(faults) > before or grams is None:
        return None
    offer = offers.get(one.line.offer_id) if one.line.offer_id else None
    return Arrived(
        ingredient_id=one.ingredient.id,
        grams=grams,
        verdict=Verdict(verdict),
        reason=cell("reason"),
        temperature_tenths=tenths,
        use_by=use_by,
        supplier_lot=cell("lot"),
        price_cents_per_kg=one.line.price_cents_per_kg,
        gift=bool(offer and offer.gift),
        order_line_id=one.line.id,
        offer_id=one.line.offer_id,
    )


def _tenths(text: str) -> int | None:
    sign = -1 if text[:1] in ("-", "−") else 1
    read = thousandths(text.lstrip("-−"), most=300)
    return None if read is None else sign * round(read / 100)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

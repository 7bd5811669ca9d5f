"""What the forms of this slice send, and how a form's text becomes figures."""

from datetime import date
from decimal import Decimal, InvalidOperation

from pydantic import BaseModel, ConfigDict, Field

from suppliers.offers.models import AnswerReason, Handover, OfferUnit


class DeclareForm(BaseModel):
    """The grower's form; `least` is what is sure, empty when everything is."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    farm: str = Field(max_length=20)
    product: str = Field(max_length=60)
    unit: OfferUnit
    count: int = Field(ge=1, le=9_999)
    gift: bool = False
    price: str = Field(default="", max_length=10)
    first: date
    last: date
    least: int | None = Field(default=None, ge=1, le=9_999)
    use_by: date | None = None
    handover: Handover = Handover.DELIVERED
    note: str = Field(default="", max_length=300)


class PartForm(BaseModel):
    """How much is taken of an offer, in kilograms, and why not all."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kilograms: str = Field(max_length=10)
    reason: AnswerReason = AnswerReason.ENOUGH
    words: str = Field(default="", max_length=300)


class DeclineForm(BaseModel):
    """Why nothing is taken."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kilograms: str = Field(default="", max_length=10)  # on the same form, for a part
    reason: AnswerReason
    words: str = Field(default="", max_length=300)


def thousandths(text: str, *, most: int = 100_000) -> int | None:
    """Read `31,5` or `31.5` as 31500, or None when it is no positive figure up to `most`."""
    try:
        value = Decimal(text.strip().replace(",", ".").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value <= most:
        return None
    return round(value * 1000)

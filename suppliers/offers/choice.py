"""Pure: what the grower has chosen so far on the phone page, and what each press would choose.

The page keeps no state: every tile, unit and press of + or − is a link to the same page with
other choices, so that it works without JavaScript and survives a lost connection.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from kitchen.core.i18n import NBSP, gettext, kilos, locale, ngettext, number
from suppliers.offers.models import Offer, OfferUnit, UsualProduct
from suppliers.offers.units import STEPS, converted, stepped, unit_grams, units_of

MOST_UNITS = 9_999
# A mute h is elided (herbes, huile), an aspirated one is not (haricots, harengs).
_VOWEL = re.compile(r"\bde (?=[aeiouyàâäéèêëîïôöûüœ]|he|hui)", re.IGNORECASE)

# Which drawing stands for a product: by catalogue code, then by the family of the food.
ICONS: tuple[tuple[str, str], ...] = (
    ("poireau", "leek"), ("oignon", "onion"), ("echalote", "onion"), ("ail", "onion"),
    ("carotte", "carrot"), ("panais", "carrot"), ("salsifis", "carrot"),
    ("pomme-de-terre", "potato"), ("patate-douce", "potato"), ("topinambour", "potato"),
    ("endive", "endive"), ("chou-fleur", "cauliflower"), ("brocoli", "cauliflower"),
    ("chou", "cabbage"), ("laitue", "cabbage"), ("scarole", "cabbage"),
    ("navet", "root"), ("betterave", "root"), ("celeri-rave", "root"), ("radis", "root"),
    ("rutabaga", "root"), ("courge", "squash"), ("potiron", "squash"),
    ("potimarron", "squash"), ("champignon", "mushroom"), ("oeuf", "egg"),
    ("poulet", "poultry"), ("dinde", "poultry"), ("lapin", "meat"), ("pain", "bread"),
    ("lait", "milk"), ("lentille", "grain"), ("haricot-blanc", "grain"),
)  # fmt: skip
FAMILY_ICONS = {
    "fruit": "fruit", "meat": "meat", "charcuterie": "meat", "fish": "fish",
    "dairy_eggs": "milk", "bakery": "bread", "vegetables": "leaf", "grocery": "grain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One product, how much of it, at a price or as a gift."""

    code: str
    product: str
    unit: OfferUnit
    count: int
    gift: bool
    price_cents_per_kg: int
    usual: UsualProduct | None = None

    @classmethod
    def read(
        cls,
        query: Mapping[str, str],
        *,
        code: str,
        product: str,
        usual: UsualProduct | None,
        last: Offer | None = None,
    ) -> Self:
        """Read the choices in a link; what it leaves out is as in the last offer of this."""
        units = units_of(usual)
        unit = last.unit if last and last.unit in units else units[0]
        unit = next((one for one in units if one == query.get("unit")), unit)
        typed = query.get("count", "")
        count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0  # noqa: PLR2004 - digits
        if count < 1 and last and last.unit is unit:
            count = last.unit_count
        elif count < 1:
            count = max(20_000 // unit_grams(unit, usual), 1)
        price = usual.price_cents_per_kg if usual else 0
        typed = query.get("price", "").replace(",", ".")
        if re.fullmatch(r"\d{1,3}(\.\d{1,2})?", typed):
            price = round(float(typed) * 100)
        return cls(
            code=code,
            product=product,
            unit=unit,
            count=min(count, MOST_UNITS),
            gift=query.get("gift") == "1",
            price_cents_per_kg=price,
            usual=usual,
        )

    @property
    def grams(self) -> int:
        """Return the weight on offer."""
        return self.count * unit_grams(self.unit, self.usual)

    @property
    def step(self) -> int:
        """Return how far one press goes."""
        return STEPS[self.unit]

    @property
    def units(self) -> list[OfferUnit]:
        """Return the units that make sense here."""
        return units_of(self.usual)

    def link(self) -> dict[str, str]:
        """Return the query of the page that shows this choice."""
        return {
            "product": self.code,
            "unit": self.unit.value,
            "count": str(self.count),
            "gift": "1" if self.gift else "0",
        }

    def pressed(self, direction: int) -> Self:
        """Return the choice after + or −."""
        count = min(stepped(self.count, self.unit, direction), MOST_UNITS)
        return replace(self, count=count)

    def counted_in(self, unit: OfferUnit) -> Self:
        """Return the same weight in another unit."""
        return replace(self, unit=unit, count=converted(self.count, self.unit, unit, self.usual))

    def given(self, *, gift: bool) -> Self:
        """Return the same goods as a gift, or sold."""
        return replace(self, gift=gift)

    def words(self) -> str:
        """Say what the button does: `Proposer 40 kg de poireaux`."""
        return elided(
            gettext(
                "Offer %(amount)s of %(product)s",
                amount=amount(self.unit, self.count),
                product=lowered(self.product),
            )
        )


def amount(unit: OfferUnit, count: int) -> str:
    """Write a count with its unit, as the grower says it."""
    if unit is OfferUnit.KG:
        return kilos(count * 1000)
    if unit is OfferUnit.CRATE:
        return ngettext("%(count)s crate", "%(count)s crates", count).replace(" ", NBSP)
    if unit is OfferUnit.BUNCH:
        return ngettext("%(count)s bunch", "%(count)s bunches", count).replace(" ", NBSP)
    return ngettext("%(count)s piece", "%(count)s pieces", count).replace(" ", NBSP)


def unit_word(unit: OfferUnit, count: int = 1) -> str:
    """Write a unit alone, as on its button or after its count."""
    return {
        OfferUnit.KG: gettext("kg"),
        OfferUnit.CRATE: ngettext("crate", "crates", count),
        OfferUnit.BUNCH: ngettext("bunch", "bunches", count),
        OfferUnit.PIECE: ngettext("piece", "pieces", count),
    }[unit]


def lowered(product: str) -> str:
    """Return a product's name as it stands inside a sentence."""
    return product[:1].lower() + product[1:]


def elided(sentence: str) -> str:
    """Write `d’endives`, not `de endives`; other languages are left alone."""
    return _VOWEL.sub("d’", sentence) if locale() == "fr" else sentence


def icon_of(code: str, family: str) -> str:
    """Return the drawing that stands for a product."""
    for start, icon in ICONS:
        if code == start or code.startswith((f"{start}-", f"{start}s")):
            return icon
    return FAMILY_ICONS.get(family, "other")


def decimal_price(cents: int) -> str:
    """Write a price as the number field wants it."""
    return f"{cents // 100}.{cents % 100:02d}" if cents else number(0)

"""Pure: which supplier a shop may be. It proposes; a person decides."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from suppliers.directory.models import Supplier
from suppliers.marketplace.models import Trade

FOOD_TRADES = frozenset(
    {
        Trade.GROCER,
        Trade.BAKER,
        Trade.BUTCHER,
        Trade.FISHMONGER,
        Trade.GREENGROCER,
        Trade.FARM_SHOP,
        Trade.CAFE,
    }
)
ALIKE = 0.86  # under it, pairs of different farms of one village were proposed


def plain(name: str) -> str:
    """Return a name without accents, case, brackets and filler words."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"\(.*?\)", " ", letters))
    filler = {"la", "le", "les", "de", "du", "des", "d", "l", "boutique", "magasin", "sarl"}
    return " ".join(word for word in words if word not in filler)


def proposed(name: str, trade: Trade, suppliers: Iterable[Supplier]) -> Supplier | None:
    """Return the one supplier a food shop looks like, or None when none or several do."""
    if trade not in FOOD_TRADES or not plain(name):
        return None
    alike = [
        supplier
        for supplier in suppliers
        if SequenceMatcher(None, plain(name), plain(supplier.name)).ratio() >= ALIKE
    ]
    return alike[0] if len(alike) == 1 else None

"""Pure: what a grower's units weigh, and how far one press of + or − goes."""

from suppliers.offers.models import OfferUnit, UsualProduct

KILO = 1000
CRATE, BUNCH, PIECE = 10_000, 1_000, 1_000  # where the supplier has not said otherwise
STEPS: dict[OfferUnit, int] = {
    OfferUnit.KG: 5,
    OfferUnit.CRATE: 1,
    OfferUnit.BUNCH: 5,
    OfferUnit.PIECE: 5,
}


def unit_grams(unit: OfferUnit, usual: UsualProduct | None) -> int:
    """Return what one unit weighs, as this supplier packs it."""
    if unit is OfferUnit.KG:
        return KILO
    if unit is OfferUnit.CRATE:
        return usual.crate_grams if usual else CRATE
    if unit is OfferUnit.BUNCH:
        return (usual.bunch_grams if usual else None) or BUNCH
    return (usual.piece_grams if usual else None) or PIECE


def units_of(usual: UsualProduct | None) -> list[OfferUnit]:
    """Return the units that make sense for a product, kilograms first."""
    if usual is None:
        return [OfferUnit.KG, OfferUnit.CRATE]
    units = [OfferUnit.KG, OfferUnit.CRATE]
    if usual.bunch_grams:
        units.append(OfferUnit.BUNCH)
    if usual.piece_grams:
        units.append(OfferUnit.PIECE)
    return units


def stepped(count: int, unit: OfferUnit, direction: int) -> int:
    """Return the count after one press: always a whole number of steps, never below one unit."""
    step = STEPS[unit]
    if direction > 0:
        return (count // step + 1) * step
    return max(-(-count // step) - 1, 0) * step or 1


def converted(count: int, old: OfferUnit, new: OfferUnit, usual: UsualProduct | None) -> int:
    """Return the same weight in another unit, at least one."""
    grams = count * unit_grams(old, usual)
    return max(round(grams / unit_grams(new, usual)), 1)


def short_name(name: str) -> str:
    """Return the first words of a catalogue name: `Poireau, cru` is said `Poireau`."""
    return name.split(",", maxsplit=1)[0].split("(", maxsplit=1)[0].strip()[:60]

"""Sentences and words several sheets share, in the language of the document."""

from collections.abc import Iterable, Sequence
from datetime import date

from kitchen.core.i18n import N_, kilos, number, numeric_date, short_date
from kitchen.core.i18n import gettext as _
from kitchen.core.vocabulary import ALLERGEN_LABELS, Allergen, MealFormat
from reports.documents.blocks import Framed
from reports.documents.data import Allergens, LotRef, NotCounted, Part
from reports.documents.faces import Face
from reports.documents.table import Cell, Column, Para, Table, row
from reports.documents.text import NBSP, Span, bold

#: Limits of the order of 21 December 2009, annex I, for chilled and hot dishes.
KEEP = {
    MealFormat.HOT: N_("Keep at +63 °C or above"),
    MealFormat.CHILLED: N_("Keep between 0 and +3 °C"),
    MealFormat.COLD: N_("Keep between 0 and +3 °C"),
}
#: What the one who receives has to do (same order, annex IV).
USE = {
    MealFormat.HOT: N_("Serve at once. Do not cool, do not reheat."),
    MealFormat.CHILLED: N_("Reheat to +63 °C at the core in under 1 h, eat the same day."),
    MealFormat.COLD: N_("Eat cold, within 2 h out of the fridge."),
}
SHORT_KEEP = {
    MealFormat.HOT: N_("+63 °C or above"),
    MealFormat.CHILLED: N_("0 to +3 °C"),
    MealFormat.COLD: N_("0 to +3 °C"),
}


def capitals(allergens: Iterable[Allergen]) -> str:
    """Name allergens in capitals, the one place where capitals are used for emphasis."""
    return ", ".join(_(ALLERGEN_LABELS[each]).upper() for each in allergens)


def allergen_line(known: Allergens) -> tuple[Span, ...]:
    """Say all that is known: contained, unknown (which counts as present), traces."""
    said: list[Span] = []
    if known.contains:
        said.append(bold(capitals(known.contains)))
    if known.unknown:
        said.append(Span(_("; ") if said else ""))
        said.append(Span(_("unknown, so counted as present: ")))
        said.append(bold(capitals(known.unknown)))
    if known.may_contain:
        said.append(Span(_("; ") if said else ""))
        said.append(Span(_("traces possible: ")))
        said.append(bold(capitals(known.may_contain)))
    if not said:
        said.append(Span(_("none of the 14")))
    return tuple(span for span in said if span.text)


def foot(known: Allergens) -> tuple[Span, ...]:
    """Write what the foot of a sheet says of allergens."""
    return (
        Span(_("Allergens: ")),
        *allergen_line(known),
        Span(". "),
        Span(_("Unknown counts as present.")),
    )


def total(parts: Sequence[Part]) -> str:
    """Write a total as the sum it is: `= 243 + 9 sans lait`; nothing when there is one part."""
    if len(parts) <= 1:
        return ""
    said = [f"{number(part.portions)}{NBSP}{part.label}".strip(NBSP) for part in parts]
    return "= " + " + ".join(said)


def exact_kilos(grams: int) -> str:
    """Write a weight with all its grams: parts and total of a sum must agree to the last one."""
    kilo = 1000
    if grams < kilo:
        return kilos(grams)
    digits = next(places for places in range(4) if grams * 10**places % kilo == 0)
    return f"{number(grams / kilo, digits)}{NBSP}kg"


def lot_date(lot: LotRef, on: date) -> str:
    """Write until when a lot is good; the year is said as soon as it is another one."""
    until = lot.use_by or lot.best_before
    if until is None:
        return "-"
    said = short_date(until) if until.year == on.year else numeric_date(until)
    return said if lot.use_by else _("BBD %(day)s", day=said)


def lot_cell(lots: Sequence[LotRef]) -> Cell | None:
    """Write lots by code, weight when it is a part, and where they come from under it."""
    paras: list[Para] = []
    for lot in lots:
        part = "" if lot.grams is None else f", {kilos(lot.grams)}"
        paras.append(Para(f"{lot.code}{part}"))
        if lot.place:
            paras.append(Para(lot.place, 9.0, Face.SIGN_LIGHT))
    return Cell(tuple(paras)) if paras else None


def not_counted(lines: Sequence[NotCounted]) -> Framed | None:
    """Frame what a sheet leaves out, and why; nothing is dropped in silence."""
    if not lines:
        return None
    known = [line.portions for line in lines if line.portions is not None]
    table = Table(
        (
            Column(share=2),
            Column(share=3),
            Column(width=64, align="right", size=16, face=Face.SIGN),
        ),
        tuple(
            row(
                Para((bold(line.what),)),
                line.why,
                None if line.portions is None else number(line.portions),
            )
            for line in lines
        ),
        headless=True,
    )
    title = (
        _("Not counted, and why: %(portions)s portions", portions=number(sum(known)))
        if known
        else _("Not counted, and why")
    )
    return Framed(title, table)

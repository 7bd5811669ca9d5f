"""The picking list: what leaves each store on a day, first expired first, for which dish (K-08)."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from kitchen.core.i18n import gettext as _
from kitchen.core.i18n import kilos, long_date, number, using
from kitchen.core.vocabulary import STORAGE_LABELS
from reports.documents.blocks import Figure, Figures, Paragraph, PenBoxes, Section
from reports.documents.data import PickArea, PickingList, PickLine
from reports.documents.faces import Face
from reports.documents.layout import WEIGHT, Block, Document, Head, render
from reports.documents.table import Cell, Column, Para, Row, Table, Tick, row
from reports.documents.text import bold
from reports.documents.words import exact_kilos, lot_cell, lot_date, not_counted

#: A lot for more dishes than this names their batches only; the dishes stand under the tables.
MOST_NAMED = 2


def _first_expired(line: PickLine) -> tuple[bool, str, str]:
    # Goods without a date come last; among equal dates the code, given in order of arrival, rules.
    dated = line.lot.use_by or line.lot.best_before
    return (dated is None, dated.isoformat() if dated else "", line.lot.code)


def ordered(area: PickArea) -> list[tuple[str, list[PickLine]]]:
    """Group an area's lines by product, the product that expires first on top."""
    by_product = sorted(area.lines, key=lambda line: line.product)
    groups = [
        (product, sorted(lines, key=_first_expired))
        for product, lines in groupby(by_product, key=lambda line: line.product)
    ]
    return sorted(groups, key=lambda group: (_first_expired(group[1][0]), group[0]))


def _dish(line: PickLine) -> str:
    return f"{line.dish}, {line.batch}" if line.batch else line.dish


def _row(lines: Sequence[PickLine], on: date) -> Row:
    """Write what is taken of one lot: once for all its dishes, each with its part."""
    first = lines[0]
    names = [Para(first.product)]
    names += [Para(note, 9.5) for note in dict.fromkeys(line.note for line in lines) if note]
    if len(lines) == 1:
        dishes = [Para(_dish(first))]
    elif len(lines) > MOST_NAMED:
        parts = (f"{line.batch or line.dish} {exact_kilos(line.grams)}" for line in lines)
        dishes = [Para(", ".join(parts), 9.5)]
    else:
        dishes = [
            Para(_("%(dish)s: %(weight)s", dish=_dish(line), weight=exact_kilos(line.grams)), 9.5)
            for line in lines
        ]
    grams = sum(line.grams for line in lines)
    return row(
        Tick(),
        Cell(tuple(names)),
        lot_cell((first.lot,)),
        lot_date(first.lot, on),
        Cell(tuple(dishes)),
        kilos(grams) if len(lines) == 1 else exact_kilos(grams),
    )


def by_lot(lines: Sequence[PickLine]) -> list[list[PickLine]]:
    """Put together what is taken of the same lot, keeping the order."""
    found: dict[tuple[str, str], list[PickLine]] = {}
    for line in lines:
        found.setdefault((line.lot.code, line.lot.place), []).append(line)
    return list(found.values())


def _sum(lots: Sequence[Sequence[PickLine]]) -> Row:
    weights = [sum(line.grams for line in lines) for lines in lots]
    parts = " + ".join(exact_kilos(grams) for grams in weights)
    return row(None, bold(_("Total")), None, None, parts, exact_kilos(sum(weights)))


def _area(area: PickArea, on: date) -> Block:
    rows: list[Row] = []
    for _product, lines in ordered(area):
        lots = by_lot(lines)
        rows += [_row(own, on) for own in lots]
        if len(lots) > 1:
            rows.append(_sum(lots))
    columns = (
        Column(width=30),
        Column(_("Product"), share=2),
        Column(_("Lot"), share=1.5),
        Column(_("Before"), width=78),
        Column(_("For"), share=1.9),
        Column(_("Gross"), width=78, align="right", size=WEIGHT, face=Face.SIGN),
    )
    title = _(STORAGE_LABELS[area.storage])
    return Section(title[:1].upper() + title[1:], Table(columns, rows))


def _batches(lines: Sequence[PickLine]) -> Block | None:
    named = sorted({(line.batch, line.dish) for line in lines if line.batch})
    if not named:
        return None
    said = _("; ").join(f"{batch} {dish}" for batch, dish in named)
    return Section(_("Batches"), Paragraph(said))


def document(listed: PickingList) -> Document:
    """Lay the list out, in the language now spoken."""
    lines = [line for area in listed.areas for line in area.lines]
    head = Head(
        title=_("Picking list"),
        subtitle=_("What leaves the stores on %(day)s", day=long_date(listed.day)),
        issue=listed.issue,
        foot=_("First expired, first out. Never past the date."),
    )
    figures = Figures(
        (
            Figure(kilos(sum(line.grams for line in lines)), _("gross, to take out")),
            Figure(number(len({line.lot.code for line in lines})), _("lots")),
            Figure(number(len({line.batch or line.dish for line in lines})), _("batches served")),
        )
    )
    blocks: list[Block | None] = [
        figures,
        *(_area(area, listed.day) for area in listed.areas if area.lines),
        _batches(lines),
        not_counted(listed.not_counted),
        PenBoxes((_("Taken out at"), _("By"), _("Differences, lots changed")), above=14.0),
    ]
    return Document(head, [block for block in blocks if block is not None])


def render_picking(lists: Sequence[PickingList], locale: str = "fr") -> bytes:
    """Print picking lists, each with its own page count."""
    with using(locale):
        return render([document(listed) for listed in lists], _("Picking list"))

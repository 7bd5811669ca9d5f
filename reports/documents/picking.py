"""The picking list: what leaves each store on a day, first expired first, for which dish (K-08)."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from kitchen.core.i18n import gettext as _
from kitchen.core.i18n import kilos, long_date, number, using
from kitchen.core.vocabulary import STORAGE_LABELS
from reports.documents.blocks import Figure, Figures, PenBoxes, Section
from reports.documents.data import PickArea, PickingList, PickLine
from reports.documents.faces import Face
from reports.documents.layout import WEIGHT, Block, Document, Head, render
from reports.documents.table import Cell, Column, Para, Row, Table, Tick, row
from reports.documents.text import bold
from reports.documents.words import lot_cell, lot_date, not_counted


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


def _row(line: PickLine, on: date) -> Row:
    paras = [Para(line.product)]
    if line.note:
        paras.append(Para(line.note, 9.5))
    return row(
        Tick(),
        Cell(tuple(paras)),
        lot_cell((line.lot,)),
        lot_date(line.lot, on),
        f"{line.dish}, {line.batch}" if line.batch else line.dish,
        kilos(line.grams),
    )


def _sum(lines: Sequence[PickLine]) -> Row:
    parts = " + ".join(kilos(line.grams) for line in lines)
    total = kilos(sum(line.grams for line in lines))
    return row(None, bold(_("Total")), None, None, parts, total)


def _area(area: PickArea, on: date) -> Block:
    rows: list[Row] = []
    for _product, lines in ordered(area):
        rows += [_row(line, on) for line in lines]
        if len(lines) > 1:
            rows.append(_sum(lines))
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
        not_counted(listed.not_counted),
        PenBoxes((_("Taken out at"), _("By"), _("Differences, lots changed")), above=14.0),
    ]
    return Document(head, [block for block in blocks if block is not None])


def render_picking(lists: Sequence[PickingList], locale: str = "fr") -> bytes:
    """Print picking lists, each with its own page count."""
    with using(locale):
        return render([document(listed) for listed in lists], _("Picking list"))

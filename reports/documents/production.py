"""The production sheet: how much, weigh, what is different, do, share out, record (K-07)."""

from collections.abc import Sequence

from kitchen.core.i18n import gettext as _
from kitchen.core.i18n import kilos, litres, long_date, number, using
from kitchen.core.vocabulary import MEAL_LABELS
from reports.documents.blocks import Figure, Figures, Framed, PenBoxes, Section, Steps, Together
from reports.documents.data import Different, ProductionSheet, ShareLine, WeighLine
from reports.documents.faces import Face
from reports.documents.layout import WEIGHT, Block, Document, Head, render
from reports.documents.table import Cell, Column, Para, Row, Table, Tick, row
from reports.documents.text import Rich, Span, bold
from reports.documents.words import capitals, foot, lot_cell, lot_date, not_counted, total

SIGN = Face.SIGN


def _figures(sheet: ProductionSheet) -> Figures:
    shown = [
        Figure(number(sheet.portions), " ".join(filter(None, (_("portions"), total(sheet.parts)))))
    ]
    if sheet.millilitres is not None:
        shown.append(Figure(litres(sheet.millilitres), _("to make")))
    elif sheet.grams is not None:
        shown.append(Figure(kilos(sheet.grams), _("to make")))
    if sheet.sizes:
        (who, grams), *others = sheet.sizes
        also = ", ".join(f"{name} {kilos(weight)}" for name, weight in others)
        caption = f"{who} ({also})" if also else _("%(who)s, per portion", who=who)
        shown.append(Figure(kilos(grams), caption))
    shown += [Figure(use.value, use.caption) for use in sheet.equipment]
    return Figures(shown)


def _product(line: WeighLine) -> Rich:
    said = [Span(line.product)]
    known = line.allergens
    if known.contains or known.unknown:
        said += [Span(" "), bold(f"({capitals((*known.contains, *known.unknown))})")]
    if known.unknown:
        said.append(Span(_(", unknown counts as present")))
    if line.note:
        said.append(Span(f", {line.note}"))
    return tuple(said)


def _weigh(sheet: ProductionSheet) -> Block:
    rows: list[Row] = []
    for line in sheet.weigh:
        net = (
            litres(line.net_millilitres)
            if line.net_millilitres is not None
            else kilos(line.net_grams or 0)
        )
        gross = None if line.gross_grams is None else kilos(line.gross_grams)
        # A lot a row: its date can never slip beside another one.
        lots: list[tuple[Cell | None, str | None]] = [
            (lot_cell((lot,)), lot_date(lot, sheet.day)) for lot in line.lots
        ]
        first, *others = lots or [(None, None)]
        rows.append(row(Tick(), _product(line), *first, gross, net))
        rows += [row(None, None, *other, None, None, joined=True) for other in others]
    columns = (
        Column(width=30),
        Column(_("Product, ready to cook"), share=3),
        Column(_("Lot"), share=1.9),
        Column(_("Before"), width=78),
        Column(_("Gross"), width=58, align="right", size=12.5, face=Face.SIGN_LIGHT),
        Column(_("Net"), width=70, align="right", size=WEIGHT, face=SIGN),
    )
    return Section(_("Weigh"), Table(columns, rows))


def _different_row(line: Different) -> Row:
    said: list[Span] = []
    if line.within is not None:
        said.append(Span(_("Already among the %(portions)s: ", portions=line.within)))
    said.append(Span(line.instruction))
    name = _("%(diet)s, %(portions)s", diet=line.mark.label, portions=line.portions)
    return row(Cell((Para((bold(name),)),), mark=line.mark), tuple(said), number(line.portions))


def _different(sheet: ProductionSheet) -> Block | None:
    if not sheet.different:
        return None
    columns = (
        Column(share=1.15),
        Column(share=2.4),
        Column(width=52, align="right", size=WEIGHT, face=SIGN),
    )
    title = _("Take care: %(portions)s different portions", portions=sheet.different_portions)
    rows = [_different_row(line) for line in sheet.different]
    return Framed(title, Table(columns, rows, headless=True))


def _counts(line: ShareLine) -> tuple[str | None, ...]:
    # A zero is not printed: the eye should meet only what is to be filled.
    shown = tuple(number(count) if count else None for count in line.counts)
    return shown if len(shown) == 1 else (*shown, number(sum(line.counts)))


def _point(line: ShareLine) -> Cell:
    paras = [Para(line.point)]
    if line.note:
        paras.append(Para((bold(line.note),), 9.0))
    return Cell(tuple(paras))


def _share(sheet: ProductionSheet) -> Block | None:
    if not sheet.share:
        return None
    figures = {"align": "right", "size": WEIGHT, "face": SIGN}
    titles = list(sheet.share_columns)
    if len(titles) > 1:
        titles.append(_("Total"))
    columns = (
        Column(_("Delivery point"), share=2.4),
        Column(_("Van"), share=1.15, size=9.5),
        Column(_("GN pans"), share=1.7, size=9.5),
        *(Column(title, width=58, **figures) for title in titles),  # type: ignore[arg-type]  # same keys as Column
    )
    rows = [
        row(_point(line), line.vehicle, line.containers, *_counts(line)) for line in sheet.share
    ]
    sums = [
        sum(line.counts[index] for line in sheet.share) for index in range(len(sheet.share_columns))
    ]
    shared = sum(sums)
    numbers = [number(count) for count in sums] + ([number(shared)] if len(sums) > 1 else [])
    rows.append(row(bold(_("Shared out")), None, None, *numbers, strong=True))
    if shared < sheet.portions:
        rest = sheet.portions - shared
        how = f"{number(sheet.portions)} − {number(shared)}"
        blanks = [None] * (len(numbers) - 1)
        rows.append(row(bold(_("Stays in the kitchen")), None, how, *blanks, number(rest)))
    return Section(_("Share out"), Table(columns, rows))


def _record() -> Block:
    return Together(
        (
            PenBoxes(
                (
                    _("Started at"),
                    _("Done at, core T°"),
                    _("Weight made, losses"),
                    _("Portions packed"),
                ),
                above=13.0,
            ),
            PenBoxes(
                (
                    _("Cooling starts, T°"),
                    _("Cooling ends, T° top, middle, bottom"),
                    _("Control sample taken ☐"),
                    _("Initials, check"),
                ),
            ),
            PenBoxes((_("First label, glued here"), _("Last label, glued here")), high=104.0),
        )
    )


def document(sheet: ProductionSheet) -> Document:
    """Lay one production sheet out, in the language now spoken."""
    served = sheet.service_day or sheet.day
    subtitle = (
        _("Production sheet, %(day)s, %(meal)s of the day")
        if served == sheet.day
        else _("Production sheet, %(day)s, for %(meal)s on %(served)s")
    ) % {
        "day": long_date(sheet.day),
        "served": long_date(served),
        "meal": _(MEAL_LABELS[sheet.meal]),
    }
    head = Head(
        title=sheet.dish,
        subtitle=subtitle,
        issue=sheet.issue,
        foot=foot(sheet.allergens),
        notes=(_("batch %(batch)s", batch=sheet.batch),),
    )
    blocks: list[Block | None] = [
        _figures(sheet),
        _weigh(sheet) if sheet.weigh else None,
        _different(sheet),
        Section(_("Do"), Steps(sheet.steps)) if sheet.steps else None,
        _share(sheet),
        not_counted(sheet.not_counted),
        _record(),
    ]
    return Document(head, [block for block in blocks if block is not None])


def render_production(sheets: Sequence[ProductionSheet], locale: str = "fr") -> bytes:
    """Print production sheets, each with its own page count."""
    with using(locale):
        title = sheets[0].dish if len(sheets) == 1 else _("Production sheets")
        return render([document(sheet) for sheet in sheets], title)

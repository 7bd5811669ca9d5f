"""The delivery note: what was handed to whom, with dates, temperatures and allergens.

Content from K-11 and Reg. (EU) 931/2011 art. 3 (sender, receiver, owners, lot, quantity, date); the
allergen table answers the duty to give it with every delivery to another body (A-04).
"""

from collections.abc import Sequence

from kitchen.core.i18n import euros, kilos, long_date, number, numeric_date, using
from kitchen.core.i18n import gettext as _
from kitchen.core.vocabulary import ALLERGEN_LABELS, MEAL_LABELS, Allergen, Meal, MealFormat
from reports.documents.blocks import Figure, Figures, Gap, Paragraph, PenBoxes, Section, Together
from reports.documents.columns import Pair
from reports.documents.data import DeliveryLine, DeliveryNote, Loan, Party
from reports.documents.faces import Face
from reports.documents.layout import WEIGHT, Block, Document, Head, render
from reports.documents.matrix import Matrix
from reports.documents.table import Cell, Column, Para, Row, Table, row
from reports.documents.text import Span, bold
from reports.documents.words import SHORT_KEEP, USE, capitals, not_counted, total

SIGN = Face.SIGN


def _party(title: str, party: Party, owner: str) -> Cell:
    said = [Para((bold(title),), 9.5), Para((bold(party.name),), 11.5)]
    said.append(Para(party.address or _("Address, by hand:")))
    if party.siret:
        said.append(Para(_("SIRET %(number)s", number=party.siret), 9.5))
    if party.approval:
        said.append(Para(_("Sanitary status: %(status)s", status=party.approval), 9.5))
    if party.habilitation:
        said.append(Para(_("Food aid habilitation: %(number)s", number=party.habilitation), 9.5))
    reach = ", ".join(filter(None, (party.contact_role, party.phone)))
    if reach:
        said.append(Para(reach, 9.5))
    said.append(
        Para(_("Owner of the goods: %(owner)s", owner=owner or _("the same organisation")), 9.5)
    )
    return Cell(tuple(said))


def _dish(line: DeliveryLine) -> Cell:
    known = line.allergens
    paras = [Para((bold(line.dish),))]
    if line.mark.shape is not None:
        paras.append(Para(line.mark.label, 9.5))
    if line.serves:
        paras.append(Para(f"{number(line.portions)} {total(line.serves)}", 9.5))
    present = capitals((*known.contains, *known.unknown))
    if present:
        paras.append(Para((bold(present),), 9.5))
    return Cell(tuple(paras), mark=line.mark)


def _row(line: DeliveryLine) -> Row:
    return row(
        _dish(line),
        line.batch,
        Cell((Para((bold(numeric_date(line.use_by)),)), Para(_(SHORT_KEEP[line.format]), 9.5))),
        line.containers,
        kilos(line.grams),
        number(line.portions),
    )


def _lines(note: DeliveryNote) -> Block:
    columns = (
        Column(_("Dish, diet, allergens"), share=2.3),
        Column(_("Batch"), width=62),
        Column(_("Use by, keep at"), width=92),
        Column(_("Containers"), width=76),
        Column(_("Weight"), width=58, align="right", size=12.5, face=Face.SIGN_LIGHT),
        Column(_("Portions"), width=56, align="right", size=WEIGHT, face=SIGN),
    )
    return Section(_("Delivered"), Table(columns, [_row(line) for line in note.lines]))


def _use(note: DeliveryNote) -> list[Block]:
    formats = [each for each in MealFormat if any(line.format is each for line in note.lines)]
    texts = list(dict.fromkeys(_(USE[each]) for each in formats))
    if note.meal is Meal.DINNER:
        texts.append(
            _("For the evening: keep all of it between 0 and +3 °C, reheat what is eaten hot then.")
        )
    return [Gap(6.0), *(Paragraph((bold(_("On arrival: ")), Span(text))) for text in texts)]


def _allergens(note: DeliveryNote) -> Block:
    dishes = list(
        {line.batch: (f"{line.dish}, {line.batch}", line.allergens) for line in note.lines}.values()
    )
    return Section(
        _("Allergens, the 14 of Regulation 1169/2011"),
        Matrix([_(ALLERGEN_LABELS[each]) for each in Allergen], dishes),
    )


def _loans(loans: Sequence[Loan]) -> Block | None:
    if not loans:
        return None
    figures = {"align": "right", "size": WEIGHT, "face": SIGN}
    columns = (
        Column(_("Containers lent"), share=2),
        Column(_("Left here"), width=76, **figures),  # type: ignore[arg-type]  # same keys as Column
        Column(_("To take back"), width=86, **figures),  # type: ignore[arg-type]  # same keys as Column
        Column(_("Taken back, by hand"), share=1.4),
    )
    rows = [
        row(
            loan.name,
            number(loan.out),
            None if loan.expected_back is None else number(loan.expected_back),
            None,
        )
        for loan in loans
    ]
    return Section(_("Containers"), Table(columns, rows))


def _money(note: DeliveryNote) -> str:
    if note.transfer == "free_food_aid":
        return _("Food aid, given free of charge. Not for resale.")
    if note.transfer == "free_other":
        return _("Given free of charge.")
    if note.price_cents is None:
        return _("Price: by agreement between the organisations.")
    return _("Price of the delivery: %(price)s.", price=euros(note.price_cents))


def _checks() -> Block:
    return Together(
        (
            PenBoxes(
                (
                    _("T° at departure, time"),
                    _("T° on arrival, time"),
                    _("Accepted ☐  With reserves ☐  Refused ☐"),
                ),
                high=46.0,
                above=14.0,
            ),
            PenBoxes((_("Reserves, refusals and why"),), high=54.0),
            PenBoxes((_("Driver: initials, signature"), _("Receiver: role, signature")), high=62.0),
        )
    )


def document(note: DeliveryNote) -> Document:
    """Lay a delivery note out, in the language now spoken."""
    site = note.issue.site
    head = Head(
        title=note.receiver.name,
        subtitle=_(
            "Delivery note, %(day)s, %(meal)s",
            day=long_date(note.day),
            meal=_(MEAL_LABELS[note.meal]),
        ),
        issue=note.issue,
        notes=(note.vehicle,) if note.vehicle else (),
        foot=_("Unknown allergens count as present. Keep this note for 5 years."),
    )
    figures = Figures(
        (
            Figure(number(note.portions), _("meals")),
            Figure(number(len(note.lines)), _("lines")),
            Figure(kilos(sum(line.grams for line in note.lines)), _("net weight")),
            Figure(number(sum(loan.out for loan in note.loans)), _("containers")),
        )
    )
    blocks: list[Block | None] = [
        Pair(
            _party(_("From"), site, ""),
            _party(_("To"), note.receiver, note.receiver_owner),
        ),
        Gap(8.0),
        figures,
        _lines(note),
        *_use(note),
        Paragraph((bold(_money(note)),)),
        _loans(note.loans),
        _allergens(note),
        not_counted(note.not_counted),
        _checks(),
    ]
    return Document(head, [block for block in blocks if block is not None])


def render_notes(notes: Sequence[DeliveryNote], locale: str = "fr") -> bytes:
    """Print delivery notes, each with its own page count."""
    with using(locale):
        title = notes[0].issue.number if len(notes) == 1 else _("Delivery notes")
        return render([document(note) for note in notes], title)

"""What each document needs to be drawn: frozen facts in plain types, with no row and no session.

Totals that must agree are checked here: a sheet that contradicts itself is refused before it
reaches a kitchen. Allergens are carried as codes; the words are chosen in the reader's language.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from kitchen.core.vocabulary import Allergen, Component, Meal, MealFormat, Shape, Storage

Transfer = Literal["free_food_aid", "paid", "free_other"]


class SheetContradicts(ValueError):
    """A total printed on a sheet is not the sum of its parts."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A diet or allergy as it is shown everywhere: a shape, a letter and words, never a colour."""

    shape: Shape | None
    letter: str
    label: str  # in the reader's language


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A site or an organisation, as a delivery note names it (Reg. (EU) 931/2011, art. 3)."""

    name: str
    address: str = ""
    siret: str = ""
    approval: str = ""  # sanitary approval or derogation
    habilitation: str = ""  # to receive food aid
    contact_role: str = ""  # a role, never a person's name
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What a sheet says of its own making."""

    number: str  # empty before the sheet is issued
    data_at: datetime  # in site time
    site: Party
    version: int = 1
    replaces: int | None = None
    issued: bool = True


@dataclass(frozen=True, slots=True)
class Allergens:
    """What is known of the 14 in a dish. Unknown is printed, and counts as present."""

    contains: tuple[Allergen, ...] = ()
    may_contain: tuple[Allergen, ...] = ()
    unknown: tuple[Allergen, ...] = ()

    def __or__(self, other: "Allergens") -> "Allergens":
        """Join two dishes; the worse knowledge wins."""
        contains = {*self.contains, *other.contains}
        unknown = {*self.unknown, *other.unknown} - contains
        traces = {*self.may_contain, *other.may_contain} - contains - unknown
        return Allergens(
            tuple(each for each in Allergen if each in contains),
            tuple(each for each in Allergen if each in traces),
            tuple(each for each in Allergen if each in unknown),
        )


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Someone or something left out of a sheet, and why."""

    what: str
    why: str
    portions: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a total."""

    label: str
    portions: int


def _agree(what: str, total: int, parts: tuple[int, ...]) -> None:
    if total != sum(parts):
        msg = f"{what}: {total} is not {' + '.join(map(str, parts))}"
        raise SheetContradicts(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuDish:
    """A dish on the menu of a day."""

    component: Component
    name: str
    allergens: Allergens = field(default_factory=Allergens)
    vegetarian: bool = False
    season: bool = False
    marks: tuple[Mark, ...] = ()  # the diets it is for, when it is not for everyone


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuDay:
    """A day of the menu; `closed` says why nothing is served."""

    day: date
    dishes: tuple[MenuDish, ...] = ()
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a meat bought raw was reared and slaughtered (decree 2022-65)."""

    product: str
    reared: str
    slaughtered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuPoster:
    """The week's menu as it hangs on the door."""

    issue: Issue
    days: tuple[MenuDay, ...]
    meal: Meal = Meal.LUNCH
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRef:
    """A lot to take from."""

    code: str
    place: str = ""
    use_by: date | None = None
    best_before: date | None = None
    grams: int | None = None  # when a line takes from more than one lot


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighLine:
    """A product ready to cook, with the lots it comes from."""

    product: str
    lots: tuple[LotRef, ...] = ()
    gross_grams: int | None = None
    net_grams: int | None = None
    net_millilitres: int | None = None
    allergens: Allergens = field(default_factory=Allergens)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Different:
    """Portions that are not like the others, and what to do for them."""

    mark: Mark
    portions: int
    instruction: str
    within: int | None = None  # already counted in this many portions of the lines above


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentUse:
    """How many of which equipment, such as `2 × 60 L` and `kettles, 32 L each`."""

    value: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLine:
    """What one point gets of a batch, a count per column of the sheet."""

    point: str
    vehicle: str = ""
    containers: str = ""
    counts: tuple[int, ...]
    note: str = ""  # who is served apart


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionSheet:
    """One batch on paper, in the order a cook needs it (K-07)."""

    issue: Issue
    dish: str
    batch: str
    day: date
    service_day: date | None = None  # when it is eaten on another day
    meal: Meal = Meal.LUNCH
    portions: int
    parts: tuple[Part, ...] = ()
    grams: int | None = None
    millilitres: int | None = None
    sizes: tuple[tuple[str, int], ...] = ()  # who, grams a portion; the first is the usual one
    equipment: tuple[EquipmentUse, ...] = ()
    weigh: tuple[WeighLine, ...] = ()
    different_portions: int = 0
    different: tuple[Different, ...] = ()
    steps: tuple[str, ...] = ()
    share_columns: tuple[str, ...] = ()
    share: tuple[ShareLine, ...] = ()
    allergens: Allergens = field(default_factory=Allergens)
    not_counted: tuple[NotCounted, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a sheet whose portions do not add up.

        Raises:
            SheetContradicts: When the parts do not make the total, when more is shared out than
                is made, or when a line of sharing lacks a column.
        """
        if self.parts:
            _agree("portions", self.portions, tuple(part.portions for part in self.parts))
        own = sum(line.portions for line in self.different if line.within is None)
        if self.different:
            _agree("different portions", self.different_portions, (own,))
        shared = sum(sum(line.counts) for line in self.share)
        if shared > self.portions:
            msg = f"shared out: {shared} of {self.portions} portions"
            raise SheetContradicts(msg)
        if any(len(line.counts) != len(self.share_columns) for line in self.share):
            msg = "shared out: a line does not fill its columns"
            raise SheetContradicts(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLine:
    """Grams to fetch from one lot for one batch."""

    product: str
    lot: LotRef
    grams: int
    dish: str
    batch: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickArea:
    """What one store gives out."""

    storage: Storage
    lines: tuple[PickLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickingList:
    """What leaves the stores on a day (K-08)."""

    issue: Issue
    day: date
    areas: tuple[PickArea, ...]
    not_counted: tuple[NotCounted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerLabel:
    """What goes on one tray or box (H-40 to H-42)."""

    dish: str
    batch: str
    made_on: date
    use_by: date
    format: MealFormat
    contents: tuple[tuple[int, int], ...]  # portions of so many grams, by size
    serves: tuple[Part, ...] = ()  # who they are for, when not all for the same diet
    mark: Mark
    allergens: Allergens
    destination: str = ""
    route: str = ""
    service_day: date | None = None
    meal: Meal = Meal.LUNCH
    index: int = 1
    count: int = 1
    reheated: bool = False  # a gift in hot link: was it already reheated once?
    proof: bool = False  # glued on the production record

    @property
    def portions(self) -> int:
        """Return the portions of all sizes."""
        return sum(count for count, _grams in self.contents)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSet:
    """Labels to print on sheets."""

    issue: Issue
    labels: tuple[ContainerLabel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """A batch in containers, for one door."""

    dish: str
    batch: str
    portions: int
    serves: tuple[Part, ...] = ()  # who they are for, when not all for the same diet
    grams: int
    containers: str
    use_by: date
    format: MealFormat
    mark: Mark
    allergens: Allergens


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """Containers that go out and come back."""

    name: str
    out: int
    expected_back: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNote:
    """What was handed to whom (K-11, H-32, A-04)."""

    issue: Issue
    day: date
    meal: Meal
    receiver: Party
    receiver_owner: str = ""
    lines: tuple[DeliveryLine, ...]
    loans: tuple[Loan, ...] = ()
    portions: int
    vehicle: str = ""
    transfer: Transfer = "free_food_aid"
    price_cents: int | None = None
    not_counted: tuple[NotCounted, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a note with no line, or one both given and sold.

        Raises:
            SheetContradicts: When the note says nothing or says both.
        """
        if not self.lines:
            msg = "a delivery note needs a line"
            raise SheetContradicts(msg)
        if self.transfer != "paid" and self.price_cents:
            msg = "what is free has no price"
            raise SheetContradicts(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadItem:
    """Containers of one kind."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStop:
    """A door on the driver's way. Nobody who eats is named here."""

    name: str
    address: str
    opens_minute: int
    closes_minute: int
    arrive_minute: int
    access: str = ""
    contact_role: str = ""
    phone: str = ""
    portions: int = 0
    meals: tuple[tuple[Meal, int], ...] = ()  # said when some are for the evening
    load: tuple[LoadItem, ...] = ()
    returns: tuple[LoadItem, ...] = ()
    format: MealFormat = MealFormat.CHILLED
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSheet:
    """A driver's round (K-10)."""

    issue: Issue
    day: date
    tour: str
    vehicle: str
    leave_minute: int
    back_minute: int
    metres: int = 0
    stops: tuple[RouteStop, ...]
    not_counted: tuple[NotCounted, ...] = ()

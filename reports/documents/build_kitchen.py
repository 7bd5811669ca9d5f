"""From rows to the kitchen's sheets: production, picking, labels."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from distribution.partners.models import DropPoint
from kitchen.catalogue.models import Ingredient
from kitchen.catalogue.queries import Dish
from kitchen.catalogue.sheet import Base, Weighed, scale
from kitchen.core.i18n import N_, clock, locale, number
from kitchen.core.i18n import gettext as _
from kitchen.core.vocabulary import (
    SIZE_LABELS,
    SIZE_PERMILLE,
    STATION_LABELS,
    Allergen,
    Component,
    MealFormat,
    Presence,
    SizeClass,
    StationKind,
    Storage,
)
from kitchen.production.models import Batch, BatchStep
from reports.documents import packing
from reports.documents.data import (
    Allergens,
    ContainerLabel,
    Different,
    EquipmentUse,
    Issue,
    LabelSet,
    LotRef,
    NotCounted,
    Part,
    PickArea,
    PickingList,
    PickLine,
    ProductionSheet,
    ShareLine,
    WeighLine,
)
from reports.documents.facts import Facts, Load, Taken, diet_order, is_apart, mark_of

HOT_PARTS = (Component.MAIN, Component.COMPLETE, Component.SIDE)
HEAT = (StationKind.KETTLE, StationKind.BRATT_PAN, StationKind.OVEN)
AFTER = {
    StationKind.PACKING: N_("Pack, weigh, label. Keep 100 g as the control sample."),
    StationKind.CHILLER: N_("Cool from +63 °C to under +10 °C in less than 2 h."),
}


def allergens_of(batch: Batch, dish: Dish | None) -> Allergens:
    """Read what a batch holds as it was cooked; a doubt is a trace only when the recipe says so."""
    known = dish.presences if dish else {}
    doubtful = [each for each in Allergen if each in batch.doubtful and each not in batch.contains]
    traces = tuple(each for each in doubtful if known.get(each) is Presence.MAY_CONTAIN)
    return Allergens(
        tuple(each for each in Allergen if each in batch.contains),
        traces,
        tuple(each for each in doubtful if each not in traces),
    )


def is_eaten_hot(batch: Batch, dish: Dish | None) -> bool:
    """Tell whether a dish is reheated: a cooked main, complete or side dish, or a soup."""
    if dish is None:
        return batch.component in HOT_PARTS
    cooked = any(step.station in HEAT for step in dish.steps)
    return cooked and (batch.component in HOT_PARTS or dish.recipe.family == "soup")


def format_of(facts: Facts, batch: Batch, door: DropPoint) -> MealFormat:
    """Return how a batch reaches a door: what is eaten cold stays cold, whatever was ordered."""
    if not is_eaten_hot(batch, facts.dishes.get(batch.recipe_code)):
        return MealFormat.COLD
    return facts.formats.get((door.id, batch.service_date, batch.meal), MealFormat.CHILLED)


def portions_by_diet(facts: Facts, batch: Batch) -> dict[str, int]:
    """Sum the portions of a batch over sizes, diets in the order of the vocabulary."""
    sums: dict[str, int] = defaultdict(int)
    for out in facts.outputs.get(batch.id, []):
        sums[out.diet] += out.portions
    return dict(sorted(sums.items(), key=lambda pair: diet_order(pair[0])))


def portion_grams(batch: Batch, size: str) -> int:
    """Return the cooked weight of a portion of one size."""
    return batch.portion_grams * SIZE_PERMILLE[SizeClass(size)] // 1000


def _lot(taken: Taken, *, weight: bool) -> LotRef:
    pick, _food, lot = taken
    grams = pick.grams if weight else None
    if lot is None:
        code = _("to come") if pick.expected_from else _("to buy")
        return LotRef(code=code, place=pick.expected_from, grams=grams)
    place = lot.supplier_name
    return LotRef(
        code=lot.code, place=place, use_by=lot.use_by, best_before=lot.best_before, grams=grams
    )


def _food_allergens(line: Weighed) -> Allergens:
    held: dict[Presence, list[Allergen]] = defaultdict(list)
    for allergen, presence in line.food.presences:
        held[presence].append(allergen)
    return Allergens(tuple(held[Presence.CONTAINS]), (), tuple(held[Presence.UNKNOWN]))


def _weigh(facts: Facts, batch: Batch, dish: Dish | None) -> tuple[WeighLine, ...]:
    """List what to weigh: the recipe scaled to the batch, each food with its lots."""
    taken: dict[str, list[Taken]] = defaultdict(list)
    for each in facts.picks.get(batch.id, []):
        taken[each[1].code].append(each)
    lines: list[WeighLine] = []
    if dish is not None and dish.recipe.version == batch.recipe_version:
        for line in scale(dish.opened, batch.standard_permille):
            found = taken.pop(line.food.code, [])
            base = dish.bases.get(line.via)
            lines.append(
                WeighLine(
                    product=line.food.name,
                    lots=tuple(_lot(each, weight=len(found) > 1) for each in found),
                    gross_grams=line.gross_grams if line.gross_grams > line.net_grams else None,
                    net_grams=line.net_grams,
                    allergens=_food_allergens(line),
                    note=", ".join(_weigh_notes(line, base)),
                )
            )
    # What the recipe no longer names was picked all the same: it is shown with its gross weight.
    for found in taken.values():
        food = found[0][1]
        lines.append(
            WeighLine(
                product=food_name(food),
                lots=tuple(_lot(each, weight=len(found) > 1) for each in found),
                net_grams=sum(pick.grams for pick, _food, _lot in found),
                note=_("gross"),
            )
        )
    return tuple(lines)


def _weigh_notes(line: Weighed, base: Base | None) -> Iterator[str]:
    if base:
        yield _("for %(base)s", base=base.name)
    if line.step_portions:
        yield _("for each started %(count)s portions", count=number(line.step_portions))


def food_name(food: Ingredient) -> str:
    """Return a food's name in the language of the document."""
    return food.name_fr if locale() == "fr" else food.name_en


def _steps(facts: Facts, batch: Batch, dish: Dish | None) -> tuple[str, ...]:
    """Write the recipe's steps with the station and times of the plan."""
    planned: dict[int, list[BatchStep]] = defaultdict(list)
    for row in facts.steps.get(batch.id, []):
        planned[row.step].append(row)
    own = dish.steps if dish else ()
    texts = dict(enumerate(step.text_fr if locale() == "fr" else step.text_en for step in own))
    for index, rows in sorted(planned.items()):
        # After the recipe's own steps come those every batch has: packing, cooling.
        texts.setdefault(index, _(AFTER.get(rows[0].kind, STATION_LABELS[rows[0].kind])))
    return tuple(
        f"{text} ({_when(facts, planned[index])})" if planned[index] else text
        for index, text in texts.items()
    )


def _when(facts: Facts, rows: Sequence[BatchStep]) -> str:
    return ", ".join(
        _(
            "%(station)s %(start)s to %(end)s",
            station=facts.station(row.station_code),
            start=clock(row.start_minute),
            end=clock(row.end_minute),
        )
        for row in rows
    )


def _equipment(facts: Facts, batch: Batch) -> tuple[EquipmentUse, ...]:
    rows = facts.steps.get(batch.id, [])
    hot = [row for row in rows if row.kind in HEAT] or list(rows)
    if not hot:
        return ()
    names = list(dict.fromkeys(facts.station(row.station_code) for row in hot))
    return (
        EquipmentUse(
            value=clock(min(row.start_minute for row in hot)),
            caption=_("starts, %(stations)s", stations=", ".join(names)),
        ),
    )


def pans_text(pans: packing.Pans) -> str:
    """Write pans as they are called: `2 × 1/1, 1 × 1/2`."""
    named = ((pans.full, "1/1"), (pans.half, "1/2"), (pans.tray, _("small tray")))
    return ", ".join(f"{count} × {name}" for count, name in named if count)


def load_grams(batch: Batch, load: Load) -> int:
    """Return the cooked weight of a load."""
    return sum(share.portions * portion_grams(batch, share.size) for share in load.shares)


def _share(facts: Facts, batch: Batch) -> tuple[tuple[str, ...], tuple[ShareLine, ...]]:
    """Share a batch out by door: the common pans, and beside them what is packed apart."""
    loads: dict[str, list[Load]] = defaultdict(list)
    for load in facts.loads(batch.service_date, batch.meal):
        if load.batch == batch.code:
            loads[load.door].append(load)
    some_apart = any(load.apart for own in loads.values() for load in own)
    columns = (_("Together"), _("Apart")) if some_apart else (_("Portions"),)
    lines = []
    for door, own in sorted(loads.items()):
        apart = [load for load in own if load.apart]
        common = sum(load.portions for load in own if not load.apart)
        held = sum((packing.pans(load_grams(batch, load)) for load in own), packing.Pans())
        names = ", ".join(f"{load.mark.label} {load.portions}" for load in apart)
        lines.append(
            ShareLine(
                point=facts.doors[door].point.name,
                vehicle=facts.van_of.get((batch.service_date, door), ""),
                containers=pans_text(held),
                counts=(
                    (common, sum(load.portions for load in apart)) if some_apart else (common,)
                ),
                note=_("apart: %(diets)s", diets=names) if names else "",
            )
        )
    return columns, tuple(lines)


def production(facts: Facts, batch: Batch, issue: Issue) -> ProductionSheet:
    """Build the production sheet of a batch."""
    dish = facts.dishes.get(batch.recipe_code)
    by_diet = portions_by_diet(facts, batch)
    total = sum(by_diet.values()) or batch.portions
    different = {diet: count for diet, count in by_diet.items() if is_apart(diet)}
    parts = tuple(
        Part("" if diet == "standard" else mark_of(diet).label, count)
        for diet, count in by_diet.items()
    )
    used = {out.size for out in facts.outputs.get(batch.id, [])}
    sizes = tuple(
        (_(SIZE_LABELS[size]), portion_grams(batch, size))
        for size in sorted(SizeClass, key=lambda each: each is not SizeClass.STANDARD)
        if size in used or size is SizeClass.STANDARD
    )
    columns, share = _share(facts, batch)
    return ProductionSheet(
        issue=issue,
        dish=facts.name(batch),
        batch=batch.code,
        day=batch.cook_date,
        service_day=batch.service_date,
        meal=batch.meal,
        portions=total,
        parts=parts,
        grams=batch.grams,
        sizes=sizes,
        equipment=_equipment(facts, batch),
        weigh=_weigh(facts, batch, dish),
        different_portions=sum(different.values()),
        different=tuple(
            Different(
                mark=mark_of(diet),
                portions=count,
                instruction=_("Same dish: serve first with clean tools, pack apart, label."),
            )
            for diet, count in different.items()
        ),
        steps=_steps(facts, batch, dish),
        share_columns=columns,
        share=share,
        allergens=allergens_of(batch, dish),
    )


def picking(facts: Facts, day: date, issue: Issue) -> PickingList:
    """Build the picking list of a day: what batches cooked that day take from each store."""
    areas: dict[Storage, list[PickLine]] = defaultdict(list)
    missing = []
    for batch in facts.batches:
        if batch.cook_date != day:
            continue
        found = facts.picks.get(batch.id, [])
        if not found:
            why = _("no lot was chosen for this batch")
            missing.append(NotCounted(facts.name(batch), why, batch.portions))
        for taken in found:
            pick, food, lot = taken
            areas[lot.storage if lot else food.storage].append(
                PickLine(
                    product=food_name(food),
                    lot=_lot(taken, weight=False),
                    grams=pick.grams,
                    dish=facts.name(batch),
                    batch=batch.code,
                    note="" if lot else _("not in hand yet: check the delivery"),
                )
            )
    return PickingList(
        issue=issue,
        day=day,
        areas=tuple(
            PickArea(storage=storage, lines=tuple(areas[storage]))
            for storage in Storage
            if areas[storage]
        ),
        not_counted=tuple(missing),
    )


def _pans(batch: Batch, load: Load) -> list[tuple[tuple[int, int], ...]]:
    """Put a load in pans, sizes together when one pan holds all, else each size on its own."""
    sizes: dict[int, int] = defaultdict(int)
    for share in load.shares:
        sizes[portion_grams(batch, share.size)] += share.portions
    contents = tuple((count, grams) for grams, count in sorted(sizes.items(), reverse=True))
    if packing.pans(load_grams(batch, load)).count <= 1:
        return [contents]
    return [
        ((portions, grams),)
        for count, grams in contents
        for portions in packing.split_portions(count, count * grams)
    ]


def _containers(facts: Facts, batch: Batch) -> Iterator[ContainerLabel]:
    allergens = allergens_of(batch, facts.dishes.get(batch.recipe_code))
    for load in facts.loads(batch.service_date, batch.meal):
        if load.batch != batch.code:
            continue
        door = facts.doors[load.door].point
        pans = _pans(batch, load)
        for index, contents in enumerate(pans, 1):
            yield ContainerLabel(
                dish=facts.name(batch),
                batch=batch.code,
                made_on=batch.cook_date,
                use_by=batch.use_by,
                format=format_of(facts, batch, door),
                contents=contents,
                serves=load.serves if len(pans) == 1 else (),
                mark=load.mark,
                allergens=allergens,
                destination=door.name,
                route=facts.van_of.get((batch.service_date, load.door), ""),
                service_day=batch.service_date,
                meal=batch.meal,
                index=index,
                count=len(pans),
            )


def _proof(label: ContainerLabel) -> ContainerLabel:
    return replace(label, proof=True, destination="", route="")


def labels(facts: Facts, batches: Sequence[Batch], issue: Issue) -> LabelSet:
    """Build the labels of batches, each batch followed by the two glued on its sheet (H-46)."""
    every: list[ContainerLabel] = []
    for batch in batches:
        own = list(_containers(facts, batch))
        every += own
        if own:
            every += [_proof(own[0]), _proof(own[-1])]
    return LabelSet(issue=issue, labels=tuple(every))

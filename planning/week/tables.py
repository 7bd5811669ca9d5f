"""A week as tables of integers, for the ledger and the search.

Codes become numbers in the order of the problem; lists of any length stand one behind the other
in `links`, each row saying where its own begin and end. Rows are written once and never changed;
what changes with the menu stands in the books (`ledger`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planning.params import Weights
from planning.week.derive import REPEATABLE, Derived, Group, Key
from planning.week.loads import shares
from planning.week.rooms import Rooms
from planning.week.sources import Place, Source, floor, rows_of, sources_of

Ints = NDArray[np.int64]
Rows = list[tuple[int, ...]]

VEGETARIAN = "vegetarian"
NONE = -1

# columns: cell (a group to feed in one component of one service)
SLOT, PORTIONS, WEIGHT, UNFED_PRICE, OPTIONS, OPTIONS_END, SIDE, PAYS, GROUP = range(9)
# slot (a component of a service)
SERVICE, CELLS, CELLS_END, DISHES, DISHES_END, ALIKE, ALIKE_END = range(7)
# batch (a dish at a service)
(
    AT, DISH, PLACE, DAY, EATEN, OF_SLOT, NEAR, NEAR_END, BESIDE, BESIDE_END, KEPT, PUBLISHED,
) = range(12)  # fmt: skip
# recipe
(
    LEAST, MOST, GRAMS, FAMILY, RANK, MEAT, COMPLETE,
    NEEDS, NEEDS_END, STEPS, STEPS_END, TAGS, TAGS_END,
) = range(13)  # fmt: skip
# need (a food of a recipe) and portioned (an amount for each started group of portions)
FOOD, MILLIGRAMS, PARTS, PARTS_END = range(4)
PART_MILLIGRAMS, PART_PORTIONS = range(2)
# step (work of a recipe) and kind (of station)
KIND, FIXED, MINUTES, LOAD_PORTIONS, HANDS, SMALL_KIND, SMALL_PORTIONS, SKILL = range(8)
SHARE, SHARED = range(2)
# food
SOURCES, SOURCES_END, FLOOR = range(3)
WIDTH = 13  # of the widest row
# rule of frequency
AT_LEAST, AT_MOST, BEFORE, TIMES = range(4)
# facts: sizes, prices and limits, where each table begins among the rows and the links, and
# where each part of the books begins
(
    SERVICES, FOODS, PLACES, KINDS, STRIDE, SPLIT, DAYS, CELL_COUNT, SLOT_COUNT, BATCH_COUNT,
    RECIPES, RULES,
    COLD_LIMIT, DISH_PRICE, VARIANT, FAMILY_AGAIN, FREQUENCY, VEGETARIAN_PRICE, CHANGED,
    OVER_BUDGET, BUDGET, MOST_DISHES, LEAST_VEGETARIAN, PUBLISHED_COUNT, FLOOR_OF_ALL,
    CELL_ROWS, SLOT_ROWS, BATCH_ROWS, RECIPE_ROWS, NEED_ROWS, PART_ROWS, STEP_ROWS, KIND_ROWS,
    FOOD_ROWS, RULE_ROWS, SOURCE_ROWS, MOST_OF, BATCH_OF, COUNTED,
    CHOICE, SIZE, PAYERS, SERVED, WANTED, PRICE, CASH, FAMILY_AT, FAMILY_SERVICES, USED,
    ADVISED, TAG_AT, TAG_COUNT, DISHES_AT, MEAT_AT, SUMS, END,
) = range(56)  # fmt: skip
TOTAL, CASH_SUM, VEGETARIAN_SUM, OVER_SUM = range(4)


class Tables(NamedTuple):
    """Everything the ledger reads. Few arrays: the compiler takes its time over each."""

    row: Ints  # one an entity, table after table, columns named above
    # lists, what each room holds, the batch of each service and recipe, and whether each rule of
    # frequency counts each service
    flat: Ints
    price: Ints  # (cells, recipes): what a dish costs for a group, food apart; -1 if not for it
    fact: Ints


class Index:
    """Names behind the numbers, and what the other parts of the planner read of a week."""

    def __init__(self, facts: Derived, weights: Weights) -> None:
        self.facts = facts
        self.weights = weights
        problem = facts.problem
        self.recipes = problem.recipes
        self.services = problem.services
        self.foods = problem.ingredients
        self.number = {row.code: index for index, row in enumerate(self.recipes)}
        self.service_number = {row.code: index for index, row in enumerate(self.services)}
        self.keys: list[Key] = sorted(facts.choices, key=self._order)
        self.cell_of = {key: index for index, key in enumerate(self.keys)}
        self.options = [[self.number[code] for code in facts.choices[key]] for key in self.keys]
        self.slots = sorted({(self.service_number[key[0]], key[1]) for key in self.keys})
        self.slot_of = {slot: index for index, slot in enumerate(self.slots)}
        self.cells: list[list[int]] = [[] for _ in self.slots]
        for cell, key in enumerate(self.keys):
            self.cells[self.slot_of[self.service_number[key[0]], key[1]]].append(cell)
        self.dishes = [
            sorted({recipe for cell in cells for recipe in self.options[cell]})
            for cells in self.cells
        ]
        self._index_batches()
        self.places: list[Place] = [
            (day, sold)
            for day in sorted({day for _, _, day in self.batches})
            for sold in ((False, True) if facts.paying else (False,))
        ]
        self.place = {day: place for place, (day, sold) in enumerate(self.places) if not sold}
        self.sources: list[tuple[Source, ...]] = [
            sources_of(problem, food, self.places, weights) for food in self.foods
        ]

    def _order(self, key: Key) -> tuple[int, str, Group]:
        return self.service_number[key[0]], key[1], key[2]

    def _index_batches(self) -> None:
        """Where each batch is cooked, and which others it may not stand near."""
        self.batches: list[tuple[int, int, int]] = []  # service, recipe, day cooked
        self.batch_slot: list[int] = []
        self.batch_of: dict[tuple[int, int], int] = {}
        at: dict[int, list[int]] = defaultdict(list)
        for place, (service, _) in enumerate(self.slots):
            for recipe in self.dishes[place]:
                day = self.facts.cook_day(self.recipes[recipe], self.services[service])
                eaten = self.services[service].day
                self.batch_of[service, recipe] = len(self.batches)
                at[recipe].append(len(self.batches))
                self.batches.append((service, recipe, eaten if day is None else day))
                self.batch_slot.append(place)
        kept = {(row.service, row.recipe) for row in self.facts.problem.locks if row.keep}
        self.near: list[list[int]] = [[] for _ in self.batches]
        for rows in at.values():
            for one in rows:
                self.near[one] = [
                    other for other in rows if other != one and self._too_near(one, other, kept)
                ]

    def _too_near(self, one: int, other: int, kept: set[tuple[str, str]]) -> bool:
        row = self.recipes[self.batches[one][1]]
        first, second = (self.services[self.batches[batch][0]] for batch in (one, other))
        if row.component in REPEATABLE:
            return False
        if (first.code, row.code) in kept and (second.code, row.code) in kept:
            return False
        return abs(first.day - second.day) < max(1, self.facts.problem.rules.repeat_days)

    def cell_prices(self, cell: int) -> dict[int, int]:
        """Return what each dish costs for a group, food and work apart."""
        key = self.keys[cell]
        count, weight = self.facts.count(key), self.facts.weight(key)
        table = {}
        for recipe in self.options[cell]:
            row = self.recipes[recipe]
            carbon = self.facts.footprint[row.code] * weight // 1000
            table[recipe] = (
                self.weights.disliked_portion * (100 - row.liking) * count
                + self.weights.co2e_gram * carbon
            )
        return table

    def tags(self, recipe: int) -> list[int]:
        """Return the rules of frequency that count a dish."""
        rules = enumerate(self.facts.problem.frequencies)
        return [index for index, rule in rules if rule.tag in self.recipes[recipe].tags]

    def counted(self, rule: int) -> list[bool]:
        """Tell of each service whether a rule of frequency counts it."""
        codes = self.facts.problem.frequencies[rule].services
        return [not codes or row.code in codes for row in self.services]

    def has_meat(self, recipe: int) -> bool:
        """Tell whether a dish bars a service from being vegetarian."""
        return VEGETARIAN not in self.recipes[recipe].tags


def tabulate(index: Index, rooms: Rooms) -> Tables:
    """Write a week's tables."""
    links = _Links()
    count = len(index.recipes)
    needs, parts = _needs(index)
    sources, foods = _foods(index, links)
    rules = index.facts.problem.frequencies
    tables: list[Rows] = [
        _cells(index, links), _slots(index, links), _batches(index, links), _recipes(index, links),
        needs, parts, _steps(index, rooms), _kinds(index, rooms), foods,
        [(row.least, row.most, row.before, row.times) for row in rules], sources,
    ]  # fmt: skip
    price = np.full((len(index.keys), count), NONE, dtype=np.int64)
    for cell in range(len(index.keys)):
        for dish, cents in index.cell_prices(cell).items():
            price[cell, dish] = cents
    batches = np.full((len(index.services), count), NONE, dtype=np.int64)
    for (service, dish), row in index.batch_of.items():
        batches[service, dish] = row
    most_of, _ = links.add(rooms.most)
    batch_of, _ = links.add(int(row) for row in batches.flat)
    counted, _ = links.add(int(one) for rule in range(len(rules)) for one in index.counted(rule))
    sizes = _sizes(index, rooms)
    starts = np.cumsum([0, *(len(rows) for rows in tables[:-1])])
    # a food knows its sources by their place among all rows
    tables[FOOD_ROWS - CELL_ROWS] = [
        (first + int(starts[-1]), last + int(starts[-1]), least) for first, last, least in foods
    ]
    facts = [*sizes, *_costs(index, foods), *starts, most_of, batch_of, counted]
    return Tables(
        row=table([(*row, *[0] * (WIDTH - len(row))) for rows in tables for row in rows], WIDTH),
        flat=table(links.flat, 0),
        price=price,
        fact=table([*facts, *_offsets(index, len(rooms.most))], 0),
    )


def get(week: Tables, table: int, row: int, column: int) -> int:
    """Return a figure of one table."""
    return week.row[week.fact[table] + row, column]


def batch_of(week: Tables, service: int, recipe: int) -> int:
    """Return the row of a batch, -1 if there can be none."""
    return week.flat[week.fact[BATCH_OF] + service * week.fact[RECIPES] + recipe]


class _Links:
    """Lists of any length, one behind the other."""

    def __init__(self) -> None:
        self.flat: list[int] = []

    def add(self, numbers: Iterable[int]) -> tuple[int, int]:
        """Append a list; return where it begins and ends."""
        begin = len(self.flat)
        self.flat += numbers
        return begin, len(self.flat)


def table(rows: Sequence[object], columns: int) -> Ints:
    """Return rows as integers, also when there are none; one dimension for 0 columns."""
    made = np.array(rows, dtype=np.int64)
    return made.reshape(-1, columns) if columns else made


def _cells(index: Index, links: _Links) -> Rows:
    rows: Rows = []
    groups = {group: number for number, group in enumerate(sorted({key[2] for key in index.keys}))}
    for cell, key in enumerate(index.keys):
        count = index.facts.count(key)
        side = index.cell_of.get((key[0], "side", key[2]), NONE) if key[1] == "main" else NONE
        rows.append(
            (
                index.slot_of[index.service_number[key[0]], key[1]], count, index.facts.weight(key),
                index.weights.unfed_portion * count, *links.add(index.options[cell]), side,
                int((key[0], key[2]) in index.facts.paying), groups[key[2]],
            )
        )  # fmt: skip
    return rows


def _slots(index: Index, links: _Links) -> Rows:
    rows: Rows = []
    for place, (service, component) in enumerate(index.slots):
        alike = [
            other
            for other, slot in enumerate(index.slots)
            if slot[1] == component and index.dishes[other]
        ]
        cells = index.cells[place]
        dishes, others = links.add(index.dishes[place]), links.add(alike)
        rows.append((service, cells[0], cells[-1] + 1, *dishes, *others))
    return rows


def _batches(index: Index, links: _Links) -> Rows:
    problem = index.facts.problem
    kept = {(row.service, row.recipe) for row in problem.locks if row.keep}
    published = {(row.service, row.recipe) for row in problem.published}
    base = [index.number.get(row.variant_of, NONE) for row in index.recipes]
    versions: dict[int, list[int]] = defaultdict(list)
    for recipe, other in enumerate(base):
        if other != NONE:
            versions[other].append(recipe)
    rows: Rows = []
    for batch, (service, recipe, day) in enumerate(index.batches):
        code = (index.services[service].code, index.recipes[recipe].code)
        beside = [
            index.batch_of[service, other]
            for other in (base[recipe], *versions[recipe])
            if (service, other) in index.batch_of
        ]
        near = links.add(index.near[batch])
        rows.append(
            (
                service, recipe, index.place[day], day, index.services[service].day,
                index.batch_slot[batch],
                *near, *links.add(beside), int(code in kept), int(code in published),
            )
        )  # fmt: skip
    return rows


def _recipes(index: Index, links: _Links) -> Rows:
    families = _families(index)
    ranks = {code: rank for rank, code in enumerate(sorted(index.number))}
    rows: Rows = []
    needs = steps = 0
    for recipe, row in enumerate(index.recipes):
        before = needs, steps
        needs += len(index.facts.needs[row.code])
        steps += len(row.steps)
        rows.append(
            (
                row.least_portions, row.most_portions, row.portion_grams,
                families.get(index.facts.family(row), NONE), ranks[row.code],
                int(index.has_meat(recipe)), int(index.facts.is_complete(row.code)),
                before[0], needs, before[1], steps, *links.add(index.tags(recipe)),
            )
        )  # fmt: skip
    return rows


def _families(index: Index) -> dict[str, int]:
    names = sorted({index.facts.family(row) for row in index.recipes} - {""})
    return {name: number for number, name in enumerate(names)}


def _needs(index: Index) -> tuple[Rows, Rows]:
    number = {row.code: food for food, row in enumerate(index.foods)}
    rows: Rows = []
    parts: Rows = []
    for row in index.recipes:
        for code, (milligrams, steps) in index.facts.needs[row.code].items():
            begin = len(parts)
            parts += steps
            rows.append((number[code], milligrams, begin, len(parts)))
    return rows, parts


def _steps(index: Index, rooms: Rooms) -> Rows:
    return [
        (
            rooms.kind[row.kind], row.fixed_minutes, row.load_minutes, row.load_portions, row.hands,
            rooms.kind[row.small_kind] if row.small_kind else NONE, row.small_portions,
            rooms.skill.get(row.skill, NONE),
        )
        for dish in index.recipes
        for row in dish.steps
    ]  # fmt: skip


def _kinds(index: Index, rooms: Rooms) -> Rows:
    share_of = shares(index.facts.problem.stations)
    return [(share_of.get(kind, 0), int(kind in rooms.shared)) for kind in rooms.kind]


def _foods(index: Index, links: _Links) -> tuple[Rows, Rows]:
    rows: Rows = []
    foods: Rows = []
    for sources in index.sources:
        begin = len(rows)
        rows += rows_of(sources, links.add)
        foods.append((begin, len(rows), floor(sources)))
    return rows, foods


def _sizes(index: Index, rooms: Rooms) -> list[int]:
    problem = index.facts.problem
    return [
        len(index.services), len(index.foods), len(index.places), len(rooms.kind), rooms.stride,
        int(bool(index.facts.paying)), problem.days,
        len(index.keys), len(index.slots), len(index.batches), len(index.recipes),
        len(problem.frequencies), problem.rules.cold_room_grams,
    ]  # fmt: skip


def _costs(index: Index, foods: Rows) -> list[int]:
    weights, rules = index.weights, index.facts.problem.rules
    published = {(row.service, row.recipe) for row in index.facts.problem.published}
    return [
        weights.dish, weights.variant, weights.family_again, weights.frequency_miss,
        weights.vegetarian_miss, weights.changed_dish, weights.over_budget_cent,
        rules.budget_cents, rules.dishes_per_component, rules.vegetarian_services,
        len(published), sum(row[FLOOR] for row in foods),
    ]  # fmt: skip


def _offsets(index: Index, rooms: int) -> Ints:
    services, foods, slots = len(index.services), len(index.foods), len(index.slots)
    families, rules = len(_families(index)), len(index.facts.problem.frequencies)
    lengths = [
        len(index.keys), 3 * len(index.batches), len(index.batches), slots,
        foods * len(index.places), foods, foods,
        families * services, families, rooms, slots, rules * services, rules, services, services, 4,
    ]  # fmt: skip
    return np.cumsum([0, *lengths])


COMPILED = (get, batch_of)

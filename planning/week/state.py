"""A menu under change: its whole price kept up to date, move by move, in plain integers.

Every goal and every rule of the week that a menu decides is priced here; rules as penalties that
no saving can pay. A move costs microseconds, so the search can try tens of thousands of them.
Machines count as minutes and weights of the day; the day's schedule has the last word.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from typing import Any

from planning.params import Weights
from planning.week.derive import REPEATABLE, Derived, Group, Menu
from planning.week.frequency import Criteria
from planning.week.rooms import Rooms
from planning.week.sources import Source, cost, floor, sources_of

BROKEN = 10**10  # a rule broken
OVERTIME = 10**7  # a minute, or a tenth of a kilo, more than the day holds
UNFED = -1
COVERED = -2  # a side that the complete dish brings

Change = tuple[int, int, int]  # slot, place of the group in it, recipe
Batch = tuple[int, int]  # service, recipe
Amounts = tuple[int, int, int]  # portions, thousandths of standard portions, groups


@dataclass(slots=True)
class Slot:
    """One component of one service: who eats, and what they could be given."""

    service: int
    component: str
    groups: list[Group] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    options: list[list[int]] = field(default_factory=list)
    prices: list[dict[int, int]] = field(default_factory=list)
    dishes: list[int] = field(default_factory=list)
    side: int = -1  # the slot of sides beside a main


class State:
    """A menu, the batches, needs and loads that follow, and their price."""

    def __init__(
        self,
        facts: Derived,
        weights: Weights,
        tightness: dict[tuple[int, str], int] | None = None,
    ) -> None:
        self.facts = facts
        self.weights = weights
        self.recipes = facts.problem.recipes
        self.services = facts.problem.services
        self.number = {row.code: index for index, row in enumerate(self.recipes)}
        self.foods = facts.problem.ingredients
        food_number = {row.code: index for index, row in enumerate(self.foods)}
        self.recipe_foods = [
            [(food_number[code], code) for code in facts.needs[row.code]] for row in self.recipes
        ]
        self.rooms = Rooms(facts, tightness or {})
        self.criteria = Criteria(facts, weights)
        self._index_slots()
        self._index_batches()
        self._index_sources()
        self._start()

    def _index_slots(self) -> None:
        places: dict[tuple[int, str], int] = {}
        at = {row.code: index for index, row in enumerate(self.services)}
        self.slots: list[Slot] = []
        for key, codes in self.facts.choices.items():
            where = (at[key[0]], key[1])
            if where not in places:
                places[where] = len(self.slots)
                self.slots.append(Slot(*where))
            slot = self.slots[places[where]]
            options = [self.number[code] for code in codes]
            slot.groups.append(key[2])
            slot.counts.append(self.facts.count(key))
            slot.weights.append(self.facts.weight(key))
            slot.options.append(options)
            slot.prices.append(self._prices(slot.counts[-1], slot.weights[-1], options))
        for (service, component), place in places.items():
            slot = self.slots[place]
            slot.dishes = sorted({recipe for options in slot.options for recipe in options})
            if component == "main":
                slot.side = places.get((service, "side"), -1)

    def _prices(self, count: int, weight: int, options: list[int]) -> dict[int, int]:
        table = {UNFED: self.weights.unfed_portion * count, COVERED: 0}
        for recipe in options:
            row = self.recipes[recipe]
            carbon = self.facts.footprint[row.code] * weight // 1000
            table[recipe] = (
                self.weights.disliked_portion * (100 - row.liking) * count
                + self.weights.co2e_gram * carbon
            )
        return table

    def _index_batches(self) -> None:
        """Where each batch is cooked, and which others it may not stand near."""
        facts = self.facts
        self.cook_day: dict[Batch, int] = {}
        self.clashes: dict[Batch, list[Batch]] = {}
        at: dict[int, list[int]] = defaultdict(list)
        for slot in self.slots:
            for recipe in slot.dishes:
                service = self.services[slot.service]
                day = facts.cook_day(self.recipes[recipe], service)
                self.cook_day[slot.service, recipe] = service.day if day is None else day
                at[recipe].append(slot.service)
        kept = {(row.service, row.recipe) for row in facts.problem.locks if row.keep}
        for recipe, services in at.items():
            code = self.recipes[recipe].code
            for one in services:
                self.clashes[one, recipe] = [
                    (other, recipe)
                    for other in services
                    if other != one and self._too_near(code, one, other, kept)
                ]
        codes = {row.code: index for index, row in enumerate(self.services)}
        self.kept = {
            (codes[service], self.number[recipe])
            for service, recipe in kept
            if (codes[service], self.number[recipe]) in self.cook_day
        }
        self.published = {
            (codes[row.service], self.number[row.recipe]) for row in facts.problem.published
        }
        self.base = [self.number.get(row.variant_of, -1) for row in self.recipes]
        self.versions: dict[int, list[int]] = defaultdict(list)
        for recipe, base in enumerate(self.base):
            if base >= 0:
                self.versions[base].append(recipe)

    def _too_near(self, recipe: str, one: int, other: int, kept: set[tuple[str, str]]) -> bool:
        first, second = self.services[one], self.services[other]
        if self.facts.recipes[recipe].component in REPEATABLE:
            return False
        if (first.code, recipe) in kept and (second.code, recipe) in kept:
            return False
        return abs(first.day - second.day) < max(1, self.facts.problem.rules.repeat_days)

    def _index_sources(self) -> None:
        days = sorted(set(self.cook_day.values()))
        self.day_place = {day: place for place, day in enumerate(days)}
        self.sources: list[tuple[Source, ...]] = []
        for food in self.foods:
            self.sources.append(sources_of(self.facts.problem, food, days, self.weights))

    def _start(self) -> None:
        days = len(self.day_place)
        self.choice = [[UNFED] * len(slot.groups) for slot in self.slots]
        self.batches: dict[Batch, Amounts] = {}
        self.served = [0] * len(self.slots)  # dishes in each slot
        self.wanted = [[0] * days for _ in self.foods]
        self.food_price = [0] * len(self.foods)
        self.food_cash = [0] * len(self.foods)
        self.food_floor = [floor(sources) for sources in self.sources]
        self.floor = sum(self.food_floor)
        self.families: dict[tuple[str, int], int] = defaultdict(int)
        self.family_services: dict[str, int] = defaultdict(int)
        self.used = self.rooms.empty()
        self.cash = 0
        self.memo: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
        self.total = sum(
            prices[UNFED] for slot in self.slots for prices in slot.prices
        ) + BROKEN * len(self.kept)
        self.total += self.weights.changed_dish * len(self.published)
        self.total += self.criteria.start()
        self.log: list[tuple[Any, Any, Any]] = []

    # -- changes -----------------------------------------------------------------------------

    def _set(self, table: Any, key: Any, value: Any) -> None:  # noqa: ANN401 - any table
        self.log.append((table, key, table[key]))
        table[key] = value

    def apply(self, changes: Iterable[Change], most: float = inf) -> bool:
        """Make changes together; `undo` takes the last ones back.

        Changes whose price is sure to rise by more than `most` are taken back at once, before
        all of their food is priced: false is returned then.
        """
        self.log = log = []
        self.before = (self.total, self.cash)
        most += self.total
        moved: dict[Batch, list[int]] = {}
        slots: dict[int, None] = {}
        for place, index, recipe in changes:
            row = self.choice[place]
            old = row[index]
            if old == recipe:
                continue
            slot = self.slots[place]
            log.append((row, index, old))
            row[index] = recipe
            prices = slot.prices[index]
            self.total += prices[recipe] - prices[old]
            slots[place] = None
            count, weight = slot.counts[index], slot.weights[index]
            if old >= 0:
                delta = moved.setdefault((slot.service, old), [0, 0, 0, place])
                delta[0] -= count
                delta[1] -= weight
                delta[2] -= 1
            if recipe >= 0:
                delta = moved.setdefault((slot.service, recipe), [0, 0, 0, place])
                delta[0] += count
                delta[1] += weight
                delta[2] += 1
        sizes = [self._resize(batch, delta) for batch, delta in moved.items()]
        for place in slots:
            self.total += self.criteria.update(self, place, self._set)
        # neither food nor machines can save more than the whole price
        if self.total - self.before[0] + self.floor > most:
            self.undo()
            return False
        touched: dict[int, None] = {}
        for batch, before, after in sizes:
            if before != after:
                self._move_food(batch, before, after, touched)
                self.total += self._load(batch, before, after)
        if not self._price_foods(touched, most):
            self.undo()
            return False
        self._price_budget(self.before[1])
        return True

    def _price_foods(self, touched: Iterable[int], most: float) -> bool:
        """Price foods anew; stop when even the best price of the others comes to too much."""
        prices, cashes, floor = self.food_price, self.food_cash, self.food_floor
        budget = self.facts.problem.rules.budget_cents
        spare = sum(prices[food] - floor[food] for food in touched)
        if budget and self.cash > budget:
            spare += self.weights.over_budget_cent * (self.cash - budget)
        for food in touched:
            if self.total - spare > most:
                return False
            before = prices[food]
            price, cash = cost(self.sources[food], self.wanted[food])
            spare -= before - floor[food]
            self.total += price - before
            self.cash += cash - cashes[food]
            self.log.append((prices, food, before))
            self.log.append((cashes, food, cashes[food]))
            prices[food] = price
            cashes[food] = cash
        return self.total - spare <= most

    def undo(self) -> None:
        """Take back the last changes."""
        for table, key, value in reversed(self.log):
            table[key] = value
        self.total, self.cash = self.before

    def _resize(self, batch: Batch, delta: list[int]) -> tuple[Batch, Amounts, Amounts]:
        """Give a batch its new size, and price what does not depend on food and machines."""
        old = self.batches.get(batch, _NONE)
        new = (old[0] + delta[0], old[1] + delta[1], old[2] + delta[2])
        if old != new:
            self.log.append((self.batches, batch, old))
            self.batches[batch] = new
            self.total += BROKEN * (self._odd_size(batch, new) - self._odd_size(batch, old))
            if bool(old[2]) != bool(new[2]):
                self.total += self._exist(batch, 1 if new[2] else -1, delta[3])
        return batch, old, new

    def _move_food(
        self, batch: Batch, old: Amounts, new: Amounts, touched: dict[int, None]
    ) -> None:
        place = self.day_place[self.cook_day[batch]]
        grams = dict(self._needs(batch[1], new[1]))
        for food, less in self._needs(batch[1], old[1]):
            grams[food] = grams.get(food, 0) - less
        for food, more in grams.items():
            if more:
                row = self.wanted[food]
                self.log.append((row, place, row[place]))
                row[place] += more
                touched[food] = None

    def _needs(self, recipe: int, permille: int) -> tuple[tuple[int, int], ...]:
        if not permille:
            return ()
        key = (recipe, permille)
        found = self.memo.get(key)
        if found is None:
            code = self.recipes[recipe].code
            found = tuple(
                (food, self.facts.grams(code, name, permille))
                for food, name in self.recipe_foods[recipe]
            )
            self.memo[key] = found
        return found

    def _load(self, batch: Batch, old: Amounts, new: Amounts) -> int:
        """Change a batch's load on the day's machines; return the change in penalty."""
        change = 0
        used, rooms = self.used, self.rooms
        for room, amount in rooms.change(batch, old, new):
            most = rooms.most[room]
            before = used[room]
            after = before + amount
            self.log.append((used, room, before))
            used[room] = after
            if after > most:
                change += after - max(before, most)
            elif before > most:
                change += most - before
        return OVERTIME * change

    def _odd_size(self, batch: Batch, size: Amounts) -> int:
        row = self.recipes[batch[1]]
        if not size[2]:
            return 0
        return int(size[0] < row.least_portions or 0 < row.most_portions < size[0])

    def _exist(self, batch: Batch, sign: int, place: int) -> int:
        """Return the price of a batch that appears (1) or goes (-1), food and minutes apart."""
        service, recipe = batch
        weights = self.weights
        price = weights.dish * sign
        near = sum(1 for other in self.clashes[batch] if self.batches.get(other, _NONE)[2])
        price += BROKEN * near * sign
        most = self.facts.problem.rules.dishes_per_component
        dishes = self.served[place]
        self._set(self.served, place, dishes + sign)
        price += BROKEN * (max(0, dishes + sign - most) - max(0, dishes - most))
        if batch in self.kept:
            price -= BROKEN * sign
        if self.published:
            price += weights.changed_dish * (-sign if batch in self.published else sign)
        beside = [self.base[recipe], *self.versions.get(recipe, ())]
        pairs = sum(1 for other in beside if self.batches.get((service, other), _NONE)[2])
        price -= weights.variant * pairs * sign
        return price + self._family(batch, sign) + self.criteria.exist(self, batch, sign, self._set)

    def _family(self, batch: Batch, sign: int) -> int:
        family = self.facts.family(self.recipes[batch[1]])
        if not family:
            return 0
        key = (family, batch[0])
        there = self.families[key]
        self._set(self.families, key, there + sign)
        if bool(there) == bool(there + sign):
            return 0
        services = self.family_services[family]
        self._set(self.family_services, family, services + sign)
        return self.weights.family_again * (max(0, services + sign - 1) - max(0, services - 1))

    def _price_budget(self, before: int) -> None:
        budget = self.facts.problem.rules.budget_cents
        if budget:
            over = max(0, self.cash - budget) - max(0, before - budget)
            self.total += self.weights.over_budget_cent * over

    # -- menus -------------------------------------------------------------------------------

    def load(self, menu: Menu) -> None:
        """Take a whole menu."""
        changes = []
        for place, slot in enumerate(self.slots):
            service = self.services[slot.service].code
            for index, group in enumerate(slot.groups):
                key = (service, slot.component, group)
                code = menu.get(key)
                recipe = UNFED if code is None else self.number[code]
                if self.facts.covered(menu, key):
                    recipe = COVERED
                elif recipe not in slot.prices[index]:
                    recipe = UNFED
                changes.append((place, index, recipe))
        self.apply(changes)

    def menu(self) -> Menu:
        """Return the menu, groups left unfed and sides that are covered left out."""
        return {
            (self.services[slot.service].code, slot.component, group): self.recipes[recipe].code
            for slot, chosen in zip(self.slots, self.choice, strict=True)
            for group, recipe in zip(slot.groups, chosen, strict=True)
            if recipe >= 0
        }


_NONE = (0, 0, 0)

"""What the planner reads off a problem: who may eat what, when it is cooked, what it needs.

The verifier does not use this module: it reads the problem again for itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from planning.week.problem import Lot, Problem, Recipe, Service

Group = tuple[str, str]  # diet, format
Key = tuple[str, str, Group]  # service, component, group
Menu = dict[Key, str]  # the dish of each
COMPLETE = "complete"
REPEATABLE = ("dairy", "dessert")
NEVER = 10**6


@dataclass(frozen=True)
class Derived:
    """A problem with its tables turned into look-ups."""

    problem: Problem

    @cached_property
    def recipes(self) -> dict[str, Recipe]:
        """Recipe by code."""
        return {row.code: row for row in self.problem.recipes}

    @cached_property
    def services(self) -> dict[str, Service]:
        """Service by code."""
        return {row.code: row for row in self.problem.services}

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Thousandths of a standard portion by size."""
        return {row.code: row.permille for row in self.problem.sizes}

    @cached_property
    def excluded(self) -> dict[str, frozenset[str]]:
        """What each diet leaves out."""
        return {row.code: frozenset(row.excludes) for row in self.problem.diets}

    @cached_property
    def holds(self) -> dict[str, frozenset[str]]:
        """Everything a recipe contains or may contain; unknown counts as present."""
        foods = {row.code: (*row.contains, *row.unknown) for row in self.problem.ingredients}
        return {
            row.code: frozenset(code for line in row.lines for code in foods[line.ingredient])
            for row in self.problem.recipes
        }

    def suits(self, recipe: str, group: Group) -> bool:
        """Tell whether a group may eat a dish, and its door can receive it."""
        diet, form = group
        formats = self.recipes[recipe].formats
        return not (self.holds[recipe] & self.excluded[diet]) and (
            not form or not formats or form in formats
        )

    @cached_property
    def open_days(self) -> tuple[int, ...]:
        """Days on which people work in the kitchen."""
        return tuple(sorted({shift.day for shift in self.problem.shifts}))

    def cook_day(self, recipe: Recipe, service: Service) -> int | None:
        """The day a dish is cooked for a service, or None when no day is possible.

        Dishes cooked ahead are made on the last kitchen day before the service, chilled, and
        eaten within their shelf life; the others are made the same morning.
        """
        if not self.open_days:
            return service.day
        if not recipe.ahead:
            return service.day if service.day in self.open_days else None
        before = [day for day in self.open_days if day < service.day]
        if not before or service.day - before[-1] > recipe.shelf_life_days:
            return None
        return before[-1]

    @cached_property
    def portions(self) -> dict[Key, dict[str, int]]:
        """Portions by size still to be cooked, for everyone who eats."""
        table: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in self.problem.demands:
            for component in self.services[row.service].components:
                table[row.service, component, (row.diet, row.format)][row.size] += row.portions
        for made in self.problem.made:
            for component in self._parts(made.recipe):
                key = (made.service, component, (made.diet, made.format))
                if key in table:
                    table[key][made.size] = max(0, table[key][made.size] - made.portions)
        left = {
            key: {size: count for size, count in sorted(sizes.items()) if count}
            for key, sizes in sorted(table.items())
        }
        return {key: sizes for key, sizes in left.items() if sizes}

    @cached_property
    def paying(self) -> frozenset[tuple[str, Group]]:
        """Groups who pay at a service, when some food must not be sold; else nobody."""
        if not any(lot.no_resale for lot in self.problem.lots):
            return frozenset()
        return frozenset(
            (row.service, (row.diet, row.format)) for row in self.problem.demands if row.sold
        )

    def _parts(self, recipe: str) -> tuple[str, ...]:
        component = self.recipes[recipe].component
        return ("main", "side") if component == COMPLETE else (component,)

    def weight(self, key: Key) -> int:
        """Thousandths of standard portions a group eats of a component."""
        return sum(count * self.sizes[size] for size, count in self.portions[key].items())

    def count(self, key: Key) -> int:
        """Portions a group eats of a component."""
        return sum(self.portions[key].values())

    @cached_property
    def needs(self) -> dict[str, dict[str, tuple[int, tuple[tuple[int, int], ...]]]]:
        """What each recipe takes of each food: milligrams a portion, and (milligrams, step)s."""
        table: dict[str, dict[str, tuple[int, tuple[tuple[int, int], ...]]]] = {}
        for row in self.problem.recipes:
            sums: dict[str, int] = defaultdict(int)
            steps: dict[str, list[tuple[int, int]]] = defaultdict(list)
            for line in row.lines:
                if not line.milligrams:
                    continue
                if line.step_portions:
                    steps[line.ingredient].append((line.milligrams, line.step_portions))
                sums[line.ingredient] += 0 if line.step_portions else line.milligrams
            table[row.code] = {code: (mg, tuple(steps[code])) for code, mg in sums.items()}
        return table

    def grams(self, recipe: str, ingredient: str, permille: int) -> int:
        """Grams a batch takes of an ingredient, rounded up once on the sum."""
        milligrams, steps = self.needs[recipe][ingredient]
        exact = milligrams * permille
        for amount, step in steps:
            exact += amount * 1000 * -(-permille // (1000 * step))
        return -(-exact // 1_000_000)

    @cached_property
    def choices(self) -> dict[Key, tuple[str, ...]]:
        """Dishes that could be given, for each service, component and group that eats then."""
        banned = {(lock.service, lock.recipe) for lock in self.problem.locks if not lock.keep}
        kept = {(lock.service, lock.recipe) for lock in self.problem.locks if lock.keep}
        table: dict[Key, tuple[str, ...]] = {}
        for key in self.portions:
            service = self.services[key[0]]
            table[key] = tuple(
                row.code
                for row in self.problem.recipes
                if self._fits(row, key)
                and self.suits(row.code, key[2])
                and (service.code, row.code) not in banned
                and (not self.is_eaten_lately(row, service) or (service.code, row.code) in kept)
                and self.reachable(row, service)
            )
        return table

    def _fits(self, recipe: Recipe, key: Key) -> bool:
        service, component, group = key
        if recipe.days is not None and self.services[service].day not in recipe.days:
            return False
        if recipe.component != COMPLETE:
            return recipe.component == component
        side = (service, "side", group)
        return component == "main" and self.portions.get(side) == self.portions[key]

    def is_eaten_lately(self, recipe: Recipe, service: Service) -> bool:
        """Tell whether a dish was served, or is already cooked, too near a service."""
        if recipe.component in REPEATABLE:
            return False
        days = [] if recipe.served_day is None else [recipe.served_day]
        days += [
            self.services[row.service].day
            for row in self.problem.made
            if row.recipe == recipe.code and row.service != service.code
        ]
        return any(abs(service.day - day) < self.problem.rules.repeat_days for day in days)

    def reachable(self, recipe: Recipe, service: Service) -> bool:
        """Tell whether every ingredient can be there on the day it is cooked."""
        day = self.cook_day(recipe, service)
        return day is not None and all(
            self.earliest.get(code, NEVER) <= day for code in self.needs[recipe.code]
        )

    @cached_property
    def earliest(self) -> dict[str, int]:
        """First day each ingredient can be there, bought or from a lot."""
        first = {
            row.code: row.first_day
            for row in self.problem.ingredients
            if row.price_cents_per_kg is not None
        }
        for lot in self.problem.lots:
            if lot.grams:
                first[lot.ingredient] = min(first.get(lot.ingredient, NEVER), lot.first_day)
        return first

    @cached_property
    def footprint(self) -> dict[str, int]:
        """Grams of CO2e in a standard portion of each recipe, stepped amounts left out."""
        table = {row.code: row.co2e_g_per_kg for row in self.problem.ingredients}
        return {
            code: sum(mg * table[food] for food, (mg, _) in needs.items()) // 1_000_000
            for code, needs in self.needs.items()
        }

    @staticmethod
    def family(recipe: Recipe) -> str:
        """What should not be met twice a week: a family of mains, a very dessert."""
        if recipe.component in REPEATABLE:
            return f"={recipe.code}"
        return recipe.family if recipe.component in ("main", COMPLETE) else ""

    def kept_of(self, menu: Menu) -> Menu:
        """Return what of a menu can still be served."""
        return {key: code for key, code in menu.items() if code in self.choices.get(key, ())}

    def covered(self, menu: Menu, key: Key) -> bool:
        """Tell whether a side is part of the complete dish its group eats."""
        service, component, group = key
        dish = menu.get((service, "main", group))
        return component == "side" and dish is not None and self.is_complete(dish)

    def is_complete(self, recipe: str) -> bool:
        """Tell whether a dish is main and side in one."""
        return self.recipes[recipe].component == COMPLETE


def is_at_risk(lot: Lot, days: int) -> bool:
    """Tell whether food in hand passes its date within the horizon."""
    return lot.kind in ("stock", "donation") and lot.last_day is not None and lot.last_day < days

"""What the planners read off a problem: who may eat what, when it is cooked, what it needs.

The verifier does not use this module: it reads the problem again for itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from planning.week.problem import Problem, Recipe, Service

Key = tuple[str, str, str]  # service, component, diet
COMPLETE = "complete"


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

    def suits(self, recipe: str, diet: str) -> bool:
        """Tell whether a diet may eat a dish."""
        return not (self.holds[recipe] & self.excluded[diet])

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
    def portions(self) -> dict[tuple[str, str], dict[str, int]]:
        """Portions by size, for each (service, diet)."""
        table: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in self.problem.demands:
            if row.portions:
                table[row.service, row.diet][row.size] += row.portions
        return {key: dict(sorted(sizes.items())) for key, sizes in sorted(table.items())}

    def weight(self, service: str, diet: str) -> int:
        """Thousandths of standard portions a diet eats at a service."""
        sizes = self.portions[service, diet]
        return sum(count * self.sizes[size] for size, count in sizes.items())

    def count(self, service: str, diet: str) -> int:
        """Portions a diet eats at a service."""
        return sum(self.portions[service, diet].values())

    @cached_property
    def needs(self) -> dict[str, dict[str, int]]:
        """Milligrams of each ingredient in one standard portion of each recipe."""
        table: dict[str, dict[str, int]] = {}
        for row in self.problem.recipes:
            sums: dict[str, int] = defaultdict(int)
            for line in row.lines:
                sums[line.ingredient] += line.milligrams
            table[row.code] = {code: mg for code, mg in sums.items() if mg}
        return table

    def grams(self, recipe: str, ingredient: str, permille: int) -> int:
        """Grams a batch takes of an ingredient, rounded up once on the sum."""
        return -(-self.needs[recipe][ingredient] * permille // 1_000_000)

    @cached_property
    def choices(self) -> dict[Key, tuple[str, ...]]:
        """Dishes that could be given, for each service, component and diet that eats then."""
        banned = {(lock.service, lock.recipe) for lock in self.problem.locks if not lock.keep}
        table: dict[Key, tuple[str, ...]] = {}
        for service_code, diet in self.portions:
            service = self.services[service_code]
            for component in service.components:
                table[service_code, component, diet] = tuple(
                    row.code
                    for row in self.problem.recipes
                    if self._fits(row, component, service)
                    and self.suits(row.code, diet)
                    and (service_code, row.code) not in banned
                    and self.reachable(row, service)
                )
        return table

    @staticmethod
    def _fits(recipe: Recipe, component: str, service: Service) -> bool:
        if recipe.days is not None and service.day not in recipe.days:
            return False
        if recipe.component == COMPLETE:
            return component in ("main", "side")
        return recipe.component == component

    def reachable(self, recipe: Recipe, service: Service) -> bool:
        """Tell whether every ingredient can be there on the day it is cooked."""
        day = self.cook_day(recipe, service)
        return day is not None and all(
            self.earliest.get(code, 10**6) <= day for code in self.needs[recipe.code]
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
                first[lot.ingredient] = min(first.get(lot.ingredient, 10**6), lot.first_day)
        return first

"""The frequency table and the vegetarian services, counted as a menu changes.

What is controlled is the advised menu: the dish most people eat of each component (GEM-RCN; note
N-17 of the rules we follow for directed choice).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from planning.params import Weights
from planning.week.derive import Derived

VEGETARIAN = "vegetarian"
NOBODY = -1
Set = Callable[[Any, Any, Any], None]


class Slot(Protocol):
    """What is read of a slot of the menu."""

    @property
    def service(self) -> int:
        """Index of its service."""
        ...

    @property
    def counts(self) -> Sequence[int]:
        """Portions by diet."""
        ...


class Menu(Protocol):
    """What is read of the state of a search."""

    @property
    def slots(self) -> Sequence[Slot]:
        """The slots of the menu."""
        ...

    @property
    def choice(self) -> Sequence[Sequence[int]]:
        """The recipe of each slot and diet, by index."""
        ...


class Criteria:
    """Counts of the frequency table and of vegetarian services."""

    def __init__(self, facts: Derived, weights: Weights) -> None:
        self.rules = facts.problem.frequencies
        self.least_vegetarian = facts.problem.rules.vegetarian_services
        self.weights = weights
        self.tags = [
            tuple(index for index, rule in enumerate(self.rules) if rule.tag in row.tags)
            for row in facts.problem.recipes
        ]
        self.meat = [VEGETARIAN not in row.tags for row in facts.problem.recipes]
        self.codes = [row.code for row in facts.problem.recipes]

    def start(self) -> int:
        """Forget every menu; return the price of an empty one."""
        self.advised: dict[int, int] = defaultdict(lambda: NOBODY)
        self.slots_with: dict[tuple[int, int], int] = defaultdict(int)
        self.count = [0] * len(self.rules)
        self.dishes: dict[int, int] = defaultdict(int)
        self.with_meat: dict[int, int] = defaultdict(int)
        self.vegetarian = {0: 0}
        price = self.weights.frequency_miss * sum(
            self._missed(index, 0) for index in range(len(self.rules))
        )
        return price + self.weights.vegetarian_miss * self.least_vegetarian

    def _missed(self, index: int, count: int) -> int:
        rule = self.rules[index]
        found = rule.before + count
        return max(0, rule.least - found) + max(0, found - rule.most)

    def update(self, state: Menu, place: int, put: Set) -> int:
        """Look again at the advised dish of a slot; return the change in price."""
        if not self.rules:
            return 0
        slot = state.slots[place]
        eaten: dict[int, int] = {}
        for recipe, portions in zip(state.choice[place], slot.counts, strict=True):
            if recipe >= 0:
                eaten[recipe] = eaten.get(recipe, 0) + portions
        best = NOBODY
        for recipe, portions in eaten.items():
            if best == NOBODY or (portions, self.codes[best]) > (eaten[best], self.codes[recipe]):
                best = recipe
        old = self.advised[place]
        if best == old:
            return 0
        put(self.advised, place, best)
        change = 0
        for recipe, sign in ((old, -1), (best, 1)):
            if recipe != NOBODY:
                for index in self.tags[recipe]:
                    change += self._add(index, slot.service, sign, put)
        return self.weights.frequency_miss * change

    def _add(self, index: int, service: int, sign: int, put: Set) -> int:
        key = (index, service)
        there = self.slots_with[key]
        put(self.slots_with, key, there + sign)
        if bool(there) == bool(there + sign):
            return 0
        count = self.count[index]
        put(self.count, index, count + sign)
        return self._missed(index, count + sign) - self._missed(index, count)

    def exist(self, state: Menu, batch: tuple[int, int], sign: int, put: Set) -> int:
        """Count a batch that appears or goes towards vegetarian services."""
        del state
        if not self.least_vegetarian:
            return 0
        service, recipe = batch
        before = self.dishes[service] > 0 and not self.with_meat[service]
        put(self.dishes, service, self.dishes[service] + sign)
        if self.meat[recipe]:
            put(self.with_meat, service, self.with_meat[service] + sign)
        after = self.dishes[service] > 0 and not self.with_meat[service]
        if before == after:
            return 0
        count = self.vegetarian[0]
        put(self.vegetarian, 0, count + (1 if after else -1))
        missed = max(0, self.least_vegetarian - self.vegetarian[0])
        return self.weights.vegetarian_miss * (missed - max(0, self.least_vegetarian - count))

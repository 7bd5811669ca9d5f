"""One menu of a week with its books: the ledger by the names that people and plans use."""

from collections.abc import Sequence

import numpy as np

from planning.params import Weights
from planning.week import tables as t
from planning.week.books import Books, undo
from planning.week.derive import Derived, Menu
from planning.week.ledger import COVERED, NO_LIMIT, UNFED, apply, open_books
from planning.week.rooms import Rooms
from planning.week.tables import Index, Ints, Tables, tabulate

Change = tuple[int, int]  # cell, recipe


class State:
    """A menu, the batches, needs and loads that follow, and their price."""

    def __init__(
        self,
        facts: Derived,
        weights: Weights,
        tightness: dict[tuple[int, str], int] | None = None,
    ) -> None:
        self.facts = facts
        self.index = Index(facts, weights)
        self.rooms = Rooms(facts, tightness or {})
        self.week: Tables = tabulate(self.index, self.rooms)
        self.books: Books = open_books(self.week)

    @property
    def total(self) -> int:
        """The whole price, in hundredths of a cent, what is at risk of being lost apart."""
        return int(self.books.page[self.week.fact[t.SUMS] + t.TOTAL])

    @property
    def choice(self) -> Ints:
        """The recipe of each cell; `UNFED` or `COVERED` where there is none."""
        return self._part(t.CHOICE)

    @property
    def used(self) -> Ints:
        """What is used of each room, in the order of `rooms`."""
        return self._part(t.USED)

    @property
    def food_price(self) -> Ints:
        """What is paid for each food, on the plan's scale."""
        return self._part(t.PRICE)

    def wanted(self, food: int) -> list[int]:
        """Return the grams wanted of a food on each cooking day."""
        places = int(self.week.fact[t.PLACES])
        return [int(grams) for grams in self._part(t.WANTED)[food * places : (food + 1) * places]]

    def _part(self, part: int) -> Ints:
        return self.books.page[self.week.fact[part] : self.week.fact[part + 1]]

    def apply(self, changes: Sequence[Change]) -> None:
        """Make changes together; `undo` takes the last ones back."""
        moves = np.array(changes, dtype=np.int64).reshape(-1, 2)
        apply(self.week, self.books, moves, len(moves), NO_LIMIT)

    def undo(self) -> None:
        """Take back the last changes."""
        undo(self.books)

    def load(self, menu: Menu) -> None:
        """Take a whole menu."""
        self.apply([(cell, self._recipe(menu, cell)) for cell in range(len(self.index.keys))])

    def _recipe(self, menu: Menu, cell: int) -> int:
        key = self.index.keys[cell]
        code = menu.get(key)
        if self.facts.covered(menu, key):
            return COVERED
        recipe = UNFED if code is None else self.index.number[code]
        return recipe if recipe in self.index.options[cell] else UNFED

    def menu(self) -> Menu:
        """Return the menu, groups left unfed and sides that are covered left out."""
        return {
            key: self.index.recipes[recipe].code
            for key, recipe in zip(self.index.keys, self.choice, strict=True)
            if recipe >= 0
        }

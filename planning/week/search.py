"""Improves a menu by annealing: many small moves, worse ones accepted less and less.

Dishes are replaced, shared out anew, exchanged between days. The number of moves is the budget,
and the draws come from a generator of our own: same seed, same plan. The ledger is compiled here,
and only here: whoever only explains a plan never loads the compiler.
"""

from collections.abc import Callable
from math import log
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planning.compiled import Compiler
from planning.week import books as paper
from planning.week import ledger, machines, sources
from planning.week import tables as t
from planning.week.books import Books
from planning.week.ledger import COVERED, UNFED
from planning.week.machines import OVERTIME
from planning.week.state import State
from planning.week.tables import Ints, Tables

COMPILER = Compiler(__package__, ("tables", "books", "sources", "machines", "ledger", "search"))
inner = COMPILER.inner


def _compile(*parts: Callable[..., Any]) -> dict[str, Any]:
    """Compile plain functions, each after those it calls, and return them by name."""
    made: dict[str, Any] = {}
    for part in parts:
        # the same code, which finds its compiled fellows by their names
        twin = FunctionType(part.__code__, part.__globals__ | made, part.__name__)
        twin.__qualname__, twin.__module__ = part.__qualname__, part.__module__
        made[part.__name__] = inner(twin)
    return made


_compiled = _compile(
    *t.COMPILED, *paper.COMPILED, *sources.COMPILED, *machines.COMPILED, *ledger.COMPILED
)
apply, undo = _compiled["apply"], _compiled["undo"]
get, batch_of = _compiled["get"], _compiled["batch_of"]

Draws = NDArray[np.uint64]

# the first warmth against the rise of one move in four; the last against the first
WARM = 1.3
COLD = 0.025
CYCLES = 5  # coolings: the first from afar, the others from the best menu so far
REHEAT = 0.3  # warmth of those others
HOTTEST = 1e17  # takes any move
SAMPLE = 300  # moves tried, and taken back, to learn what moves cost in this problem
LEAST = 1e-10  # of a share drawn: its logarithm must exist
STRETCH = 25_000  # moves between two looks at the caller's wish to stop: a tenth of a second
# out of a hundred moves: a dish replaced by another, a dish given to all it suits, one group's
# dish changed, two dishes exchanged between days, all dishes of two days, and last a dish given up
# for another served
REPLACE, TAKE_OVER, ONE_GROUP, EXCHANGE, TRADE = 45, 60, 80, 91, 95

NO_RISES = np.zeros(0, dtype=np.int64)

Tell = Callable[[int], None]  # best price
Stop = Callable[[], bool]


class Annealing:
    """A search over one state; `likely` are dishes worth trying more often, by slot."""

    def __init__(self, state: State, seed: int, likely: dict[int, list[int]] | None = None) -> None:
        self.state = state
        self.week, self.books = state.week, state.books
        flat: list[int] = []
        rows = []
        for slot, dishes in enumerate(state.index.dishes):
            begin = len(flat)
            flat += (likely or {}).get(slot) or dishes
            rows.append((begin, len(flat)))
        self.likely = t.table(rows, 2), t.table(flat, 0)
        self.draws = np.array([seed], dtype=np.uint64)
        seeded(self.draws)
        self.live = t.table([slot for slot, row in enumerate(state.index.dishes) if row], 0)
        self.moves = np.zeros((4 * max(1, len(state.index.keys)), 2), dtype=np.int64)
        self.steps = 0
        self.stopped = False
        self.best_price = np.array([state.total], dtype=np.int64)
        self.best_choice = state.choice.copy()

    def run(
        self,
        steps: int,
        *,
        warm: float = 1.0,
        tell: Tell | None = None,
        should_stop: Stop | None = None,
    ) -> None:
        """Search for a number of steps, and leave the state at the best menu found.

        `warm` is 1 for a search that may go anywhere, less for one that stays near its start.
        Searches of other states may run beside it, in other threads.
        """
        if not len(self.live):
            return
        usual = self._usual_rise()
        for cycle in range(CYCLES):
            share = steps * (cycle + 1) // CYCLES - steps * cycle // CYCLES
            self._cool(share, usual, min(warm, REHEAT) if cycle else warm, tell, should_stop)
            self.state.apply(list(enumerate(int(recipe) for recipe in self.best_choice)))

    def _cool(
        self, steps: int, usual: int, warm: float, tell: Tell | None, should_stop: Stop | None
    ) -> None:
        """Search from warm to cold, unless it was stopped."""
        warmth = WARM * warm * usual
        cooling = (COLD / warm) ** (1 / max(1, steps))
        left = steps
        while left and not self.stopped:
            told, stretch = self.best, min(STRETCH, left)
            self._anneal(NO_RISES, stretch, warmth, cooling)
            warmth *= cooling**stretch
            self.steps += stretch
            left -= stretch
            if tell and self.best < told:
                tell(self.best)
            self.stopped = bool(should_stop and should_stop())

    @property
    def best(self) -> int:
        """The best price met."""
        return int(self.best_price[0])

    def _anneal(self, rises: Ints, steps: int, warmth: float, cooling: float) -> None:
        anneal(
            self.week, self.books, self.live, *self.likely, self.draws, self.moves,
            self.best_price, self.best_choice, rises, steps, warmth, cooling,
        )  # fmt: skip

    def _usual_rise(self) -> int:
        """What one move in four costs at most, rules that break left out."""
        rises = np.zeros(SAMPLE, dtype=np.int64)
        self._anneal(rises, SAMPLE, HOTTEST, 1.0)
        fair = sorted(int(rise) for rise in rises if 0 < rise < OVERTIME)
        return fair[len(fair) // 4] if fair else 1


@COMPILER.entry
def seeded(draws: Draws) -> None:
    """Spread a seed over all bits."""
    draws[0] = draws[0] * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x1234567)
    for _ in range(4):
        below(draws, 2)


@inner
def below(draws: Draws, most: int) -> int:
    """Return a number from 0 to most - 1 (a linear congruence of 64 bits, high bits kept)."""
    draws[0] = draws[0] * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return int(((draws[0] >> np.uint64(33)) * np.uint64(most)) >> np.uint64(31))


@COMPILER.entry
def anneal(
    week: Tables, books: Books, live: Ints, rows: Ints, flat: Ints, draws: Draws, moves: Ints,
    best: Ints, best_choice: Ints, rises: Ints, steps: int, warmth: float, cooling: float,
) -> None:  # fmt: skip
    """Try so many moves; `best` and `best_choice` keep the best price and menu met.

    With room in `rises`, each move is taken back, and what it would cost is written there.
    """
    total = week.fact[t.SUMS] + t.TOTAL
    for step in range(steps):
        warmth *= cooling
        count = _move(week, books, live, rows, flat, draws, moves)
        if not count:
            continue
        before = books.page[total]
        # the rise to accept is drawn first, so that most moves need not be priced whole
        share = max(LEAST, below(draws, 1 << 30) / (1 << 30))
        if not apply(week, books, moves, count, int(-warmth * log(share))):
            continue
        if len(rises):
            rises[step] = abs(books.page[total] - before)
            undo(books)
        elif books.page[total] < best[0]:
            best[0] = books.page[total]
            for cell in range(len(best_choice)):
                best_choice[cell] = books.page[cell]


@inner
def _move(
    week: Tables, books: Books, live: Ints, rows: Ints, flat: Ints, draws: Draws, moves: Ints
) -> int:
    """Draw a move; return how many cells it changes."""
    slot = live[below(draws, len(live))]
    kind = below(draws, 100)
    if kind < REPLACE:
        new = _any(week, slot, rows, flat, draws)
        count = _replace(week, books, slot, _served(week, books, slot, draws), new, draws, moves, 0)
        if count and below(draws, 2):
            count = _not_near(week, books, slot, new, rows, flat, draws, moves, count)
    elif kind < TAKE_OVER:
        count = _take_over(week, books, slot, _any(week, slot, rows, flat, draws), moves)
    elif kind < ONE_GROUP:
        count = _one_group(week, books, slot, draws, moves)
    elif kind < EXCHANGE:
        count = _exchange(week, books, slot, draws, moves)
    elif kind < TRADE:
        count = _trade(week, books, slot, draws, moves)
    else:
        count = _replace(week, books, slot, _served(week, books, slot, draws),
                         _served(week, books, slot, draws), draws, moves, 0)  # fmt: skip
    return _with_sides(week, books, draws, moves, count)


@inner
def _served(week: Tables, books: Books, slot: int, draws: Draws) -> int:
    first, last = get(week, t.SLOT_ROWS, slot, t.CELLS), get(week, t.SLOT_ROWS, slot, t.CELLS_END)
    return books.page[first + below(draws, last - first)]


@inner
def _any(week: Tables, slot: int, rows: Ints, flat: Ints, draws: Draws) -> int:
    """Draw a dish, half of the time among those the relaxation would serve."""
    if below(draws, 2):
        return flat[rows[slot, 0] + below(draws, rows[slot, 1] - rows[slot, 0])]
    first, last = get(week, t.SLOT_ROWS, slot, t.DISHES), get(week, t.SLOT_ROWS, slot, t.DISHES_END)
    return week.flat[first + below(draws, last - first)]


@inner
def _replace(
    week: Tables, books: Books, slot: int, old: int, new: int, draws: Draws, moves: Ints, count: int
) -> int:
    """Give a dish's eaters another; those it does not suit may move to one that is served."""
    if old in (new, COVERED) or new < 0:
        return count
    spread = below(draws, 2)
    first, last = get(week, t.SLOT_ROWS, slot, t.CELLS), get(week, t.SLOT_ROWS, slot, t.CELLS_END)
    for cell in range(first, last):
        if books.page[cell] != old:
            continue
        if week.price[cell, new] >= 0:
            moves[count, 0], moves[count, 1] = cell, new
            count += 1
        elif spread:
            for beside in range(first, last):
                other = books.page[beside]
                if other >= 0 and other != old and week.price[cell, other] >= 0:
                    moves[count, 0], moves[count, 1] = cell, other
                    count += 1
                    break
    return count


@inner
def _take_over(week: Tables, books: Books, slot: int, new: int, moves: Ints) -> int:
    count = 0
    for cell in range(
        get(week, t.SLOT_ROWS, slot, t.CELLS), get(week, t.SLOT_ROWS, slot, t.CELLS_END)
    ):
        if books.page[cell] not in (new, COVERED) and week.price[cell, new] >= 0:
            moves[count, 0], moves[count, 1] = cell, new
            count += 1
    return count


@inner
def _one_group(week: Tables, books: Books, slot: int, draws: Draws, moves: Ints) -> int:
    first, last = get(week, t.SLOT_ROWS, slot, t.CELLS), get(week, t.SLOT_ROWS, slot, t.CELLS_END)
    cell = first + below(draws, last - first)
    begin, end = (
        get(week, t.CELL_ROWS, cell, t.OPTIONS),
        get(week, t.CELL_ROWS, cell, t.OPTIONS_END),
    )
    old = books.page[cell]
    if begin == end or old == COVERED:
        return 0
    new = _served(week, books, slot, draws)
    if below(draws, 2) or new < 0 or week.price[cell, new] < 0:
        new = week.flat[begin + below(draws, end - begin)]
    moves[0, 0], moves[0, 1] = cell, new
    return int(new != old)


@inner
def _alike(week: Tables, slot: int, draws: Draws) -> int:
    """Draw a day's slot for the same component, maybe this one."""
    begin, end = get(week, t.SLOT_ROWS, slot, t.ALIKE), get(week, t.SLOT_ROWS, slot, t.ALIKE_END)
    return week.flat[begin + below(draws, end - begin)]


@inner
def _exchange(week: Tables, books: Books, slot: int, draws: Draws, moves: Ints) -> int:
    """Swap two dishes between two days."""
    other = _alike(week, slot, draws)
    if other == slot:
        return 0
    here, there = _served(week, books, slot, draws), _served(week, books, other, draws)
    count = _replace(week, books, slot, here, there, draws, moves, 0)
    return _replace(week, books, other, there, here, draws, moves, count)


@inner
def _not_near(
    week: Tables, books: Books, slot: int, dish: int, rows: Ints, flat: Ints, draws: Draws,
    moves: Ints, count: int,
) -> int:  # fmt: skip
    """Serve others where a dish is served too near a day that it comes to."""
    batch = batch_of(week, get(week, t.SLOT_ROWS, slot, t.SERVICE), dish)
    for place in range(
        get(week, t.BATCH_ROWS, batch, t.NEAR), get(week, t.BATCH_ROWS, batch, t.NEAR_END)
    ):
        other = week.flat[place]
        if books.page[week.fact[t.SIZE] + 3 * other] > 0:
            there = get(week, t.BATCH_ROWS, other, t.OF_SLOT)
            instead = _any(week, there, rows, flat, draws)
            count = _replace(week, books, there, dish, instead, draws, moves, count)
    return count


@inner
def _trade(week: Tables, books: Books, slot: int, draws: Draws, moves: Ints) -> int:
    """Swap all dishes between two days."""
    other = _alike(week, slot, draws)
    if other == slot:
        return 0
    count = _as_there(week, books, slot, other, moves, 0)
    return _as_there(week, books, other, slot, moves, count)


@inner
def _as_there(week: Tables, books: Books, slot: int, other: int, moves: Ints, count: int) -> int:
    """Give each group what its like has on another day, else another of that day's dishes."""
    first, last = get(week, t.SLOT_ROWS, slot, t.CELLS), get(week, t.SLOT_ROWS, slot, t.CELLS_END)
    begin, end = get(week, t.SLOT_ROWS, other, t.CELLS), get(week, t.SLOT_ROWS, other, t.CELLS_END)
    for cell in range(first, last):
        new = UNFED
        for there in range(begin, end):
            dish = books.page[there]
            if dish >= 0 and week.price[cell, dish] >= 0:
                new = dish
                if get(week, t.CELL_ROWS, there, t.GROUP) == get(week, t.CELL_ROWS, cell, t.GROUP):
                    break
        if new >= 0 and books.page[cell] not in (new, COVERED):
            moves[count, 0], moves[count, 1] = cell, new
            count += 1
    return count


@inner
def _with_sides(week: Tables, books: Books, draws: Draws, moves: Ints, count: int) -> int:
    """Keep sides in step with complete dishes."""
    mains = count
    for move in range(mains):
        side = get(week, t.CELL_ROWS, moves[move, 0], t.SIDE)
        if side < 0:
            continue
        recipe, chosen = moves[move, 1], books.page[side]
        if recipe >= 0 and get(week, t.RECIPE_ROWS, recipe, t.COMPLETE):
            moves[count, 0], moves[count, 1] = side, COVERED
            count += 1
        elif chosen == COVERED:
            moves[count, 0], moves[count, 1] = side, _side(week, books, side, draws)
            count += 1
    return count


@inner
def _side(week: Tables, books: Books, side: int, draws: Draws) -> int:
    """Return a side for a group that has none: one served beside, else one drawn."""
    slot = get(week, t.CELL_ROWS, side, t.SLOT)
    for cell in range(
        get(week, t.SLOT_ROWS, slot, t.CELLS), get(week, t.SLOT_ROWS, slot, t.CELLS_END)
    ):
        recipe = books.page[cell]
        if recipe >= 0 and week.price[side, recipe] >= 0:
            return recipe
    begin, end = (
        get(week, t.CELL_ROWS, side, t.OPTIONS),
        get(week, t.CELL_ROWS, side, t.OPTIONS_END),
    )
    return week.flat[begin + below(draws, end - begin)] if begin < end else UNFED

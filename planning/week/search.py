"""Improves a menu by annealing: many small moves, worse ones accepted less and less.

Dishes are replaced, shared out anew, exchanged between days. The number of steps is the budget,
and the draws come from a generator of our own: same seed, same plan, on every machine.
"""

from collections.abc import Callable
from math import log

from planning.week.draw import Draw
from planning.week.state import COVERED, OVERTIME, UNFED, Change, State

# the first warmth against the rise of one move in four; the last against the first
WARM = 1.3
COLD = 0.025
SAMPLE = 300  # moves tried, and taken back, to learn what moves cost in this problem
LEAST = 1e-10  # of a share drawn: its logarithm must exist
LOOK = 256  # steps between two looks at the caller's wish to stop
# out of a hundred moves: a dish replaced by another, a dish given to all it suits, one group's
# dish changed, two dishes exchanged between days, and last a dish given up for another served
REPLACE, TAKE_OVER, ONE_GROUP, EXCHANGE = 45, 60, 80, 95

Tell = Callable[[int], None]  # best price
Stop = Callable[[], bool]


class Annealing:
    """A search over one state; `likely` are dishes worth trying more often, by slot."""

    def __init__(self, state: State, seed: int, likely: dict[int, list[int]] | None = None) -> None:
        self.state = state
        self.likely = likely or {}
        self.draw = Draw(seed)
        self.alike: dict[str, list[int]] = {}
        self.live = [place for place, slot in enumerate(state.slots) if slot.dishes]
        for place in self.live:
            self.alike.setdefault(state.slots[place].component, []).append(place)
        self.complete = [state.facts.is_complete(row.code) for row in state.recipes]
        self.steps = 0
        self.best = state.total
        self.best_choice = [list(row) for row in state.choice]
        self.stopped = False

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
        """
        if not self.live or not steps:
            return
        state = self.state
        current = state.total
        first = WARM * self._usual_rise()
        temperature = warm * first
        cooling = (COLD / warm) ** (LOOK / steps)
        told = self.best
        for step in range(steps):
            if step % LOOK == 0:
                if step:
                    temperature *= cooling
                if tell and self.best < told:
                    told = self.best
                    tell(told)
                if should_stop and should_stop():
                    self.stopped = True
                    break
            changes = self._move()
            # the rise to accept is drawn first, so that most moves need not be priced whole
            most = -temperature * log(self.draw.share() or LEAST)
            if not changes or not state.apply(changes, most):
                continue
            if state.total - current <= most:
                current = state.total
                if current < self.best:
                    self.best = current
                    self.best_choice = [list(row) for row in state.choice]
            else:
                state.undo()
        self.steps += step + 1
        self.restore()

    def _usual_rise(self) -> int:
        """What one move in four costs at most, rules that break left out."""
        before = self.state.total
        rises = []
        for _ in range(SAMPLE):
            changes = self._move()
            if changes:
                self.state.apply(changes)
                rises.append(abs(self.state.total - before))
                self.state.undo()
        fair = sorted(rise for rise in rises if 0 < rise < OVERTIME)
        return fair[len(fair) // 4] if fair else 1

    def restore(self) -> None:
        """Bring the state back to the best menu."""
        self.state.apply(
            [
                (place, index, recipe)
                for place, row in enumerate(self.best_choice)
                for index, recipe in enumerate(row)
            ]
        )

    def _move(self) -> list[Change]:
        draw = self.draw
        place = self.live[draw.below(len(self.live))]
        kind = draw.below(100)
        if kind < REPLACE:
            changes = self._replace(place, self._served(place), self._any(place))
        elif kind < TAKE_OVER:
            changes = self._take_over(place)
        elif kind < ONE_GROUP:
            changes = self._one_group(place)
        elif kind < EXCHANGE:
            changes = self._exchange(place)
        else:
            changes = self._replace(place, self._served(place), self._served(place))
        return self._with_sides(changes)

    def _served(self, place: int) -> int:
        row = self.state.choice[place]
        return row[self.draw.below(len(row))]

    def _any(self, place: int) -> int:
        """Draw a dish, half of the time among those the relaxation would serve."""
        dishes = self.state.slots[place].dishes
        if self.draw.below(2):
            dishes = self.likely.get(place) or dishes
        return dishes[self.draw.below(len(dishes))]

    def _replace(self, place: int, old: int, new: int) -> list[Change]:
        """Give a dish's eaters another; those it does not suit may move to one that is served."""
        if old in (new, COVERED) or new < 0:
            return []
        slot = self.state.slots[place]
        row = self.state.choice[place]
        spread = self.draw.below(2)
        changes = []
        for index, recipe in enumerate(row):
            if recipe != old:
                continue
            prices = slot.prices[index]
            if new in prices:
                changes.append((place, index, new))
            elif spread:
                other = next((o for o in row if o >= 0 and o != old and o in prices), UNFED)
                if other != UNFED:
                    changes.append((place, index, other))
        return changes

    def _take_over(self, place: int) -> list[Change]:
        new = self._any(place)
        slot = self.state.slots[place]
        return [
            (place, index, new)
            for index, recipe in enumerate(self.state.choice[place])
            if recipe not in (new, COVERED) and new in slot.prices[index]
        ]

    def _one_group(self, place: int) -> list[Change]:
        slot = self.state.slots[place]
        row = self.state.choice[place]
        index = self.draw.below(len(row))
        options = slot.options[index]
        if not options or row[index] == COVERED:
            return []
        new = self._served(place)
        if self.draw.below(2) or new not in slot.prices[index] or new < 0:
            new = options[self.draw.below(len(options))]
        return [(place, index, new)] if new != row[index] else []

    def _exchange(self, place: int) -> list[Change]:
        """Swap two dishes between two days."""
        others = self.alike[self.state.slots[place].component]
        other = others[self.draw.below(len(others))]
        if other == place:
            return []
        here, there = self._served(place), self._served(other)
        return self._replace(place, here, there) + self._replace(other, there, here)

    def _with_sides(self, changes: list[Change]) -> list[Change]:
        """Keep sides in step with complete dishes."""
        state = self.state
        more: list[Change] = []
        for place, index, recipe in changes:
            slot = state.slots[place]
            if slot.side < 0:
                continue
            side = state.slots[slot.side]
            group = slot.groups[index]
            if group not in side.groups:
                continue
            at = side.groups.index(group)
            chosen = state.choice[slot.side]
            if recipe >= 0 and self.complete[recipe]:
                more.append((slot.side, at, COVERED))
            elif chosen[at] == COVERED:
                options = side.options[at]
                dish = next((one for one in chosen if one >= 0 and one in side.prices[at]), UNFED)
                if dish == UNFED and options:
                    dish = options[self.draw.below(len(options))]
                more.append((slot.side, at, dish))
        return changes + more

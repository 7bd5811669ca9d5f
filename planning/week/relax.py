"""The linear relaxation of a week: what no plan can beat.

Every rule is loosened, never tightened: dishes may be split, packs opened, machines filled to
the brim. Its value is the bound a plan reports; its shares of dishes can start a search.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import isfinite
from typing import Any

from ortools.math_opt.python import mathopt

from planning.week.derive import REPEATABLE, is_at_risk
from planning.week.state import UNFED, State

# Sums of a plan are rounded to the cent and the gram; the bound must not be above them.
SLACK = 1000
LIKELY = 0.02  # share of a dish above which it is worth trying often

Batch = tuple[int, int]
Terms = list[Any]


class Relaxation:
    """The linear model of a state's problem."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.model = mathopt.Model()
        self.share: dict[tuple[int, int, int], mathopt.Variable] = {}
        self.serve: dict[Batch, mathopt.Variable] = {}
        self.cost: Terms = []
        self.cash: Terms = []
        self.values: dict[mathopt.Variable, float] = {}
        self._menus()
        self._variety()
        self._food()
        self._machines()
        self._changes()
        self._frequencies()
        self._vegetarian()

    def bound(self, iterations: int) -> int | None:
        """Solve within so many iterations; return what no plan can beat, as far as proven.

        The dual simplex walks up from below: its value is a bound wherever it stops.
        """
        self.state_goal()
        params = mathopt.SolveParameters(
            iteration_limit=iterations, lp_algorithm=mathopt.LPAlgorithm.DUAL_SIMPLEX
        )
        result = mathopt.solve(self.model, mathopt.SolverType.GLOP, params=params)
        if result.termination.reason == mathopt.TerminationReason.OPTIMAL:
            self.values = result.variable_values()
        found = result.termination.objective_bounds.dual_bound
        return int(found) - SLACK if isfinite(found) else None

    def state_goal(self) -> None:
        """Minimise the price of everything, from all that is at risk being lost."""
        problem = self.state.facts.problem
        lost = sum(row.grams for row in problem.lots if is_at_risk(row, problem.days))
        constant = float(self.state.weights.lost_gram * lost)
        self.model.minimize(mathopt.fast_sum(self.cost) + constant)

    def likely(self) -> dict[int, list[int]]:
        """Return the dishes that the relaxation serves, by slot; nothing when not solved."""
        table: dict[int, list[int]] = {}
        if not self.values:
            return table
        for place, slot in enumerate(self.state.slots):
            table[place] = [
                recipe
                for recipe in slot.dishes
                if self.values[self.serve[slot.service, recipe]] > LIKELY
            ]
        return table

    def _menus(self) -> None:
        state = self.state
        for place, slot in enumerate(state.slots):
            for index in range(len(slot.groups)):
                parts = []
                for recipe in slot.options[index]:
                    var = self.model.add_variable(lb=0.0, ub=1.0)
                    self.share[place, index, recipe] = var
                    parts.append(var)
                    batch = (slot.service, recipe)
                    if batch not in self.serve:
                        self.serve[batch] = self.model.add_variable(lb=0.0, ub=1.0)
                    self.model.add_linear_constraint(var <= self.serve[batch])
                    self.cost.append(float(slot.prices[index][recipe]) * var)
                unfed = self.model.add_variable(lb=0.0, ub=1.0)
                self.cost.append(float(slot.prices[index][UNFED]) * unfed)
                parts.append(unfed)
                parts += self._complete(place, index)
                self.model.add_linear_constraint(mathopt.fast_sum(parts) == 1.0)
            dishes = [self.serve[slot.service, recipe] for recipe in slot.dishes]
            most = state.facts.problem.rules.dishes_per_component
            if len(dishes) > most:
                self.model.add_linear_constraint(mathopt.fast_sum(dishes) <= float(most))

    def _complete(self, place: int, index: int) -> Terms:
        """Complete dishes of a main that stand for this side."""
        state = self.state
        side = state.slots[place]
        found = []
        for main, slot in enumerate(state.slots):
            if slot.side != place or side.groups[index] not in slot.groups:
                continue
            at = slot.groups.index(side.groups[index])
            for recipe in slot.options[at]:
                if state.facts.is_complete(state.recipes[recipe].code):
                    if (main, at, recipe) not in self.share:
                        continue
                    found.append(self.share[main, at, recipe])
        return found

    def _variety(self) -> None:
        state = self.state
        weights = state.weights
        families: dict[str, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for (service, recipe), var in self.serve.items():
            row = state.recipes[recipe]
            price = weights.dish - (weights.variant if state.base[recipe] >= 0 else 0)
            self.cost.append(float(price) * var)
            family = state.facts.family(row)
            if family:
                families[family][service].append(var)
            if row.component not in REPEATABLE:
                day = state.services[service].day
                after = [
                    (service, recipe),
                    *(
                        other
                        for other in state.clashes[service, recipe]
                        if state.services[other[0]].day >= day
                    ),
                ]
                if len(after) > 1:
                    parts = [self.serve[other] for other in after if other in self.serve]
                    self.model.add_linear_constraint(mathopt.fast_sum(parts) <= 1.0)
        for services in families.values():
            self._family(services.values())

    def _family(self, services: Iterable[Terms]) -> None:
        there = []
        for batches in services:
            served = self.model.add_variable(lb=0.0, ub=1.0)
            for var in batches:
                self.model.add_linear_constraint(served >= var)
            there.append(served)
        again = self.model.add_variable(lb=0.0)
        self.model.add_linear_constraint(again >= mathopt.fast_sum(there) - 1.0)
        self.cost.append(float(self.state.weights.family_again) * again)

    def _weights(self) -> dict[Batch, Terms]:
        """Standard portions in each batch."""
        table: dict[Batch, Terms] = defaultdict(list)
        for (place, index, recipe), var in self.share.items():
            slot = self.state.slots[place]
            table[slot.service, recipe].append(slot.weights[index] / 1000 * var)
        return table

    def _food(self) -> None:
        state = self.state
        uses: dict[int, dict[int, Terms]] = defaultdict(lambda: defaultdict(list))
        for batch, terms in self._weights().items():
            code = state.recipes[batch[1]].code
            place = state.day_place[state.cook_day[batch]]
            size = mathopt.fast_sum(terms)
            for food, name in state.recipe_foods[batch[1]]:
                milligrams, steps = state.facts.needs[code][name]
                grams = milligrams / 1000 + sum(mg / step / 1000 for mg, step in steps)
                uses[food][place].append(grams * size)
        for food, days in sorted(uses.items()):
            into = self._sources(food, sorted(days))
            for place, terms in days.items():
                # each batch rounds its need up to a gram; no food is used without a dish
                rounded = self.model.add_variable(lb=0.0, ub=float(len(terms)))
                need = mathopt.fast_sum([*terms, rounded])
                self.model.add_linear_constraint(mathopt.fast_sum(into[place]) == need)
        budget = state.facts.problem.rules.budget_cents
        if budget and self.cash:
            over = self.model.add_variable(lb=0.0)
            self.model.add_linear_constraint(over >= mathopt.fast_sum(self.cash) - float(budget))
            self.cost.append(float(state.weights.over_budget_cent) * over)

    def _sources(self, food: int, days: list[int]) -> dict[int, Terms]:
        """What flows from the sources of a food into each of its cooking days."""
        into: dict[int, Terms] = {place: [] for place in days}
        for source in self.state.sources[food]:
            drawn = []
            for place in source.days:
                if place in into:
                    var = self.model.add_variable(lb=0.0)
                    into[place].append(var)
                    drawn.append(var)
            if not drawn:
                continue
            used = mathopt.fast_sum(drawn)
            if source.code:
                self.model.add_linear_constraint(used <= float(source.grams))
            self.cost.append(source.price / 1000 * used)
            if source.cents_per_kg:
                self.cash.append(source.cents_per_kg / 1000 * used)
        return into

    def _machines(self) -> None:
        """Minutes of machines that small batches cannot leave, and weight in the chillers."""
        state = self.state
        problem = state.facts.problem
        load: dict[tuple[int, str], Terms] = defaultdict(list)
        for batch, terms in self._weights().items():
            row = state.recipes[batch[1]]
            size = mathopt.fast_sum(terms)
            for step in row.steps:
                if step.kind in state.rooms.shared and not step.small_kind:
                    amount = row.portion_grams * step.load_minutes * size
                    load[state.cook_day[batch], step.kind].append(amount)
        for (day, kind), amounts in sorted(load.items()):
            most = sum(
                (window.end - window.start) * row.capacity_grams
                for row in problem.stations
                if row.kind == kind
                for window in row.windows
                if window.day == day
            )
            total = mathopt.fast_sum(amounts)
            self.model.add_linear_constraint(total <= float(most))

    def _changes(self) -> None:
        state = self.state
        if not state.published:
            return
        price = float(state.weights.changed_dish)
        self.cost.append(price * len(state.published))
        for batch, var in self.serve.items():
            self.cost.append((-price if batch in state.published else price) * var)

    def _frequencies(self) -> None:
        """Meals that a table asks for at least: none without a dish that bears the tag."""
        price = float(self.state.weights.frequency_miss)
        for index, rule in enumerate(self.state.criteria.rules):
            left = rule.least - rule.before
            if left <= 0:
                continue
            met = []
            for service in range(len(self.state.services)):
                tagged = [
                    var
                    for (at, recipe), var in self.serve.items()
                    if at == service and index in self.state.criteria.tags[recipe]
                ]
                if tagged:
                    there = self.model.add_variable(lb=0.0, ub=1.0)
                    self.model.add_linear_constraint(there <= mathopt.fast_sum(tagged))
                    met.append(there)
            missed = self.model.add_variable(lb=0.0)
            self.model.add_linear_constraint(missed >= float(left) - mathopt.fast_sum(met))
            self.cost.append(price * missed)

    def _vegetarian(self) -> None:
        least = self.state.facts.problem.rules.vegetarian_services
        if not least:
            return
        met = [self.model.add_variable(lb=0.0, ub=1.0) for _ in self.state.services]
        for (service, recipe), var in self.serve.items():
            if self.state.criteria.meat[recipe]:
                self.model.add_linear_constraint(met[service] + var <= 1.0)
        missed = self.model.add_variable(lb=0.0)
        self.model.add_linear_constraint(missed >= float(least) - mathopt.fast_sum(met))
        self.cost.append(float(self.state.weights.vegetarian_miss) * missed)

"""The linear relaxation of a week: what no plan can beat.

Every rule is loosened, never tightened: dishes may be split, packs opened, machines filled to
the brim. Its value is the bound a plan reports; its shares of dishes can start a search.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ortools.math_opt.python import mathopt

from planning.week.derive import REPEATABLE, is_at_risk
from planning.week.state import State

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
        self.facts, self.index, self.weights = state.facts, state.index, state.index.weights
        self.share: dict[tuple[int, int], mathopt.Variable] = {}
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

    def bound(self) -> int | None:
        """Return what no plan can beat, when it can be proven."""
        self.state_goal()
        # an interior point and its crossover: four times as fast as the simplex on a large week
        params = mathopt.SolveParameters(lp_algorithm=mathopt.LPAlgorithm.BARRIER)
        result = mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=params)
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return None
        self.values = result.variable_values()
        return int(result.termination.objective_bounds.dual_bound) - SLACK

    def state_goal(self) -> None:
        """Minimise the price of everything, from all that is at risk being lost."""
        problem = self.state.facts.problem
        lost = sum(row.grams for row in problem.lots if is_at_risk(row, problem.days))
        constant = float(self.weights.lost_gram * lost)
        self.model.minimize(mathopt.fast_sum(self.cost) + constant)

    def likely(self) -> dict[int, list[int]]:
        """Return the dishes that the relaxation serves, by slot; nothing when not solved."""
        if not self.values:
            return {}
        return {
            slot: [
                recipe
                for recipe in self.index.dishes[slot]
                if self.values[self.serve[service, recipe]] > LIKELY
            ]
            for slot, (service, _) in enumerate(self.index.slots)
        }

    def _menus(self) -> None:
        index = self.index
        sides: dict[int, Terms] = defaultdict(list)  # complete dishes that stand for a side
        for cell, key in enumerate(index.keys):
            service = index.service_number[key[0]]
            side = index.cell_of.get((key[0], "side", key[2])) if key[1] == "main" else None
            for recipe, price in index.cell_prices(cell).items():
                var = self.model.add_variable(lb=0.0, ub=1.0)
                self.share[cell, recipe] = var
                batch = (service, recipe)
                if batch not in self.serve:
                    self.serve[batch] = self.model.add_variable(lb=0.0, ub=1.0)
                self.model.add_linear_constraint(var <= self.serve[batch])
                self.cost.append(float(price) * var)
                if side is not None and self.facts.is_complete(index.recipes[recipe].code):
                    sides[side].append(var)
        for cell, key in enumerate(index.keys):
            unfed = self.model.add_variable(lb=0.0, ub=1.0)
            self.cost.append(float(self.weights.unfed_portion * self.facts.count(key)) * unfed)
            parts = [self.share[cell, recipe] for recipe in index.options[cell]]
            self.model.add_linear_constraint(
                mathopt.fast_sum([*parts, unfed, *sides.get(cell, [])]) == 1.0
            )
        most = self.facts.problem.rules.dishes_per_component
        for (service, _), recipes in zip(index.slots, index.dishes, strict=True):
            if len(recipes) > most:
                dishes = [self.serve[service, recipe] for recipe in recipes]
                self.model.add_linear_constraint(mathopt.fast_sum(dishes) <= float(most))

    def _variety(self) -> None:
        index, weights = self.index, self.weights
        families: dict[str, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for batch, (service, recipe, _) in enumerate(index.batches):
            var = self.serve[service, recipe]
            row = index.recipes[recipe]
            price = weights.dish - (weights.variant if row.variant_of else 0)
            self.cost.append(float(price) * var)
            family = self.facts.family(row)
            if family:
                families[family][service].append(var)
            if row.component not in REPEATABLE:
                self._apart(batch)
        for services in families.values():
            self._family(services.values())

    def _apart(self, batch: int) -> None:
        """Serve a dish once among the services near one, and after it."""
        batches, services = self.index.batches, self.index.services
        day = services[batches[batch][0]].day
        after = [batch, *(o for o in self.index.near[batch] if services[batches[o][0]].day >= day)]
        if len(after) > 1:
            parts = [self.serve[batches[other][:2]] for other in after]
            self.model.add_linear_constraint(mathopt.fast_sum(parts) <= 1.0)

    def _family(self, services: Iterable[Terms]) -> None:
        there = []
        for batches in services:
            served = self.model.add_variable(lb=0.0, ub=1.0)
            for var in batches:
                self.model.add_linear_constraint(served >= var)
            there.append(served)
        again = self.model.add_variable(lb=0.0)
        self.model.add_linear_constraint(again >= mathopt.fast_sum(there) - 1.0)
        self.cost.append(float(self.weights.family_again) * again)

    def _weights(self) -> dict[Batch, Terms]:
        """Standard portions in each batch."""
        table: dict[Batch, Terms] = defaultdict(list)
        for (cell, recipe), var in self.share.items():
            key = self.index.keys[cell]
            service = self.index.service_number[key[0]]
            table[service, recipe].append(self.facts.weight(key) / 1000 * var)
        return table

    def _food(self) -> None:
        index = self.index
        uses: dict[int, dict[int, Terms]] = defaultdict(lambda: defaultdict(list))
        food_number = {row.code: number for number, row in enumerate(index.foods)}
        cooked = {(service, recipe): day for service, recipe, day in index.batches}
        for batch, terms in self._weights().items():
            place = index.place[cooked[batch]]
            size = mathopt.fast_sum(terms)
            needs = self.facts.needs[index.recipes[batch[1]].code]
            for name, (milligrams, steps) in needs.items():
                grams = milligrams / 1000 + sum(mg / step / 1000 for mg, step in steps)
                uses[food_number[name]][place].append(grams * size)
        for food, days in sorted(uses.items()):
            into = self._sources(food, sorted(days))
            for place, terms in days.items():
                # each batch rounds its need up to a gram; no food is used without a dish
                rounded = self.model.add_variable(lb=0.0, ub=float(len(terms)))
                need = mathopt.fast_sum([*terms, rounded])
                self.model.add_linear_constraint(mathopt.fast_sum(into[place]) == need)
        budget = self.facts.problem.rules.budget_cents
        if budget and self.cash:
            over = self.model.add_variable(lb=0.0)
            self.model.add_linear_constraint(over >= mathopt.fast_sum(self.cash) - float(budget))
            self.cost.append(float(self.weights.over_budget_cent) * over)

    def _sources(self, food: int, days: list[int]) -> dict[int, Terms]:
        """What flows from the sources of a food into each of its cooking days."""
        into: dict[int, Terms] = {place: [] for place in days}
        for source in self.index.sources[food]:
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
        """Weight in the chillers, which no way of cutting into loads can lessen."""
        problem = self.facts.problem
        load: dict[tuple[int, str], Terms] = defaultdict(list)
        cooked = {(service, recipe): day for service, recipe, day in self.index.batches}
        for batch, terms in self._weights().items():
            row = problem.recipes[batch[1]]
            size = mathopt.fast_sum(terms)
            for step in row.steps:
                if step.kind in self.state.rooms.shared and not step.small_kind:
                    amount = row.portion_grams * step.load_minutes * size
                    load[cooked[batch], step.kind].append(amount)
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
        published = {(row.service, row.recipe) for row in self.facts.problem.published}
        if not published:
            return
        price = float(self.weights.changed_dish)
        self.cost.append(price * len(published))
        for (service, recipe), var in self.serve.items():
            code = (self.index.services[service].code, self.index.recipes[recipe].code)
            self.cost.append((-price if code in published else price) * var)

    def _frequencies(self) -> None:
        """Meals that a table asks for at least: none without a dish of the tag that many eat."""
        price = float(self.weights.frequency_miss)
        tagged: dict[int, set[int]] = defaultdict(set)
        for recipe in {recipe for _, recipe in self.serve}:
            for number in self.index.tags(recipe):
                tagged[number].add(recipe)
        eaten = self._eaten()
        people: dict[tuple[int, str], int] = defaultdict(int)
        for key in self.index.keys:
            people[self.index.service_number[key[0]], key[1]] += self.facts.count(key)
        for number, rule in enumerate(self.facts.problem.frequencies):
            left = rule.least - rule.before
            if left <= 0:
                continue
            counted = self.index.counted(number)
            met: dict[int, Terms] = defaultdict(list)
            for (service, component), dishes in eaten.items():
                mine = tagged[number] & dishes.keys()
                if counted[service] and mine:
                    met[service].append(
                        self._advised(service, people[service, component], mine, dishes)
                    )
            there = []
            for parts in met.values():
                there.append(self.model.add_variable(lb=0.0, ub=1.0))
                self.model.add_linear_constraint(there[-1] <= mathopt.fast_sum(parts))
            missed = self.model.add_variable(lb=0.0)
            self.model.add_linear_constraint(missed >= float(left) - mathopt.fast_sum(there))
            self.cost.append(price * rule.times * missed)

    def _eaten(self) -> dict[tuple[int, str], dict[int, Terms]]:
        """Portions of each dish, by service and component."""
        table: dict[tuple[int, str], dict[int, Terms]] = defaultdict(lambda: defaultdict(list))
        for (cell, recipe), var in self.share.items():
            key = self.index.keys[cell]
            where = (self.index.service_number[key[0]], key[1])
            table[where][recipe].append(float(self.facts.count(key)) * var)
        return table

    def _advised(
        self, service: int, people: int, mine: set[int], dishes: dict[int, Terms]
    ) -> mathopt.Variable:
        """Whether some dishes hold the one that most eat: of so many dishes, their equal share."""
        there = self.model.add_variable(lb=0.0, ub=1.0)
        served = [self.serve[service, recipe] for recipe in sorted(mine)]
        self.model.add_linear_constraint(there <= mathopt.fast_sum(served))
        most = min(len(dishes), self.facts.problem.rules.dishes_per_component)
        part = mathopt.fast_sum(term for recipe in sorted(mine) for term in dishes[recipe])
        whole = mathopt.fast_sum(term for terms in dishes.values() for term in terms)
        # with all the people there, or with none
        self.model.add_linear_constraint(float(most) * part >= whole - people * (1.0 - there))
        return there

    def _vegetarian(self) -> None:
        least = self.facts.problem.rules.vegetarian_services
        if not least:
            return
        met = [self.model.add_variable(lb=0.0, ub=1.0) for _ in self.index.services]
        for (service, recipe), var in self.serve.items():
            if self.index.has_meat(recipe):
                self.model.add_linear_constraint(met[service] + var <= 1.0)
        missed = self.model.add_variable(lb=0.0)
        self.model.add_linear_constraint(missed >= float(least) - mathopt.fast_sum(met))
        self.cost.append(float(self.weights.vegetarian_miss) * missed)

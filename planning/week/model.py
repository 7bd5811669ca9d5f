"""The menu model: which dish for which diet at which service, with food and machines in sight.

Lots with the same dates and price are one group, and machine time is counted as a fluid; exact
picks and minutes come after. That keeps the model small: the lot-by-lot model of the same week
finds no plan in a minute on two cores.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from planning.params import Weights
from planning.week.derive import COMPLETE, Derived, Key
from planning.week.problem import Lot, Recipe

# Machines are never loaded to the brim: handling, cleaning between raw and ready-to-eat work.
USABLE_PERMILLE = 850
STAFF_PERMILLE = 800
REPEATABLE = ("dairy", "dessert")
ROUNDING_GRAMS = 50
MEASURE = 1_000_000  # milligrams x thousandths in a gram


@dataclass
class MenuModel:
    """The CP-SAT model of a week and the handles to read it."""

    facts: Derived
    weights: Weights
    tightness: dict[tuple[int, str], int] = field(default_factory=dict)
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    serve: dict[tuple[str, str], cp_model.IntVar] = field(default_factory=dict)
    given: dict[tuple[str, str, str, str], cp_model.IntVar] = field(default_factory=dict)
    unfed: dict[Key, cp_model.IntVar] = field(default_factory=dict)
    cost: list[cp_model.LinearExprT] = field(default_factory=list)

    def build(self) -> "MenuModel":
        """State every rule and goal."""
        self._menus()
        self._variety()
        self._food()
        self._machines()
        self._preferences()
        self.model.minimize(sum(self.cost))
        return self

    def _menus(self) -> None:
        facts = self.facts
        for key, dishes in facts.choices.items():
            service, _, diet = key
            self.unfed[key] = self.model.new_bool_var("")
            for code in dishes:
                self.given[(*key, code)] = self.model.new_bool_var("")
                if (service, code) not in self.serve:
                    self.serve[service, code] = self.model.new_bool_var("")
                self.model.add_implication(self.given[(*key, code)], self.serve[service, code])
            chosen = [self.given[(*key, code)] for code in dishes]
            self.model.add_exactly_one([*chosen, self.unfed[key]])
            self.cost.append(
                self.weights.unfed_portion * facts.count(service, diet) * self.unfed[key]
            )
        self._complete_dishes()
        self._few_dishes()
        for lock in facts.problem.locks:
            if lock.keep and (lock.service, lock.recipe) in self.serve:
                self.model.add(self.serve[lock.service, lock.recipe] == 1)

    def _complete_dishes(self) -> None:
        """A complete dish stands for the main and the side of whoever eats it."""
        for (service, component, diet, code), var in self.given.items():
            if component != "main" or self.facts.recipes[code].component != COMPLETE:
                continue
            side = self.given.get((service, "side", diet, code))
            if side is not None:
                self.model.add(var == side)

    def _few_dishes(self) -> None:
        most = self.facts.problem.rules.dishes_per_component
        users: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
        for (service, _component, _diet, code), var in self.given.items():
            users[service, code].append(var)
        kept = {(lock.service, lock.recipe) for lock in self.facts.problem.locks if lock.keep}
        for key, var in self.serve.items():
            if key not in kept:
                self.model.add(sum(users[key]) >= var)
        groups: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
        for (service, code), var in self.serve.items():
            component = self.facts.recipes[code].component
            for part in ("main", "side") if component == COMPLETE else (component,):
                groups[service, part].append(var)
        for group in groups.values():
            self.model.add(sum(group) <= most)

    def _variety(self) -> None:
        days = self.facts.problem.rules.repeat_days
        by_recipe: dict[str, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        families: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for (service, code), var in self.serve.items():
            recipe = self.facts.recipes[code]
            by_recipe[code].append((self.facts.services[service].day, var))
            if recipe.family and recipe.component in ("main", COMPLETE):
                families[recipe.family].append(var)
        for code, entries in by_recipe.items():
            if self.facts.recipes[code].component in REPEATABLE:
                continue
            for first, _ in entries:
                window = [var for day, var in entries if first <= day < first + max(1, days)]
                self.model.add_at_most_one(window)
        for group in families.values():
            again = self.model.new_int_var(0, len(group), "")
            self.model.add(again >= sum(group) - 1)
            self.cost.append(self.weights.family_again * again)

    def _weights_by_batch(self) -> dict[tuple[str, str], cp_model.LinearExpr]:
        """Thousandths of standard portions in each possible batch."""
        terms: dict[tuple[str, str], list[cp_model.LinearExpr]] = defaultdict(list)
        for (service, component, diet, code), var in self.given.items():
            if component == "side" and self.facts.recipes[code].component == COMPLETE:
                continue
            terms[service, code].append(self.facts.weight(service, diet) * var)
        return {key: cp_model.LinearExpr.sum(parts) for key, parts in terms.items()}

    def _food(self) -> None:
        facts = self.facts
        uses: dict[tuple[str, int], list[cp_model.LinearExprT]] = defaultdict(list)
        for (service, code), weight in self._weights_by_batch().items():
            day = facts.cook_day(facts.recipes[code], facts.services[service])
            for ingredient, milligrams in facts.needs[code].items():
                uses[ingredient, int(day or 0)].append(milligrams * weight)
        groups = group_lots(facts.problem.lots)
        for food in facts.problem.ingredients:
            days = sorted(day for ingredient, day in uses if ingredient == food.code)
            if not days:
                continue
            sources: dict[int, list[cp_model.LinearExprT]] = {day: [] for day in days}
            for group in groups.get(food.code, []):
                self._draw(group, sources)
            if food.price_cents_per_kg is not None:
                self._buy(food.code, sources)
            for day in days:
                self.model.add(MEASURE * sum(sources[day]) >= sum(uses[food.code, day]))

    def _draw(self, group: list[Lot], sources: dict[int, list[cp_model.LinearExprT]]) -> None:
        lot = group[0]
        # each batch rounds its need up to a gram
        total = max(0, sum(row.grams for row in group) - ROUNDING_GRAMS)
        drawn = []
        for day, terms in sources.items():
            if lot.first_day <= day and (lot.last_day is None or day <= lot.last_day):
                var = self.model.new_int_var(0, total, "")
                terms.append(var)
                drawn.append(var)
        if not drawn:
            return
        taken: cp_model.LinearExpr = cp_model.LinearExpr.sum(drawn)
        self.model.add(taken <= total)
        if lot.cents_per_kg:
            packs = self.model.new_int_var(0, -(-total // lot.pack_grams), "")
            self.model.add(lot.pack_grams * packs >= taken)
            taken = lot.pack_grams * packs
        if lot.least_grams:
            wanted = self.model.new_bool_var("")
            self.model.add(sum(drawn) <= total * wanted)
            self.model.add(sum(drawn) >= lot.least_grams * wanted)
        self._price(lot, taken, cp_model.LinearExpr.sum(drawn))

    def _price(self, lot: Lot, taken: cp_model.LinearExpr, used: cp_model.LinearExpr) -> None:
        weights = self.weights
        per_kilo = lot.cents_per_kg * weights.cash_cent
        if not lot.local:
            per_kilo += lot.value_cents_per_kg * weights.far_value_cent
        if per_kilo:
            self.cost.append(per_gram(per_kilo) * taken)
        if is_at_risk(lot, self.facts.problem.days):
            self.cost.append(-weights.lost_gram * used)

    def _buy(self, ingredient: str, sources: dict[int, list[cp_model.LinearExprT]]) -> None:
        food = next(row for row in self.facts.problem.ingredients if row.code == ingredient)
        bought = []
        most = 2_000_000
        for day, terms in sources.items():
            if day >= food.first_day:
                var = self.model.new_int_var(0, most, "")
                terms.append(var)
                bought.append(var)
        if not bought:
            return
        packs = self.model.new_int_var(0, -(-most // food.pack_grams), "")
        self.model.add(food.pack_grams * packs >= sum(bought))
        price = food.price_cents_per_kg or 0
        per_kilo = price * (self.weights.cash_cent + self.weights.far_value_cent)
        self.cost.append(per_gram(per_kilo) * food.pack_grams * packs)

    def _machines(self) -> None:
        facts = self.facts
        load: dict[tuple[int, str], list[cp_model.LinearExprT]] = defaultdict(list)
        hands: dict[int, list[cp_model.LinearExprT]] = defaultdict(list)
        for (service, code), weight in self._weights_by_batch().items():
            recipe = facts.recipes[code]
            day = int(facts.cook_day(recipe, facts.services[service]) or 0)
            for step in recipe.steps:
                fixed = step.fixed_minutes * MEASURE * self.serve[service, code]
                fluid = _fluid(recipe, step.load_minutes, step.load_portions) * weight
                minutes = fluid + fixed  # millionths of a minute
                if step.kind == "chiller":
                    load[day, step.kind].append(recipe.portion_grams * 1000 * weight)
                else:
                    load[day, step.kind].append(minutes)
                if step.hands:
                    hands[day].append(step.hands * minutes)
        for (day, kind), terms in sorted(load.items()):
            room = self._room(day, kind)
            share = self.tightness.get((day, kind), USABLE_PERMILLE)
            self.model.add(sum(terms) <= room * share * 1000)
        for day, terms in sorted(hands.items()):
            shifts = [row for row in facts.problem.shifts if row.day == day]
            if shifts:
                there = sum((row.end - row.start) * row.heads for row in shifts)
                share = self.tightness.get((day, "staff"), STAFF_PERMILLE)
                self.model.add(sum(terms) <= there * share * 1000)

    def _room(self, day: int, kind: str) -> int:
        """Minutes of a kind of machine on a day; for chillers, grams cooled in a day."""
        room = 0
        cooling = self.facts.problem.rules.cooling_minutes
        for station in self.facts.problem.stations:
            if station.kind != kind:
                continue
            minutes = sum(w.end - w.start for w in station.windows if w.day == day)
            if kind == "chiller":
                # the first load waits until something is cooked
                room += max(0, minutes - cooling) // cooling * station.capacity_grams
            else:
                room += minutes
        return room

    def _preferences(self) -> None:
        facts = self.facts
        weights = self.weights
        for (service, _component, diet, code), var in self.given.items():
            points = 100 - facts.recipes[code].liking
            price = weights.disliked_portion * points * facts.count(service, diet)
            price += weights.co2e_gram * self.footprint[code] * facts.weight(service, diet) // 1000
            self.cost.append(price * var)
        published = {(lock.service, lock.recipe) for lock in facts.problem.published}
        for key, var in self.serve.items():
            self.cost.append(weights.dish * var)
            if published and key not in published:
                self.cost.append(weights.changed_dish * var)

    @property
    def footprint(self) -> dict[str, int]:
        """Grams of CO2e in a standard portion of each recipe."""
        table = {row.code: row.co2e_g_per_kg for row in self.facts.problem.ingredients}
        return {
            code: sum(mg * table[ingredient] for ingredient, mg in needs.items()) // MEASURE
            for code, needs in self.facts.needs.items()
        }

    def hint(self, menu: dict[Key, str]) -> None:
        """Start the search from a menu."""
        served = {(service, code) for (service, _, _), code in menu.items()}
        for (service, component, diet, code), var in self.given.items():
            self.model.add_hint(var, menu.get((service, component, diet)) == code)
        for batch, var in self.serve.items():
            self.model.add_hint(var, batch in served)
        for key, var in self.unfed.items():
            self.model.add_hint(var, key not in menu)


def _fluid(recipe: Recipe, load_minutes: int, load_portions: int) -> int:
    """Millionths of a minute for each thousandth of a portion."""
    most = load_portions or recipe.most_portions
    return -(-load_minutes * 1000 // most) if most else 0


def per_gram(price_per_kilo: int) -> int:
    """Hundredths of a cent a gram, to the nearest; nothing that costs is free."""
    return max(1, (price_per_kilo + 500) // 1000)


def is_at_risk(lot: Lot, days: int) -> bool:
    """Tell whether food in hand passes its date within the horizon."""
    return lot.kind in ("stock", "donation") and lot.last_day is not None and lot.last_day < days


def group_lots(lots: tuple[Lot, ...]) -> dict[str, list[list[Lot]]]:
    """Group lots alike in all but code and weight, by ingredient, in the problem's order."""
    groups: dict[tuple[object, ...], list[Lot]] = {}
    for lot in lots:
        key = (
            lot.ingredient,
            lot.kind,
            lot.first_day,
            lot.last_day,
            lot.cents_per_kg,
            lot.local,
            lot.value_cents_per_kg,
            # offers keep their own packs and minimum
            lot.code if lot.least_grams or lot.pack_grams > 1 else "",
        )
        groups.setdefault(key, []).append(lot)
    table: dict[str, list[list[Lot]]] = defaultdict(list)
    for group in groups.values():
        table[group[0].ingredient].append(group)
    return table

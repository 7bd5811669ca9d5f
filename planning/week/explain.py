"""Why this dish, why not that one, what one more kilo or hour would change.

Answers are facts. Differences of price come from the same ledger as the search: the rest of the
week stays as it is, and the price of the plan's scenario is counted again.
"""

from collections import defaultdict

from planning.reasons import Reason, reason
from planning.week.against import diets_against, menu_of, rules_against
from planning.week.derive import Derived, Group, is_at_risk
from planning.week.ledger import COVERED
from planning.week.plan import Batch, Plan
from planning.week.prices import weights as weights_of
from planning.week.problem import Problem
from planning.week.rooms import COLD
from planning.week.sources import NO_FOOD, cost
from planning.week.state import Change, State

KILO = 1000
TIGHT_PERMILLE = 900
CENT = 100  # hundredths of a cent
HOUR = 60


def state_of(problem: Problem, plan: Plan) -> State:
    """Return the books of a plan, as the search keeps them."""
    state = State(Derived(problem), weights_of(problem, plan.scenario))
    state.load(menu_of(plan))
    return state


def why(problem: Problem, plan: Plan, service: str, recipe: str) -> list[Reason]:
    """Return why a dish is served: the food it saves, who needs it, what it costs and fills."""
    batch = next((b for b in plan.batches if (b.service, b.recipe) == (service, recipe)), None)
    if batch is None:
        return []
    facts = Derived(problem)
    found = [*_food_used(problem, plan, batch), *_only_choice(facts, plan, batch)]
    if any(row.keep and (row.service, row.recipe) == (service, recipe) for row in problem.locks):
        found.append(reason("why.locked"))
    return [*found, *_cost_and_load(problem, plan, batch)]


def _food_used(problem: Problem, plan: Plan, batch: Batch) -> list[Reason]:
    lots = {row.code: row for row in problem.lots}
    used: dict[str, int] = defaultdict(int)
    for pick in plan.picks:
        if pick.batch == batch.code and pick.lot:
            used[pick.lot] += pick.grams
    found = []
    for code, grams in sorted(used.items(), key=lambda entry: (-entry[1], entry[0])):
        lot = lots[code]
        if is_at_risk(lot, problem.days):
            last = lot.last_day or 0
            found.append(
                reason("why.uses_lot", ingredient=lot.ingredient, grams=grams, last_day=last)
            )
        elif lot.kind == "offer":
            found.append(reason("why.uses_offer", ingredient=lot.ingredient, grams=grams))
    return found


def _only_choice(facts: Derived, plan: Plan, batch: Batch) -> list[Reason]:
    found = []
    for key, code in sorted(menu_of(plan).items()):
        if (key[0], code) == (batch.service, batch.recipe) and facts.choices[key] == (code,):
            found.append(reason("why.only_choice", diet=key[2][0]))
    return found


def _cost_and_load(problem: Problem, plan: Plan, batch: Batch) -> list[Reason]:
    foods = {row.code: row for row in problem.ingredients}
    lots = {row.code: row for row in problem.lots}
    worth = 0
    for pick in plan.picks:
        if pick.batch == batch.code:
            food = foods[pick.ingredient]
            price = lots[pick.lot].value_cents_per_kg if pick.lot else food.price_cents_per_kg
            worth += pick.grams * (price or 0)
    found = [reason("why.cost", cents_per_portion=worth // (1000 * max(1, batch.portions)))]
    minutes: dict[str, int] = defaultdict(int)
    for task in batch.tasks:
        minutes[task.kind] += task.end - task.start
    for kind, busy in sorted(minutes.items()):
        there = _open_minutes(problem, batch.day, kind)
        if there:
            found.append(reason("why.load", kind=kind, permille=busy * 1000 // there))
    return found


def _open_minutes(problem: Problem, day: int, kind: str) -> int:
    return sum(
        window.end - window.start
        for row in problem.stations
        if row.kind == kind
        for window in row.windows
        if window.day == day
    )


def why_not(
    problem: Problem,
    plan: Plan,
    service: str,
    component: str,
    recipe: str,
    state: State | None = None,
) -> list[Reason]:
    """Return what stands against a dish at a service: rules first, else what it would cost.

    Who asks about many dishes of one plan hands a `state_of` it in, made once.
    """
    facts = state.facts if state else Derived(problem)
    row = facts.recipes[recipe]
    found = rules_against(facts, plan, service, recipe)
    asked = sorted({key[2] for key in facts.portions if key[:2] == (service, component)})
    found += diets_against(facts, recipe, asked)
    blocked = [one for one in found if one.code not in ("why_not.diet", "why_not.format")]
    groups = [
        key[2]
        for key, codes in facts.choices.items()
        if key[:2] == (service, component) and row.code in codes
    ]
    if blocked or not groups:
        return found
    return [*found, *_dearer(state or state_of(problem, plan), service, component, recipe, groups)]


def _dearer(
    state: State, service: str, component: str, recipe: str, groups: list[Group]
) -> list[Reason]:
    """The least it would cost to serve a dish, instead of any of those served or beside them."""
    index = state.index
    at = index.slot_of[index.service_number[service], component]
    new = index.number[recipe]
    chosen = {cell: int(state.choice[cell]) for cell in index.cells[at]}
    eligible = [index.cell_of[service, component, group] for group in groups]
    free = [cell for cell in eligible if chosen[cell] != COVERED]
    sets = {tuple(free)}
    for old in sorted(set(chosen.values())):
        sets.add(tuple(cell for cell in free if chosen[cell] == old))
    before, full = state.total, _full(state)
    tried: list[tuple[int, list[Reason]]] = []
    for cells in sorted(sets):
        changes: list[Change] = [(cell, new) for cell in cells]
        if not changes:
            continue
        state.apply(changes)
        obstacles = [one for one in _full(state) if one not in full]
        tried.append((state.total - before, obstacles))
        state.undo()
    if not tried:
        return []
    rise, obstacles = min(tried, key=lambda entry: entry[0])
    return obstacles or [reason("why_not.dearer", cents=rise // CENT)]


def _full(state: State) -> list[Reason]:
    """Machines that a menu overloads, and foods it asks too much of."""
    rooms = {
        room[1].partition(":")[0]
        for room, used, most in state.rooms.fill(state.used)
        if used > most
    }
    hungry = [
        food.code
        for food, price in zip(state.index.foods, state.food_price, strict=True)
        if price >= NO_FOOD // 2
    ]
    return [
        *(reason("why_not.capacity", kind=kind) for kind in sorted(rooms)),
        *(reason("why_not.supply", ingredient=code) for code in hungry),
    ]


def one_more_kilo(problem: Problem, plan: Plan) -> list[Reason]:
    """Return what one more kilo of each food, in hand on the first day, would save."""
    state = state_of(problem, plan)
    found = []
    for index, food in enumerate(state.index.foods):
        wanted = state.wanted(index)
        if not any(wanted):
            continue
        left = KILO
        for day, grams in enumerate(wanted):
            free = min(left, grams)
            wanted[day] -= free
            left -= free
        price, _ = cost(state.index.sources[index], wanted)
        saved = (int(state.food_price[index]) - price) // CENT
        if saved > 0:
            found.append(reason("more.kilo", ingredient=food.code, cents=saved))
    return sorted(found, key=lambda one: (-int(one.fact("cents")), one))


def tight(problem: Problem, plan: Plan) -> list[Reason]:
    """Return the machines, hands and nights in the cold that are close to full."""
    state = state_of(problem, plan)
    found = []
    for room, used, most in state.rooms.fill(state.used):
        if most and used * 1000 >= most * TIGHT_PERMILLE:
            day, kind, _ = room
            permille = used * 1000 // most
            code = "tight.cold" if kind == COLD else "tight.room"
            facts: dict[str, str | int] = {"day": day, "permille": permille}
            if kind != COLD:
                facts["kind"] = kind.partition(":")[0]
            found.append(reason(code, **facts))
    return sorted(set(found))


def one_more_euro(problem: Problem, plan: Plan) -> list[Reason]:
    """Return what the plan's prices say a euro does: of the scenario, so that it can be argued."""
    weights = weights_of(problem, plan.scenario)
    euro = 100 * weights.cash_cent
    return [
        reason("more.euro", goal=name, amount=euro // price)
        for name, price in (
            ("lost_grams", weights.lost_gram),
            ("co2e_grams", weights.co2e_gram),
            ("liking", weights.disliked_portion),
        )
        if price
    ]

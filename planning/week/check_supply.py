"""The verifier's reading of food: lots, dates, packs, and what each batch needs."""

from collections import defaultdict

from planning.reasons import Reason, reason
from planning.week.plan import Plan
from planning.week.problem import Problem


def check(problem: Problem, plan: Plan) -> list[Reason]:
    """Return every rule on food that a plan breaks."""
    return [*_needs(problem, plan), *_lots(problem, plan), *_purchases(problem, plan)]


def _needs(problem: Problem, plan: Plan) -> list[Reason]:
    """Each batch picks exactly what its recipe asks for its portions, rounded up once."""
    recipes = {row.code: row for row in problem.recipes}
    picked: dict[tuple[str, str], int] = defaultdict(int)
    for pick in plan.picks:
        picked[pick.batch, pick.ingredient] += pick.grams
    wrong = []
    for batch in plan.batches:
        millionths: dict[str, int] = defaultdict(int)
        for line in recipes[batch.recipe].lines:
            amount = line.milligrams * batch.standard_permille
            if line.step_portions:
                begun, rest = divmod(batch.standard_permille, line.step_portions * 1000)
                amount = line.milligrams * 1000 * (begun + (1 if rest else 0))
            millionths[line.ingredient] += amount
        for ingredient, exact in sorted(millionths.items()):
            needed = exact // 1_000_000 + (1 if exact % 1_000_000 else 0)
            found = picked.pop((batch.code, ingredient), 0)
            if found != needed:
                code = "stock.short" if found < needed else "stock.excess"
                grams = abs(found - needed)
                wrong.append(reason(code, batch=batch.code, ingredient=ingredient, grams=grams))
    wrong += [
        reason("stock.excess", batch=batch, ingredient=ingredient, grams=grams)
        for (batch, ingredient), grams in sorted(picked.items())
    ]
    return wrong


def _lots(problem: Problem, plan: Plan) -> list[Reason]:
    lots = {row.code: row for row in problem.lots}
    cooked_on = {row.code: row.day for row in plan.batches}
    drawn: dict[str, int] = defaultdict(int)
    wrong: list[Reason] = []
    for pick in plan.picks:
        if not pick.lot:
            continue
        lot = lots[pick.lot]
        day = cooked_on[pick.batch]
        drawn[lot.code] += pick.grams
        if lot.ingredient != pick.ingredient:
            wrong.append(reason("plan.unknown_code", kind="lot", value=lot.code))
        if lot.last_day is not None and day > lot.last_day:
            wrong.append(reason("stock.use_by", batch=pick.batch, lot=lot.code))
        if day < lot.first_day:
            wrong.append(reason("stock.not_yet", batch=pick.batch, lot=lot.code))
    return wrong + _drawn(problem, plan, drawn) + _takes(problem, plan)


def _drawn(problem: Problem, plan: Plan, drawn: dict[str, int]) -> list[Reason]:
    """No lot gives more than it holds, nor an offer more than is taken of it."""
    taken = {row.lot: row.grams for row in plan.takes}
    wrong = []
    for lot in problem.lots:
        grams = drawn.get(lot.code, 0)
        if not grams:
            continue
        holds = min(lot.grams, taken.get(lot.code, 0)) if lot.kind == "offer" else lot.grams
        if grams > holds:
            wrong.append(reason("stock.overdrawn", lot=lot.code, grams=grams - holds))
    return wrong


def _takes(problem: Problem, plan: Plan) -> list[Reason]:
    lots = {row.code: row for row in problem.lots}
    wrong: list[Reason] = []
    for take in plan.takes:
        lot = lots[take.lot]
        if take.grams < lot.least_grams:
            least = lot.least_grams
            wrong.append(reason("stock.below_minimum", lot=lot.code, grams=take.grams, least=least))
        if take.grams > lot.grams:
            wrong.append(reason("stock.overdrawn", lot=lot.code, grams=take.grams - lot.grams))
        if take.grams % lot.pack_grams and take.grams != lot.grams:
            wrong.append(
                reason(
                    "order.packs",
                    ingredient=lot.ingredient,
                    grams=take.grams,
                    pack_grams=lot.pack_grams,
                )
            )
        wrong += _price(f"takes[{take.lot}]", take.grams, lot.cents_per_kg, take.cents)
    return wrong


def _purchases(problem: Problem, plan: Plan) -> list[Reason]:
    foods = {row.code: row for row in problem.ingredients}
    cooked_on = {row.code: row.day for row in plan.batches}
    wrong: list[Reason] = []
    bought: dict[str, int] = defaultdict(int)
    arrives: dict[str, int] = {}
    for row in plan.purchases:
        food = foods[row.ingredient]
        bought[food.code] += row.grams
        arrives[food.code] = min(row.day, arrives.get(food.code, row.day))
        if food.price_cents_per_kg is None:
            wrong.append(reason("order.not_sold", ingredient=food.code))
            continue
        if row.day < food.first_day:
            wrong.append(reason("order.too_late", ingredient=food.code, day=row.day))
        if row.grams % food.pack_grams:
            wrong.append(
                reason(
                    "order.packs",
                    ingredient=food.code,
                    grams=row.grams,
                    pack_grams=food.pack_grams,
                )
            )
        where = f"purchases[{food.code}]"
        wrong += _price(where, row.grams, food.price_cents_per_kg, row.cents)
    for pick in plan.picks:
        if pick.lot:
            continue
        bought[pick.ingredient] -= pick.grams
        day = cooked_on[pick.batch]
        if pick.ingredient in arrives and day < arrives[pick.ingredient]:
            wrong.append(reason("order.too_late", ingredient=pick.ingredient, day=day))
    wrong += [
        reason("stock.overdrawn", lot=f"purchase:{code}", grams=-grams)
        for code, grams in sorted(bought.items())
        if grams < 0
    ]
    return wrong


def _price(where: str, grams: int, cents_per_kg: int, cents: int) -> list[Reason]:
    exact = grams * cents_per_kg
    right = exact // 1000 + (1 if exact % 1000 else 0)
    return [] if cents == right else [reason("goal.differs", goal=where, found=cents, value=right)]

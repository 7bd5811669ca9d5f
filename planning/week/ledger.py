"""A menu under change: its whole price kept up to date, move by move, in plain integers.

Every goal and every rule of the week that a menu decides is priced here; rules as penalties that
no saving can pay. Machines count as minutes and weights of the day; the day's schedule has the
last word. These functions are plain Python, which the search compiles: one ledger for both.
"""

import numpy as np

from planning.week import tables as t
from planning.week.books import Books, put, undo
from planning.week.machines import OVERTIME, occupy
from planning.week.sources import desk, price_of
from planning.week.tables import Tables, batch_of, get

BROKEN = 10**10  # a rule broken
UNFED = -1
COVERED = -2  # a side that the complete dish brings
NOBODY = -1
NO_LIMIT = 1 << 60  # a move may cost anything


def open_books(week: Tables) -> Books:
    """Return the books of an empty menu."""
    fact = week.fact
    cells, batches, foods = fact[t.CELL_COUNT], fact[t.BATCH_COUNT], fact[t.FOODS]
    page = np.zeros(fact[t.END], dtype=np.int64)
    page[: fact[t.SIZE]] = UNFED
    page[fact[t.ADVISED] : fact[t.TAG_AT]] = NOBODY
    cell = week.row[fact[t.CELL_ROWS] : fact[t.CELL_ROWS] + cells]
    batch = week.row[fact[t.BATCH_ROWS] : fact[t.BATCH_ROWS] + batches]
    missed = sum(_missed(week, rule, 0) for rule in range(fact[t.RULES]))
    food = week.row[fact[t.FOOD_ROWS] : fact[t.FOOD_ROWS] + foods]
    most = int((food[:, t.SOURCES_END] - food[:, t.SOURCES]).max(initial=0))
    left, flows, aside = desk(most, int(fact[t.PLACES]))
    page[fact[t.SUMS] + t.TOTAL] = (
        cell[:, t.UNFED_PRICE].sum()
        + BROKEN * batch[:, t.KEPT].sum()
        + fact[t.CHANGED] * fact[t.PUBLISHED_COUNT]
        + fact[t.FREQUENCY] * missed
        + fact[t.VEGETARIAN_PRICE] * fact[t.LEAST_VEGETARIAN]
    )
    return Books(
        page=page,
        # room for a whole menu written at once
        log=np.zeros(2 * (400 * (cells + 1) + 8 * len(page)), dtype=np.int64),
        delta=np.zeros((batches, 4), dtype=np.int64),
        moved=np.zeros(batches + 1, dtype=np.int64),
        touched=np.zeros(foods + 1, dtype=np.int64),
        marked=np.zeros(foods, dtype=np.int64),
        left=left,
        flows=flows,
        aside=aside,
    )


def apply(week: Tables, books: Books, moves: t.Ints, count: int, most: int) -> bool:
    """Make changes (cell, recipe) together; `undo` takes the last ones back.

    Changes whose price is sure to rise by more than `most` are taken back at once, before all of
    their food is priced: false is returned then.
    """
    page, sums = books.page, week.fact[t.SUMS]
    books.log[0] = 0
    cash = page[sums + t.CASH_SUM]
    before = page[sums + t.TOTAL]
    limit = before + most
    rise = 0
    for move in range(count):
        rise += _rechoose(week, books, moves[move, 0], moves[move, 1])
    for number in range(1, books.moved[0] + 1):
        rise += _resize(week, books, books.moved[number])
    for move in range(count):
        slot = get(week, t.CELL_ROWS, moves[move, 0], t.SLOT)
        is_last = move + 1 == count
        if is_last or get(week, t.CELL_ROWS, moves[move + 1, 0], t.SLOT) != slot:
            rise += _advise(week, books, slot)
    put(books, sums + t.TOTAL, before + rise)
    # neither food nor machines can save more than the whole price
    fits = rise + week.fact[t.FLOOR_OF_ALL] <= limit
    if fits:
        for number in range(1, books.moved[0] + 1):
            _order(week, books, books.moved[number])
        fits = _price_foods(week, books, limit, cash)
    if fits:
        for number in range(1, books.moved[0] + 1):
            occupy(week, books, books.moved[number])
        fits = page[sums + t.TOTAL] <= limit
    _clear(books)
    if not fits:
        undo(books)
    return fits


def _clear(books: Books) -> None:
    """Tidy the desk for the next move."""
    for number in range(1, books.moved[0] + 1):
        for column in range(4):
            books.delta[books.moved[number], column] = 0
    books.moved[0] = 0
    for number in range(1, books.touched[0] + 1):
        books.marked[books.touched[number]] = 0
    books.touched[0] = 0


def _rechoose(week: Tables, books: Books, cell: int, recipe: int) -> int:
    old = books.page[week.fact[t.CHOICE] + cell]
    if old == recipe:
        return 0
    put(books, week.fact[t.CHOICE] + cell, recipe)
    service = get(week, t.SLOT_ROWS, get(week, t.CELL_ROWS, cell, t.SLOT), t.SERVICE)
    rise = 0
    for sign in (-1, 1):
        dish = old if sign < 0 else recipe
        if dish >= 0:
            batch = batch_of(week, service, dish)
            rise += sign * week.price[cell, dish]
            if not books.delta[batch, 2] and not books.delta[batch, 0]:
                known = False
                for number in range(1, books.moved[0] + 1):
                    known = known or books.moved[number] == batch
                if not known:
                    books.moved[0] += 1
                    books.moved[books.moved[0]] = batch
            books.delta[batch, 0] += sign * get(week, t.CELL_ROWS, cell, t.PORTIONS)
            books.delta[batch, 1] += sign * get(week, t.CELL_ROWS, cell, t.WEIGHT)
            books.delta[batch, 2] += sign
            books.delta[batch, 3] += sign * get(week, t.CELL_ROWS, cell, t.PAYS)
        elif dish == UNFED:
            rise += sign * get(week, t.CELL_ROWS, cell, t.UNFED_PRICE)
    return rise


def _resize(week: Tables, books: Books, batch: int) -> int:
    """Give a batch its new size; return the price of what does not depend on food and machines."""
    place = week.fact[t.SIZE] + 3 * batch
    portions, groups = books.page[place], books.page[place + 2]
    for column in range(3):
        if books.delta[batch, column]:
            put(books, place + column, books.page[place + column] + books.delta[batch, column])
    if books.delta[batch, 3]:
        payers = week.fact[t.PAYERS] + batch
        put(books, payers, books.page[payers] + books.delta[batch, 3])
    recipe = get(week, t.BATCH_ROWS, batch, t.DISH)
    after, users = books.page[place], books.page[place + 2]
    rise = BROKEN * (_odd(week, recipe, after, users) - _odd(week, recipe, portions, groups))
    if (groups > 0) != (users > 0):
        rise += _exist(week, books, batch, 1 if users > 0 else -1)
    return rise


def _odd(week: Tables, recipe: int, portions: int, groups: int) -> int:
    """One for a batch out of its recipe's limits."""
    if not groups:
        return 0
    most = get(week, t.RECIPE_ROWS, recipe, t.MOST)
    return int(portions < get(week, t.RECIPE_ROWS, recipe, t.LEAST) or 0 < most < portions)


def _exist(week: Tables, books: Books, batch: int, sign: int) -> int:
    """Return the price of a batch that appears (1) or goes (-1), food and minutes apart."""
    page, fact = books.page, week.fact
    row = fact[t.BATCH_ROWS] + batch
    price = sign * fact[t.DISH_PRICE]
    for link in range(week.row[row, t.NEAR], week.row[row, t.NEAR_END]):
        if page[fact[t.SIZE] + 3 * week.flat[link] + 2] > 0:
            price += sign * BROKEN
    place = week.fact[t.SERVED] + week.row[row, t.OF_SLOT]
    dishes, most = page[place], fact[t.MOST_DISHES]
    put(books, place, dishes + sign)
    price += BROKEN * (max(0, dishes + sign - most) - max(0, dishes - most))
    price -= sign * BROKEN * week.row[row, t.KEPT]
    if fact[t.PUBLISHED_COUNT]:
        price += fact[t.CHANGED] * (-sign if week.row[row, t.PUBLISHED] else sign)
    for link in range(week.row[row, t.BESIDE], week.row[row, t.BESIDE_END]):
        if page[fact[t.SIZE] + 3 * week.flat[link] + 2] > 0:
            price -= sign * fact[t.VARIANT]
    return price + _family(week, books, batch, sign) + _meatless(week, books, batch, sign)


def _family(week: Tables, books: Books, batch: int, sign: int) -> int:
    family = get(week, t.RECIPE_ROWS, get(week, t.BATCH_ROWS, batch, t.DISH), t.FAMILY)
    if family < 0:
        return 0
    place = (
        week.fact[t.FAMILY_AT]
        + family * week.fact[t.SERVICES]
        + get(week, t.BATCH_ROWS, batch, t.AT)
    )
    there = books.page[place]
    put(books, place, there + sign)
    if (there > 0) == (there + sign > 0):
        return 0
    place = week.fact[t.FAMILY_SERVICES] + family
    services = books.page[place]
    put(books, place, services + sign)
    return week.fact[t.FAMILY_AGAIN] * (max(0, services + sign - 1) - max(0, services - 1))


def _meatless(week: Tables, books: Books, batch: int, sign: int) -> int:
    """Count a batch that appears or goes towards vegetarian services."""
    least = week.fact[t.LEAST_VEGETARIAN]
    if not least:
        return 0
    page, service = books.page, get(week, t.BATCH_ROWS, batch, t.AT)
    dishes, meat = week.fact[t.DISHES_AT] + service, week.fact[t.MEAT_AT] + service
    before = page[dishes] > 0 and page[meat] == 0
    put(books, dishes, page[dishes] + sign)
    if get(week, t.RECIPE_ROWS, get(week, t.BATCH_ROWS, batch, t.DISH), t.MEAT):
        put(books, meat, page[meat] + sign)
    after = page[dishes] > 0 and page[meat] == 0
    if before == after:
        return 0
    place = week.fact[t.SUMS] + t.VEGETARIAN_SUM
    count = page[place]
    put(books, place, count + (1 if after else -1))
    missed = max(0, least - page[place]) - max(0, least - count)
    return week.fact[t.VEGETARIAN_PRICE] * missed


def _missed(week: Tables, rule: int, count: int) -> int:
    """Meals away from a rule of frequency, as often as the rule says they count."""
    found = get(week, t.RULE_ROWS, rule, t.BEFORE) + count
    low = max(0, get(week, t.RULE_ROWS, rule, t.AT_LEAST) - found)
    high = max(0, found - get(week, t.RULE_ROWS, rule, t.AT_MOST))
    return (low + high) * get(week, t.RULE_ROWS, rule, t.TIMES)


def _advise(week: Tables, books: Books, slot: int) -> int:
    """Look again at the advised dish of a slot: the one most people eat (GEM-RCN)."""
    if not week.fact[t.RULES]:
        return 0
    page = books.page
    best, most = NOBODY, 0
    for cell in range(
        get(week, t.SLOT_ROWS, slot, t.CELLS), get(week, t.SLOT_ROWS, slot, t.CELLS_END)
    ):
        recipe = page[week.fact[t.CHOICE] + cell]
        if recipe < 0 or recipe == best:
            continue
        batch = batch_of(week, get(week, t.SLOT_ROWS, slot, t.SERVICE), recipe)
        portions = page[week.fact[t.SIZE] + 3 * batch]
        first = best == NOBODY or get(week, t.RECIPE_ROWS, recipe, t.RANK) < get(
            week, t.RECIPE_ROWS, best, t.RANK
        )
        if portions > most or (portions == most and first):
            best, most = recipe, portions
    old = page[week.fact[t.ADVISED] + slot]
    if best == old:
        return 0
    put(books, week.fact[t.ADVISED] + slot, best)
    change = 0
    for sign in (-1, 1):
        recipe = old if sign < 0 else best
        if recipe >= 0:
            for link in range(
                get(week, t.RECIPE_ROWS, recipe, t.TAGS),
                get(week, t.RECIPE_ROWS, recipe, t.TAGS_END),
            ):
                rule = week.flat[link]
                change += _tag(week, books, rule, get(week, t.SLOT_ROWS, slot, t.SERVICE), sign)
    return week.fact[t.FREQUENCY] * change


def _tag(week: Tables, books: Books, rule: int, service: int, sign: int) -> int:
    at = rule * week.fact[t.SERVICES] + service
    if not week.flat[week.fact[t.COUNTED] + at]:
        return 0
    place = week.fact[t.TAG_AT] + at
    there = books.page[place]
    put(books, place, there + sign)
    if (there > 0) == (there + sign > 0):
        return 0
    place = week.fact[t.TAG_COUNT] + rule
    count = books.page[place]
    put(books, place, count + sign)
    return _missed(week, rule, count + sign) - _missed(week, rule, count)


def _order(week: Tables, books: Books, batch: int) -> None:
    """Ask for more or less food for a batch that grew or shrank, or is sold from now on."""
    after = books.page[week.fact[t.SIZE] + 3 * batch + 1]
    before = after - books.delta[batch, 1]
    dish, here = get(week, t.BATCH_ROWS, batch, t.DISH), get(week, t.BATCH_ROWS, batch, t.PLACE)
    there = here
    if week.fact[t.SPLIT]:
        payers = books.page[week.fact[t.PAYERS] + batch]
        there += int(payers > 0)
        here += int(payers - books.delta[batch, 3] > 0)
    for need in range(
        get(week, t.RECIPE_ROWS, dish, t.NEEDS), get(week, t.RECIPE_ROWS, dish, t.NEEDS_END)
    ):
        more, less = grams(week, need, after), grams(week, need, before)
        if here == there:
            _want(week, books, need, there, more - less)
        else:
            _want(week, books, need, here, -less)
            _want(week, books, need, there, more)


def _want(week: Tables, books: Books, need: int, place: int, change: int) -> None:
    if not change:
        return
    food = get(week, t.NEED_ROWS, need, t.FOOD)
    at = week.fact[t.WANTED] + food * week.fact[t.PLACES] + place
    put(books, at, books.page[at] + change)
    if not books.marked[food]:
        books.marked[food] = 1
        books.touched[0] += 1
        books.touched[books.touched[0]] = food


def grams(week: Tables, need: int, permille: int) -> int:
    """Grams of a food for a weight of standard portions, rounded up once on the sum."""
    if not permille:
        return 0
    exact = get(week, t.NEED_ROWS, need, t.MILLIGRAMS) * permille
    for part in range(
        get(week, t.NEED_ROWS, need, t.PARTS), get(week, t.NEED_ROWS, need, t.PARTS_END)
    ):
        started = -(-permille // (1000 * get(week, t.PART_ROWS, part, t.PART_PORTIONS)))
        exact += get(week, t.PART_ROWS, part, t.PART_MILLIGRAMS) * 1000 * started
    return -(-exact // 1_000_000)


def _price_foods(week: Tables, books: Books, limit: int, cash: int) -> bool:
    """Price foods anew; stop when even the best price of the others comes to too much."""
    page, sums, budget = books.page, week.fact[t.SUMS], week.fact[t.BUDGET]
    spare = OVERTIME * page[sums + t.OVER_SUM]  # machines, looked at after food, may save that
    for number in range(1, books.touched[0] + 1):
        food = books.touched[number]
        spare += page[week.fact[t.PRICE] + food] - get(week, t.FOOD_ROWS, food, t.FLOOR)
    if budget and cash > budget:
        spare += week.fact[t.OVER_BUDGET] * (cash - budget)
    rise, spent = 0, 0
    total = page[sums + t.TOTAL]
    for number in range(1, books.touched[0] + 1):
        if total + rise - spare > limit:
            return False
        food = books.touched[number]
        place = week.fact[t.PRICE] + food
        before = page[place]
        price, cents = price_food(week, books, food)
        spare -= before - get(week, t.FOOD_ROWS, food, t.FLOOR)
        rise += price - before
        spent += cents - page[week.fact[t.CASH] + food]
        put(books, place, price)
        put(books, week.fact[t.CASH] + food, cents)
    put(books, sums + t.CASH_SUM, cash + spent)
    if budget:
        over = max(0, cash + spent - budget) - max(0, cash - budget)
        rise += week.fact[t.OVER_BUDGET] * over
    put(books, sums + t.TOTAL, total + rise)
    return total + rise - OVERTIME * page[sums + t.OVER_SUM] <= limit


def price_food(week: Tables, books: Books, food: int) -> tuple[int, int]:
    """Return the price of all that is wanted of a food, and the cents of it."""
    places = week.fact[t.PLACES]
    begin = week.fact[t.WANTED] + food * places
    first, last = (
        get(week, t.FOOD_ROWS, food, t.SOURCES),
        get(week, t.FOOD_ROWS, food, t.SOURCES_END),
    )
    return price_of(
        week.row, week.flat, first, last, books.page, begin, books.left, books.flows, books.aside
    )


# what the search compiles, each after those it calls
COMPILED = (
    _clear, _odd, _missed, _tag, _family, _meatless, _exist, _rechoose, _resize, _advise, grams,
    _want, _order, price_food, _price_foods, apply,
)  # fmt: skip

"""What a batch takes of machines, hands and the cold room, in the books of a menu.

Plain Python, compiled by the search like the rest of the ledger.
"""

from planning.week import tables as t
from planning.week.books import Books, put
from planning.week.rooms import SHARED_GRAMS
from planning.week.tables import Tables, get

OVERTIME = 10**7  # a minute, or a tenth of a kilo, more than the day holds
NOWHERE = -1


def occupy(week: Tables, books: Books, batch: int) -> None:
    """Change what a batch takes of the machines, hands and cold room of its day."""
    place = week.fact[t.SIZE] + 3 * batch
    after, heavier = books.page[place], books.page[place + 1]
    before, lighter = after - books.delta[batch, 0], heavier - books.delta[batch, 1]
    dish, service = get(week, t.BATCH_ROWS, batch, t.DISH), get(week, t.BATCH_ROWS, batch, t.AT)
    day, eaten = get(week, t.BATCH_ROWS, batch, t.DAY), get(week, t.BATCH_ROWS, batch, t.EATEN)
    portion, stride = get(week, t.RECIPE_ROWS, dish, t.GRAMS), week.fact[t.STRIDE]
    # the whole day bears it; food that leaves the same day also fills its own morning
    morning = (week.fact[t.DAYS] + service) * stride if day == eaten else NOWHERE
    for step in range(
        get(week, t.RECIPE_ROWS, dish, t.STEPS), get(week, t.RECIPE_ROWS, dish, t.STEPS_END)
    ):
        old, less, freed = work(week, step, before, portion * lighter // 1000)
        new, more, taken = work(week, step, after, portion * heavier // 1000)
        hands = (more - less) * get(week, t.STEP_ROWS, step, t.HANDS)
        for start in (day * stride, morning):
            if start == NOWHERE:
                continue
            if old == new:
                _fill(week, books, start + new, taken - freed)
            else:
                _fill(week, books, start + old, -freed)
                _fill(week, books, start + new, taken)
            _fill(week, books, start + week.fact[t.KINDS], hands)
            skill = get(week, t.STEP_ROWS, step, t.SKILL)
            if skill >= 0:
                _fill(week, books, start + week.fact[t.KINDS] + 1 + skill, hands)
    if week.fact[t.COLD_LIMIT]:
        nights = (week.fact[t.DAYS] + week.fact[t.SERVICES]) * stride
        change = portion * heavier // 1000 - portion * lighter // 1000
        for night in range(day, eaten):
            _fill(week, books, nights + night, change)


def work(week: Tables, step: int, portions: int, weight: int) -> tuple[int, int, int]:
    """Return the kind of station, the minutes, and the amount of its room that a step takes."""
    row = week.fact[t.STEP_ROWS] + step
    kind, number = week.row[row, t.KIND], 1
    each, fixed = week.row[row, t.MINUTES], week.row[row, t.FIXED]
    if not portions:
        return kind, 0, 0
    small = week.row[row, t.SMALL_KIND] >= 0 and portions <= week.row[row, t.SMALL_PORTIONS]
    if small:
        kind = week.row[row, t.SMALL_KIND]
    elif week.row[row, t.LOAD_PORTIONS]:
        number = -(-portions // week.row[row, t.LOAD_PORTIONS])
    share = get(week, t.KIND_ROWS, kind, t.SHARE)
    if share:
        number = max(number, -(-weight // share))
    minutes = number * each + fixed
    if not get(week, t.KIND_ROWS, kind, t.SHARED):
        return kind, minutes, minutes
    base, rest = weight // number, weight % number
    first = base + 1 if rest else base
    amount = first * (each + fixed) // SHARED_GRAMS - first * each // SHARED_GRAMS
    amount += rest * ((base + 1) * each // SHARED_GRAMS)
    amount += (number - rest) * (base * each // SHARED_GRAMS)
    return kind, minutes, amount


def _fill(week: Tables, books: Books, room: int, amount: int) -> None:
    if not amount:
        return
    place, most = week.fact[t.USED] + room, week.flat[week.fact[t.MOST_OF] + room]
    before = books.page[place]
    put(books, place, before + amount)
    over = max(0, before + amount - most) - max(0, before - most)
    if over:
        sums = week.fact[t.SUMS]
        put(books, sums + t.OVER_SUM, books.page[sums + t.OVER_SUM] + over)
        put(books, sums + t.TOTAL, books.page[sums + t.TOTAL] + OVERTIME * over)


COMPILED = (work, _fill, occupy)

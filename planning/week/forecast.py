"""How many will come: from past served counts, with a range that past errors give.

Two fading means of the same counts. The slow one (a week back weighs nine tenths of the next) is
the habit of each weekday, drawn towards the mean of all weekdays while it has seen few weeks. The
fast one (six tenths) is the level of the last weeks beside that habit: it follows growth. What is
expected is habit times level. The range is read off the errors that the same method made on
earlier weeks, each time knowing only the weeks before (a rolling origin), pooled over weekdays.
Everything is counted in whole numbers. A day nobody counted is None and weighs nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isqrt

SLOW_PERMILLE = 900
FAST_PERMILLE = 600
ONE = 1_000_000  # the weight of the last week
MILLI = 1000  # counts are smoothed in thousandths of a meal
POOLED = ONE // 2  # how much the mean of all weekdays weighs in the habit of one
STEADY = 3 * ONE  # portions of evidence that the level has not moved: tames tiny groups
LEAST_WEEKS = 3  # before a first try
LEAST_ERRORS = 10  # before a range
COVERAGE_PERMILLE = 900

Weeks = Sequence[Sequence[int | None]]
Errors = tuple[tuple[int | None, ...], ...]  # by week, oldest first, and weekday; None not tried


@dataclass(frozen=True, slots=True)
class Score:
    """How far forecasts were off beside last week's count, on the same days, as sums."""

    tried: int = 0
    came: int = 0
    missed: int = 0
    habit_missed: int = 0
    ranged: int = 0  # days for which a range could be given
    held: int = 0  # of them, those that fell inside

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.tried + other.tried,
            self.came + other.came,
            self.missed + other.missed,
            self.habit_missed + other.habit_missed,
            self.ranged + other.ranged,
            self.held + other.held,
        )

    @property
    def error_centi(self) -> int:
        """The mean absolute error, in hundredths of a meal."""
        return _ratio(self.missed * 100, self.tried)

    @property
    def habit_error_centi(self) -> int:
        """The same for last week's count."""
        return _ratio(self.habit_missed * 100, self.tried)

    @property
    def error_permille(self) -> int:
        """All errors over all meals served (WAPE), in thousandths."""
        return _ratio(self.missed * 1000, self.came)

    @property
    def habit_error_permille(self) -> int:
        """The same for last week's count."""
        return _ratio(self.habit_missed * 1000, self.came)

    @property
    def coverage_permille(self) -> int:
        """The share of days that fell in the range given beforehand."""
        return _ratio(self.held * 1000, self.ranged)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A count to expect, and the range nine days in ten should fall in."""

    low: int
    expected: int
    high: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast a weekday, and how the method did on the past of the same group."""

    days: tuple[Forecast, ...]
    score: Score = field(default_factory=Score)
    errors: Errors = ()


def forecast(weeks: Weeks) -> Outlook | None:
    """Forecast every weekday of the next week from past weeks, oldest first; None when too short.

    Each week is its counts by weekday, all of one length, None where nobody counted.
    """
    errors: list[int] = []
    tried: list[tuple[int | None, ...]] = []
    score = Score()
    for origin in range(LEAST_WEEKS, len(weeks)):
        expected = _expect(weeks[:origin])
        reach = _reach(errors)
        fresh: list[int | None] = []
        for weekday, came in enumerate(weeks[origin]):
            habit = _last(weeks[:origin], weekday)
            if came is None or habit is None:
                fresh.append(None)
                continue
            error = came - expected[weekday]
            fresh.append(error)
            score += Score(
                tried=1,
                came=came,
                missed=abs(error),
                habit_missed=abs(came - habit),
                ranged=int(reach is not None),
                held=int(reach is not None and reach[0] <= error <= reach[1]),
            )
        tried.append(tuple(fresh))
        errors += [error for error in fresh if error is not None]
    reach = _reach(errors)
    if reach is None:
        return None
    return Outlook(
        tuple(
            Forecast(max(0, count + reach[0]), count, count + reach[1]) for count in _expect(weeks)
        ),
        score,
        tuple(tried),
    )


def together_permille(*meals: Iterable[Errors]) -> int:
    """Return how far groups were off together on the same days: the correlation of their errors.

    One figure for all pairs at the same meal, large groups weighing more: what the sum of all
    varied by, beyond what each varied by for itself. Nothing while few days have been counted.
    """
    days: dict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    for meal, errors in ((meal, errors) for meal, rows in enumerate(meals) for errors in rows):
        known = [error for week in errors for error in week if error is not None]
        usual = isqrt(sum(error * error for error in known) * MILLI**2 // max(1, len(known)))
        for back, week in enumerate(reversed(errors)):
            for weekday, error in enumerate(week):
                if error is not None and usual:
                    days[meal, back, weekday].append((error * MILLI, usual))
    shared = [day for day in days.values() if len(day) > 1]
    if len(shared) < LEAST_ERRORS:
        return 0
    met, most = (sum(_crossed([pair[side] for pair in day]) for day in shared) for side in (0, 1))
    return min(MILLI, max(0, met * MILLI // most))


def _crossed(values: list[int]) -> int:
    """Sum the products of all pairs."""
    return sum(values) ** 2 - sum(value * value for value in values)


def _expect(weeks: Weeks) -> list[int]:
    length = len(weeks[0])
    known = [0] * length
    weight = [0] * length
    slow = ONE
    for week in reversed(weeks):
        for weekday, count in enumerate(week):
            if count is not None:
                known[weekday] += slow * count * MILLI
                weight[weekday] += slow
        slow = slow * SLOW_PERMILLE // 1000
    usual = sum(known) // max(1, sum(weight))
    habit = [
        (mine + usual * POOLED) // (seen + POOLED) for mine, seen in zip(known, weight, strict=True)
    ]
    came = wanted = STEADY * MILLI
    fast = ONE
    for week in reversed(weeks):
        for weekday, count in enumerate(week):
            if count is not None:
                came += fast * count * MILLI
                wanted += fast * habit[weekday]
        fast = fast * FAST_PERMILLE // 1000
    return [_ratio(day * came, wanted * MILLI) for day in habit]


def _reach(errors: list[int]) -> tuple[int, int] | None:
    """Return the errors below and above which half of the uncovered share falls each side.

    One is added to their number, so that a short past gives a wider range, not a lucky one.
    """
    if len(errors) < LEAST_ERRORS:
        return None
    ordered = sorted(errors)
    number = len(ordered)
    outside = (number + 1) * (1000 - COVERAGE_PERMILLE) // 2000
    low = ordered[max(0, outside - 1)]
    high = ordered[min(number - 1, number - outside)]
    return min(0, low), max(0, high)


def _last(weeks: Weeks, weekday: int) -> int | None:
    return next((week[weekday] for week in reversed(weeks) if week[weekday] is not None), None)


def _ratio(value: int, by: int) -> int:
    return (value + by // 2) // by if by else 0

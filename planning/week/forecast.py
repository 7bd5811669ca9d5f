"""How many will come: from past served counts, with a range that past errors give.

For each weekday the last counts weigh most (each week back weighs three quarters of the next),
and a quarter of the gap between last week's level and the usual one is carried over. Simple
enough to be argued with, and measured against the habit it must beat: last week's count.
"""

from dataclasses import dataclass

FADE_PERMILLE = 750
CARRY_PERMILLE = 250
LEAST_WEEKS = 3


@dataclass(frozen=True, slots=True)
class Forecast:
    """A count to expect, the range nine weeks in ten fall in, and how far it was off before."""

    low: int
    expected: int
    high: int
    error: int  # mean distance to what came, over the past weeks it could be tried on
    habit_error: int  # the same for last week's count


def forecast(weeks: list[list[int]], weekday: int) -> Forecast | None:
    """Forecast a weekday of the next week from past weeks, oldest first; None when too short.

    Each week is its counts by weekday, all of one length.
    """
    if len(weeks) < LEAST_WEEKS:
        return None
    expected = _expect(weeks, weekday)
    errors, habits = [], []
    for past in range(LEAST_WEEKS - 1, len(weeks)):
        came = weeks[past][weekday]
        errors.append(came - _expect(weeks[:past], weekday))
        habits.append(abs(came - weeks[past - 1][weekday]))
    spread = sorted(abs(error) for error in errors)
    reach = spread[min(len(spread) - 1, len(spread) * 9 // 10)]
    return Forecast(
        low=max(0, expected - reach),
        expected=expected,
        high=expected + reach,
        error=_mean(spread),
        habit_error=_mean(habits),
    )


def _expect(weeks: list[list[int]], weekday: int) -> int:
    weight = total = level = 0
    share = 1_000_000
    for week in reversed(weeks):
        total += share * week[weekday]
        level += share * sum(week)
        weight += share
        share = share * FADE_PERMILLE // 1000
    usual = total // weight
    if not level:
        return 0
    # a quiet week is mostly noise, and some news: that part is carried over to every weekday
    last = sum(weeks[-1]) * weight
    news = usual * (last - level) // level
    return max(0, usual + news * CARRY_PERMILLE // 1000)


def _mean(values: list[int]) -> int:
    return (sum(values) + len(values) // 2) // len(values)

"""The forecast of counts: better than last week's, ranges that hold, gaps and short pasts."""

import random

from hypothesis import given
from hypothesis import strategies as st

from planning.week.forecast import Score, forecast, together_permille

USUAL = (120, 130, 110, 140, 125)


def history(seed, *, weeks=12, usual=USUAL, noise=0.08, growth=0.0, gaps=0.0):
    rng = random.Random(seed)  # noqa: S311 - a reproducible draw
    return [
        [
            None
            if rng.random() < gaps
            else max(0, round(rng.gauss(day, day * noise) * (1 + growth * week)))
            for day in usual
        ]
        for week in range(weeks)
    ]


def total(histories):
    return sum((forecast(weeks).score for weeks in histories), Score())


def test_it_beats_last_weeks_count_on_steady_noisy_weeks():
    score = total(history(seed) for seed in range(40))
    assert score.error_centi * 100 < score.habit_error_centi * 85


def test_it_beats_last_weeks_count_when_a_group_grows():
    score = total(history(seed, growth=0.03) for seed in range(40))
    assert score.missed < score.habit_missed


def test_it_beats_last_weeks_count_in_groups_of_two_or_three():
    score = total(history(seed, usual=(2, 3, 2, 1, 2), noise=0.5) for seed in range(40))
    assert score.missed < score.habit_missed


def test_ranges_hold_about_nine_days_in_ten():
    for kind in ({}, {"growth": 0.02}, {"gaps": 0.15}, {"usual": (14, 17, 12, 15, 13)}):
        score = total(history(seed, weeks=16, **kind) for seed in range(60))
        # whole meals round a range outwards, the more so the smaller the group
        assert 860 <= score.coverage_permille <= 960


def test_a_lasting_rise_is_followed():
    found = forecast([[100] * 5] * 4 + [[150] * 5] * 4)
    assert all(135 <= day.expected <= 150 for day in found.days)


def test_a_weekday_that_is_quiet_stays_quiet():
    found = forecast([[50, 50, 20, 50, 50]] * 8)
    assert 20 <= found.days[2].expected <= 24
    assert 46 <= found.days[0].expected <= 52


def test_a_closed_day_does_not_lower_the_next_week():
    whole = [[40] * 5] * 9
    holed = [*whole[:-1], [40, 40, None, 40, 40]]
    assert [day.expected for day in forecast(holed).days] == [40] * 5


def test_a_short_past_gives_no_forecast_and_an_empty_one_expects_nobody():
    assert forecast([]) is None
    assert forecast([[10] * 5, [12] * 5]) is None
    assert forecast([[None] * 5] * 9) is None
    assert [day.high for day in forecast([[0] * 5] * 6).days] == [0] * 5


def test_the_score_is_the_sum_a_reader_can_redo():
    # 3 weeks of 10, then 14 each day: four meals off each day, the habit too, then none for it
    score = forecast([[10] * 5] * 3 + [[14] * 5] * 2).score
    assert (score.tried, score.came) == (10, 140)
    assert score.habit_missed == 20
    assert 20 < score.missed < 40
    assert score.error_permille == (score.missed * 1000 + 70) // 140
    assert score.error_centi == (score.missed * 100 + 5) // 10


@given(
    st.lists(
        st.lists(st.none() | st.integers(0, 2000), min_size=5, max_size=5), min_size=0, max_size=14
    )
)
def test_a_range_always_holds_what_is_expected_and_nothing_is_negative(weeks):
    found = forecast(weeks)
    if found is not None:
        assert all(0 <= day.low <= day.expected <= day.high for day in found.days)


@given(st.lists(st.lists(st.integers(0, 90), min_size=5, max_size=5), min_size=7, max_size=12))
def test_the_backtest_never_sees_the_week_it_forecasts(weeks):
    # what is added last changes no earlier try: the sums only grow by the last week's own days
    before, after = forecast(weeks[:-1]).score, forecast(weeks).score
    assert after.tried == before.tried + 5
    assert after.came == before.came + sum(weeks[-1])
    assert after.missed >= before.missed
    assert after.held - before.held <= 5


def doors(seed, common, *, number=12, weeks=16):
    """Counts of doors of which each day moves a part together: the root of a correlation."""
    rng = random.Random(seed)  # noqa: S311 - a reproducible draw
    days = [[rng.gauss(0, 1) for _ in USUAL] for _ in range(weeks)]
    own = (1 - common * common) ** 0.5
    return [
        [
            [round(60 + 8 * (common * day + own * rng.gauss(0, 1)) + number) for day in week]
            for week in days
        ]
        for number in range(number)
    ]


def together(seed, common, **options):
    return together_permille(forecast(weeks).errors for weeks in doors(seed, common, **options))


def test_doors_off_on_the_same_days_are_told_from_doors_off_each_for_itself():
    apart, some, all_of_it = (
        sum(together(seed, common) for seed in range(20)) / 20 for common in (0, 0.6, 1)
    )
    assert apart < 30
    assert 280 < some < 440
    assert all_of_it > 990


def test_doors_of_which_one_gains_what_another_loses_are_not_together():
    one = doors(1, 0, number=1)[0]
    other = [[120 - count for count in week] for week in one]
    assert together_permille(forecast(weeks).errors for weeks in (one, other)) == 0


def test_a_past_too_short_or_a_single_door_says_nothing_about_others():
    assert together_permille([((5, -5, 5),), ((5, -5, 5),)]) == 0
    assert together(1, 1, number=1) == 0
    assert together_permille([((None, None, None),), ((1, -1, 2),)]) == 0


def test_a_lunch_and_a_dinner_are_not_compared():
    lunch, dinner = ([forecast(weeks).errors] for weeks in doors(2, 1, number=2))
    assert together_permille(lunch, dinner) == 0
    assert together_permille(lunch * 2, dinner * 2) == 1000


def test_doors_counted_since_different_weeks_meet_on_the_same_days():
    long, short = doors(2, 1, number=2)
    assert together_permille([forecast(long).errors, forecast(short[6:]).errors]) > 800

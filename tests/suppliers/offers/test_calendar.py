"""Which week growers are asked about."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.offers.calendar import (
    answer_day,
    answers_still_come,
    call_week,
    monday_of,
    month_of,
)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_growers_are_asked_about_the_next_week(day):
    monday = call_week(day)
    assert monday.weekday() == 0
    assert 1 <= (monday - day).days <= 7


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_month_holds_its_days_and_ends_before_the_next(day):
    first, last = month_of(day)
    assert first <= day <= last
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1


def test_answers_come_until_thursday_evening_of_the_week_before():
    monday = date(2026, 11, 23)
    assert answer_day(monday) == date(2026, 11, 19)
    assert answers_still_come(datetime(2026, 11, 19, 17, 59), monday)  # noqa: DTZ001 - wall clock
    assert not answers_still_come(datetime(2026, 11, 19, 18, 0), monday)  # noqa: DTZ001 - the same


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 29)])
def test_a_week_begins_on_monday(day):
    assert monday_of(day) == date(2026, 11, 23)

"""Pure: which week growers are asked about, and until when they get an answer that week."""

from datetime import date, datetime, timedelta

ANSWER_WEEKDAY, ANSWER_MINUTE = 3, 18 * 60  # Thursday 18:00: the menu of next week is decided
DAYS_A_WEEK = 7


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def call_week(day: date) -> date:
    """Return the Monday of the week that growers are asked about: the next one."""
    return monday_of(day) + timedelta(days=DAYS_A_WEEK)


def answer_day(monday: date) -> date:
    """Return the day before whose evening offers for a week are answered."""
    return monday - timedelta(days=DAYS_A_WEEK - ANSWER_WEEKDAY)


def answers_still_come(local: datetime, monday: date) -> bool:
    """Tell whether an offer made now can still enter the menu of that week."""
    if local.date() != answer_day(monday):
        return local.date() < answer_day(monday)
    return local.hour * 60 + local.minute < ANSWER_MINUTE


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's month."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return first, after - timedelta(days=1)

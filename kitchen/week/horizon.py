"""The planned span: the last kitchen day before the Monday, then five days of service."""

from datetime import date, timedelta

SERVICE_DAYS = 5
COOKED_BEFORE = 3  # days from the Monday back to the last kitchen day
READY_MINUTE = 555  # packed by 9:15, the first tour loads


def start_of(monday: date) -> date:
    """Return the date of day 0, when Monday's dishes are cooked."""
    return monday - timedelta(days=COOKED_BEFORE)


def service_code(day: int) -> str:
    """Return the code of the lunch of a day of the horizon."""
    return f"d{day}"

"""The planned span: the last kitchen day before the Monday, then five days of service."""

from datetime import date, timedelta

from kitchen.core.vocabulary import Meal

SERVICE_DAYS = 5
COOKED_BEFORE = 3  # days from the Monday back to the last kitchen day
READY_MINUTE = (
    555  # packed by 9:15, the first tour loads; the evening's meals go out chilled with it
)


def start_of(monday: date) -> date:
    """Return the date of day 0, when Monday's dishes are cooked."""
    return monday - timedelta(days=COOKED_BEFORE)


def service_code(day: int, meal: Meal = Meal.LUNCH) -> str:
    """Return the code of a meal of a day of the horizon; a lunch is its day alone."""
    return f"d{day}" if meal is Meal.LUNCH else f"d{day}-{meal}"

"""The only reader of the clock, in the site's time zone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


def site_time(at: datetime, timezone: str) -> datetime:
    """Return an instant as the kitchen's wall clock shows it."""
    return at.astimezone(ZoneInfo(timezone))


def site_date(at: datetime, timezone: str) -> date:
    """Return the kitchen's calendar day at an instant."""
    return site_time(at, timezone).date()


def instant(day: date, minute: int, timezone: str) -> datetime:
    """Return the UTC instant of a minute after local midnight (minutes may pass 1440)."""
    hours, minutes = divmod(minute % 1440, 60)
    local = datetime.combine(
        date.fromordinal(day.toordinal() + minute // 1440),
        time(hours, minutes),
        tzinfo=ZoneInfo(timezone),
    )
    return local.astimezone(UTC)

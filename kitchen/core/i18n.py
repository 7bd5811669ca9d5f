"""Languages: message catalogs, and dates, numbers, weights and money as people write them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent
from babel.support import Translations

LOCALES = ("fr", "en")
DEFAULT_LOCALE = "fr"
CATALOGS = Path(__file__).parent / "locale"
NBSP = "\u00a0"

_current: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)


def N_(message: str) -> str:  # noqa: N802 - the name gettext users know
    """Mark a message that is declared here and translated where it is shown."""
    return message


@lru_cache(maxsize=len(LOCALES))
def translations(locale: str) -> Translations:
    """Merge every catalog of a language; a missing message falls back to its English id."""
    merged = Translations()
    for path in sorted((CATALOGS / locale).glob("*.po")):
        with path.open("rb") as source:
            catalog = read_po(source, locale=locale)
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        part = Translations(compiled)
        merged = part if not merged.files and not merged._catalog else merged.merge(part)  # noqa: SLF001
    return merged


def locale() -> str:
    """Return the language of the present request, job or document."""
    return _current.get()


@contextmanager
def using(language: str) -> Iterator[None]:
    """Speak a language inside the block."""
    token = _current.set(language if language in LOCALES else DEFAULT_LOCALE)
    try:
        yield
    finally:
        _current.reset(token)


def set_locale(language: str) -> None:
    """Speak a language until the end of the present request."""
    _current.set(language if language in LOCALES else DEFAULT_LOCALE)


def gettext(message: str, **facts: object) -> str:
    """Translate a message and fill its named places."""
    text = str(translations(locale()).gettext(message))
    return text % facts if facts else text


def ngettext(one: str, many: str, count: int, **facts: object) -> str:
    """Translate a message that depends on a count, given as %(count)s."""
    text = str(translations(locale()).ungettext(one, many, count))
    return text % {"count": number(count), **facts}


def _babel() -> Locale:
    return Locale.parse("fr_FR" if locale() == "fr" else "en_GB")


def _tidy(text: str) -> str:
    """Use one no-break space everywhere: paper fonts lack the narrow one."""
    return text.replace("\u202f", NBSP)


def number(value: float, digits: int = 0) -> str:
    """Write a number: `1 240`, `0,9`."""
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return _tidy(format_decimal(value, format=pattern, locale=_babel()))


def kilos(grams: int) -> str:
    """Write a weight as a cook says it: `315 g`, `4,9 kg`, `31,5 kg`, `1,9 t`."""
    ton, kilo, exact = 1_000_000, 1000, 10_000
    if abs(grams) >= ton:
        return f"{number(grams / ton, 1)}{NBSP}t"
    if abs(grams) < kilo:
        return f"{number(grams)}{NBSP}g"
    digits = 0 if grams % kilo == 0 else 2 if abs(grams) < exact and grams % 100 else 1
    return f"{number(grams / kilo, digits)}{NBSP}kg"


def litres(millilitres: int) -> str:
    """Write a volume: `500 ml`, `4,9 L`."""
    litre = 1000
    if abs(millilitres) < litre:
        return f"{number(millilitres)}{NBSP}ml"
    digits = 0 if millilitres % litre == 0 else 1
    return f"{number(millilitres / litre, digits)}{NBSP}L"


def euros(cents: int) -> str:
    """Write money: `2,21 €`."""
    return _tidy(format_currency(cents / 100, "EUR", locale=_babel()))


def decimals(value: Decimal) -> str:
    """Write an amount for a field, with two decimals: `2,21`."""
    return _tidy(format_decimal(value, format="0.00", locale=_babel()))


def percent(permille: int) -> str:
    """Write a share given in thousandths as whole percent: `61 %`."""
    return _tidy(format_percent(permille / 1000, format="#,##0 %", locale=_babel())).replace(
        " %", f"{NBSP}%" if locale() == "fr" else "%"
    )


def clock(minute: int) -> str:
    """Write a minute of the day: `8:37`; the next day is said by `+1`."""
    days, rest = divmod(minute, 1440)
    text = f"{rest // 60}:{rest % 60:02d}"
    return f"{text} +{days}" if days else text


def duration(minutes: int) -> str:
    """Write a duration: `41 min`, `2 h 05`."""
    hour = 60
    if minutes < hour:
        return f"{minutes}{NBSP}min"
    return f"{minutes // hour}{NBSP}h{NBSP}{minutes % hour:02d}"


def long_date(day: date) -> str:
    """Write a day in full: `lundi 23 novembre 2026`."""
    return _tidy(format_date(day, "EEEE d MMMM y", locale=_babel()))


def day_name(day: date) -> str:
    """Write a day of the present week: `lundi 23`."""
    return _tidy(format_date(day, "EEEE d", locale=_babel()))


def short_date(day: date) -> str:
    """Write a day in figures: `27/11`."""
    return _tidy(format_date(day, "dd/MM", locale=_babel()))


def numeric_date(day: date) -> str:
    """Write a day in figures with its year: `27/11/2026`."""
    return _tidy(format_date(day, "dd/MM/y", locale=_babel()))


def moment(at: datetime) -> str:
    """Write an instant already in site time: `22/11 à 17:40`."""
    pattern = "dd/MM 'à' H:mm" if locale() == "fr" else "dd/MM 'at' H:mm"
    return _tidy(format_datetime(at, pattern, locale=_babel()))


def week_title(monday: date, days: int = 5) -> str:
    """Write a week: `Semaine 48, du 23 au 27 novembre`."""
    last = monday + timedelta(days=days - 1)
    first_pattern = "d" if monday.month == last.month else "d MMMM"
    return gettext(
        "Week %(week)s, %(first)s to %(last)s",
        week=monday.isocalendar().week,
        first=_tidy(format_date(monday, first_pattern, locale=_babel())),
        last=_tidy(format_date(last, "d MMMM", locale=_babel())),
    )

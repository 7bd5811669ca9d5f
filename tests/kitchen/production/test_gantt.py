"""The kitchen's day as a picture: stations in the order of work, hands counted, names escaped."""

from datetime import date
from xml.etree import ElementTree as ET

from kitchen.core.vocabulary import StationKind
from kitchen.production.gantt import Bar, hands, svg
from kitchen.production.models import Shift

DAY = date(2026, 11, 23)


def bar(start, end, *, kind=StationKind.PREP, name="Velouté", people=1, number=1):
    return Bar(f"{kind.value}-{number}", start, end, name, kind, people)


def test_hands_are_counted_against_those_who_are_there():
    shifts = [Shift(day=DAY, start_minute=420, end_minute=450, heads=3)]
    counted = hands([bar(420, 450), bar(435, 480, people=2, number=2)], shifts)
    at = {row.start: (row.used, row.there) for row in counted}
    assert at[420] == (1, 3)
    assert at[435] == (3, 3)
    assert at[450] == (2, 0)
    assert at[475] == (2, 0)


def test_bars_at_once_on_a_station_are_stacked():
    found = [bar(420, 480), bar(450, 500, name="Dahl"), bar(480, 520, name="Riz")]
    drawn = ET.fromstring(svg(found, [], {}, "jour", "équipe"))  # noqa: S314 - our own
    rows = [rect.attrib["y"] for rect in drawn.iter("rect")]
    assert len(rows) == 3
    assert len(set(rows)) == 2


def test_a_dish_cannot_write_into_the_page():
    picture = svg([bar(420, 600, name='<script>"x"</script>')], [], {}, "jour", "équipe")
    assert "<script>" not in picture
    ET.fromstring(picture)  # noqa: S314 - our own


def test_a_day_without_work_draws_nothing():
    assert svg([], [], {}, "jour", "équipe") == ""
    assert hands([], []) == []

"""The day of the kitchen as SVG, drawn on the server: stations in the order of work, then hands."""

from dataclasses import dataclass
from html import escape

from kitchen.core.i18n import clock
from kitchen.core.vocabulary import StationKind
from kitchen.production.models import Shift
from kitchen.production.queries import BatchRow

WIDTH, LEFT, LANE, HEAD, PEOPLE = 1200, 170, 30, 24, 64
HOUR, SLICE = 60, 5
ORDER = {kind: place for place, kind in enumerate(StationKind)}
LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A step on a station."""

    station: str
    start: int
    end: int
    name: str
    kind: StationKind
    hands: int = 0


@dataclass(frozen=True, slots=True)
class Hands:
    """People at work and people there, over a slice of minutes."""

    start: int
    used: int
    there: int


def bars(rows: list[BatchRow]) -> list[Bar]:
    """Return every step of a day, stations in the order of work, then by time."""
    found = [
        Bar(
            station=step.station_code,
            start=step.start_minute,
            end=step.end_minute,
            name=row.name,
            kind=step.kind,
            hands=step.hands,
        )
        for row in rows
        for step in row.steps
    ]
    return sorted(found, key=lambda bar: (ORDER[bar.kind], bar.station, bar.start, bar.name))


def hands(found: list[Bar], shifts: list[Shift]) -> list[Hands]:
    """Count the people held by steps, and there by shifts, every five minutes of the day."""
    if not found:
        return []
    first, last = _hours(found)
    return [
        Hands(
            start=minute,
            used=sum(bar.hands for bar in found if bar.start <= minute < bar.end),
            there=sum(row.heads for row in shifts if row.start_minute <= minute < row.end_minute),
        )
        for minute in range(first, last, SLICE)
    ]


def svg(found: list[Bar], people: list[Hands], names: dict[str, str], title: str, team: str) -> str:
    """Draw the bars; bars that share a station at once are stacked in rows of their own."""
    if not found:
        return ""
    first, last = _hours(found)
    scale = (WIDTH - LEFT - 40) / max(1, last - first)
    lanes = _lanes(found)
    below = HEAD + LANE * len(lanes)
    height = below + PEOPLE + 12
    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">']
    for minute in range(first, last + 1, HOUR):
        x = LEFT + (minute - first) * scale
        parts.append(f'<line class="rail" x1="{x:.0f}" x2="{x:.0f}" y1="{HEAD}" y2="{height}"/>')
        parts.append(f'<text x="{x + 3:.0f}" y="16">{clock(minute)}</text>')
    shown = ""
    for index, (station, placed) in enumerate(lanes):
        y = HEAD + index * LANE
        if station != shown:
            parts.append(
                f'<line class="lane-line" x1="0" x2="{WIDTH}" y1="{y}" y2="{y}"/>'
                f'<text x="0" y="{y + 19}">{escape(names.get(station, station))}</text>'
            )
            shown = station
        parts += [_bar(bar, y, first, scale) for bar in placed]
    parts.append(_people(people, below, first, scale, team))
    return "".join([*parts, "</svg>"])


def _hours(found: list[Bar]) -> tuple[int, int]:
    first = min(bar.start for bar in found) // HOUR * HOUR
    return first, -(-max(bar.end for bar in found) // HOUR) * HOUR


def _lanes(found: list[Bar]) -> list[tuple[str, list[Bar]]]:
    lanes: list[tuple[str, list[Bar]]] = []
    for bar in found:
        for station, placed in lanes:
            if station == bar.station and placed[-1].end <= bar.start:
                placed.append(bar)
                break
        else:
            lanes.append((bar.station, [bar]))
    return lanes


def _bar(bar: Bar, y: int, first: int, scale: float) -> str:
    x = LEFT + (bar.start - first) * scale
    width = max(3.0, (bar.end - bar.start) * scale - 2)
    letters = int(width // 6.5)
    name = bar.name if len(bar.name) <= letters else f"{bar.name[: max(0, letters - 1)]}…"
    words = f'<text class="inside" x="{x + 5:.0f}" y="{y + 19}">{escape(name)}</text>'
    title = f"{clock(bar.start)}–{clock(bar.end)} {bar.name}"
    kind = ' class="chiller"' if bar.kind is StationKind.CHILLER else ""
    return (
        f"<g{kind}><title>{escape(title)}</title>"
        f'<rect x="{x:.1f}" y="{y + 3}" width="{width:.1f}" height="{LANE - 6}" rx="4"/>'
        f"{words if letters > LEAST_LETTERS else ''}</g>"
    )


def _people(people: list[Hands], below: int, first: int, scale: float, team: str) -> str:
    """Draw the people at work under a dashed line of those who are there."""
    most = max((max(row.used, row.there) for row in people), default=0)
    if not most:
        return ""
    unit = (PEOPLE - 12) / most
    floor = below + PEOPLE
    parts = [f'<g class="people"><text x="0" y="{below + 24}">{escape(team)}</text>']
    for row in people:
        x = LEFT + (row.start - first) * scale
        if row.used:
            tall = row.used * unit
            parts.append(
                f'<rect x="{x:.1f}" y="{floor - tall:.1f}" width="{SLICE * scale:.1f}"'
                f' height="{tall:.1f}"/>'
            )
        if row.there:
            y = floor - row.there * unit
            parts.append(
                f'<line class="limit" x1="{x:.1f}" x2="{x + SLICE * scale:.1f}"'
                f' y1="{y:.1f}" y2="{y:.1f}"/>'
            )
    return "".join([*parts, "</g>"])

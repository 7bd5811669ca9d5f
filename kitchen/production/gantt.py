"""The day of the kitchen as SVG lanes by station, drawn on the server."""

from dataclasses import dataclass
from html import escape

from kitchen.core.i18n import clock
from kitchen.core.vocabulary import StationKind
from kitchen.production.queries import BatchRow

WIDTH, LEFT, LANE, HEAD = 1200, 170, 30, 24
HOUR = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """A step on a station."""

    station: str
    start: int
    end: int
    name: str
    cold: bool


def bars(rows: list[BatchRow]) -> list[Bar]:
    """Return every step of a day, by station and time."""
    found = [
        Bar(
            station=step.station_code,
            start=step.start_minute,
            end=step.end_minute,
            name=row.name,
            cold=step.kind is StationKind.CHILLER,
        )
        for row in rows
        for step in row.steps
    ]
    return sorted(found, key=lambda bar: (bar.station, bar.start, bar.name))


def svg(found: list[Bar], names: dict[str, str], title: str) -> str:
    """Draw the bars; bars that share a station at once are stacked in rows of their own."""
    if not found:
        return ""
    first = min(bar.start for bar in found) // HOUR * HOUR
    last = -(-max(bar.end for bar in found) // HOUR) * HOUR
    scale = (WIDTH - LEFT - 10) / max(1, last - first)
    lanes: list[tuple[str, list[Bar]]] = []
    for bar in found:
        for station, placed in lanes:
            if station == bar.station and placed[-1].end <= bar.start:
                placed.append(bar)
                break
        else:
            lanes.append((bar.station, [bar]))
    lanes.sort(key=lambda lane: lane[0])
    height = HEAD + LANE * len(lanes) + 6
    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">']
    for minute in range(first, last + 1, HOUR):
        x = LEFT + (minute - first) * scale
        parts.append(f'<line class="rail" x1="{x:.0f}" x2="{x:.0f}" y1="{HEAD}" y2="{height}"/>')
        parts.append(f'<text x="{x + 3:.0f}" y="16">{clock(minute)}</text>')
    shown = ""
    for index, (station, placed) in enumerate(lanes):
        y = HEAD + index * LANE
        if station != shown:
            parts.append(f'<text x="0" y="{y + 19}">{escape(names.get(station, station))}</text>')
            shown = station
        parts += [_bar(bar, y, first, scale) for bar in placed]
    return "".join([*parts, "</svg>"])


def _bar(bar: Bar, y: int, first: int, scale: float) -> str:
    x = LEFT + (bar.start - first) * scale
    width = max(3.0, (bar.end - bar.start) * scale - 2)
    letters = int(width // 6.5)
    name = bar.name if len(bar.name) <= letters else f"{bar.name[: max(0, letters - 1)]}…"
    words = f'<text class="inside" x="{x + 5:.0f}" y="{y + 19}">{escape(name)}</text>'
    title = f"{clock(bar.start)}–{clock(bar.end)} {bar.name}"
    kind = ' class="chiller"' if bar.cold else ""
    return (
        f"<g{kind}><title>{escape(title)}</title>"
        f'<rect x="{x:.1f}" y="{y + 3}" width="{width:.1f}" height="{LANE - 6}" rx="4"/>'
        f"{words if letters > 3 else ''}</g>"  # noqa: PLR2004 - shorter says nothing
    )

"""The map and the lanes as SVG, drawn on the server: they work with no tiles and no network."""

from html import escape

from distribution.tours.queries import Lane
from distribution.tours.snapshot import KITCHEN_LAT, KITCHEN_LON
from kitchen.core.i18n import clock, number

# Our own sketch from positions: coast from Wissant to Gravelines, roads and canal, in degrees.
COAST = (
    (1.60, 50.885), (1.662, 50.888), (1.70, 50.915), (1.735, 50.938), (1.79, 50.957),
    (1.83, 50.966), (1.852, 50.9705), (1.90, 50.972), (1.96, 50.985), (2.03, 50.998),
    (2.11, 51.012), (2.20, 51.025),
)  # fmt: skip
ROADS = (
    ((1.70, 50.89), (1.80, 50.93), (1.855, 50.95), (1.95, 50.948), (2.04, 50.975), (2.16, 50.985)),
    ((1.855, 50.95), (1.872, 50.87), (1.885, 50.82)),
    ((1.872, 50.87), (1.977, 50.855), (2.08, 50.878), (2.2, 50.87)),
)
CANAL = ((1.866, 50.952), (1.93, 50.909), (1.977, 50.862), (2.08, 50.86), (2.2, 50.83))
TOWNS = (
    ("Calais", 1.835, 50.9585), ("Sangatte", 1.756, 50.943), ("Coquelles", 1.79, 50.926),
    ("Marck", 1.951, 50.956), ("Guînes", 1.855, 50.857), ("Ardres", 1.985, 50.843),
    ("Oye-Plage", 2.03, 50.967), ("Audruicq", 2.07, 50.866), ("Les Attaques", 1.935, 50.897),
)  # fmt: skip
WEST, EAST, SOUTH, NORTH = 1.70, 2.15, 50.82, 51.015
WIDTH, HEIGHT = 720, 490
LEFT, RIGHT, LANE_WIDTH = 8, 8, 900
Point = tuple[float, float]


def _at(lon: float, lat: float) -> Point:
    x = (lon - WEST) / (EAST - WEST) * WIDTH
    y = (NORTH - lat) / (NORTH - SOUTH) * HEIGHT
    return round(x, 1), round(y, 1)


def _line(points: list[Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def tour_map(lanes: list[Lane], unserved: list[tuple[str, int, int]], title: str) -> str:
    """Draw the coast, the roads, and each van's way with its numbered stops."""
    coast = [_at(*point) for point in COAST]
    sea = _line([(0.0, 0.0), *coast, (float(WIDTH), 0.0)])
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">',
        f'<polygon class="sea" points="{sea}"/><text x="150" y="70">Mer du Nord</text>',
    ]
    parts += [
        f'<polyline class="road" points="{_line([_at(*point) for point in road])}"/>'
        for road in ROADS
    ]
    parts.append(f'<polyline class="canal" points="{_line([_at(*p) for p in CANAL])}"/>')
    for name, lon, lat in TOWNS:
        x, y = _at(lon, lat)
        parts.append(f'<text x="{x}" y="{y}">{escape(name)}</text>')
    home = _at(KITCHEN_LON / 1e6, KITCHEN_LAT / 1e6)
    for index, lane in enumerate(lanes):
        parts.append(_way(index, lane, home))
    for name, lat_microdeg, lon_microdeg in unserved:
        x, y = _at(lon_microdeg / 1e6, lat_microdeg / 1e6)
        parts.append(
            f'<g><title>{escape(name)}</title><circle cx="{x}" cy="{y}" r="12" fill="#a93522"/>'
            f'<text x="{x}" y="{y + 5}" text-anchor="middle" fill="#fff">!</text></g>'
        )
    x, y = home
    parts.append(f'<circle class="kitchen" cx="{x}" cy="{y}" r="11"/></svg>')
    return "".join(parts)


def _way(index: int, lane: Lane, home: Point) -> str:
    points = [
        _at(visit.door.point.lon_microdeg / 1e6, visit.door.point.lat_microdeg / 1e6)
        for visit in lane.visits
    ]
    if not points:
        return ""
    way = _line([home, *points, home])
    parts = [f'<g class="van-{index % 4}"><polyline class="way" points="{way}"/>']
    for order, ((x, y), visit) in enumerate(zip(points, lane.visits, strict=True), start=1):
        shape = (
            f'<circle cx="{x}" cy="{y}" r="12"/>',
            f'<rect x="{x - 11}" y="{y - 11}" width="22" height="22" rx="3"/>',
            f'<path d="M{x} {y - 14} l14 14 -14 14 -14 -14z"/>',
            f'<path d="M{x} {y - 13} l13 23 h-26z"/>',
        )[index % 4]
        name = escape(visit.door.point.name)
        label = f'<text x="{x}" y="{y + 5}">{order}</text>'
        parts.append(f'<g class="pin"><title>{name}</title>{shape}{label}</g>')
    return "".join([*parts, "</g>"])


def lane_svg(lane: Lane, first: int, last: int, weekday: int) -> str:
    """Draw a van's stops in time, each over its opening window."""
    scale = (LANE_WIDTH - LEFT - RIGHT) / max(1, last - first)

    def at(minute: int) -> float:
        return round(LEFT + (minute - first) * scale, 1)

    title = escape(f"{lane.vehicle.name} : {number(lane.meals)}")
    parts = [f'<svg viewBox="0 0 {LANE_WIDTH} 62" role="img" aria-label="{title}">']
    for minute in range(first, last + 1, 30):
        x = at(minute)
        parts.append(f'<line class="rail" x1="{x}" x2="{x}" y1="14" y2="62"/>')
        parts.append(f'<text x="{x + 2}" y="11">{clock(minute)}</text>')
    for order, visit in enumerate(lane.visits, start=1):
        stop = visit.stop
        x = at(stop.arrive_minute)
        width = max(34.0, at(stop.leave_minute) - x)
        for opens, closes in visit.door.on(weekday):
            left = at(max(opens, first))
            wide = max(0, at(min(closes, last)) - left)
            parts.append(f'<rect class="window" x="{left}" y="57" width="{wide}" height="3"/>')
        words = f"{order} · {clock(stop.arrive_minute)}"
        parts.append(
            f"<g><title>{escape(visit.door.point.name)}, {escape(words)}</title>"
            f'<rect class="bar-stop" x="{x}" y="20" width="{width}" height="32" rx="4"/>'
            f'<text class="inside" x="{x + 4}" y="34">{order}</text>'
            f'<text class="inside" x="{x + 4}" y="47">{clock(stop.arrive_minute)}</text></g>'
        )
    return "".join([*parts, "</svg>"])

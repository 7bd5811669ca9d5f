"""Asks a routing server for metres and minutes; without one, or when it fails, planning goes on.

What OSRM, Valhalla or openrouteservice answer becomes legs of the problem, kept in a file, so that
a day planned again asks nothing. A failure is a notice for the coordinator, and the straight line
takes over.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from kitchen.core.config import Settings
from kitchen.core.i18n import N_
from planning.tours.problem import Leg, Place

BLOCK = 50  # places on one side of a request: public servers take a hundred in all
MINUTE = 60
UNREACHED = N_("The road server did not answer: road times are straight-line estimates.")
PARTLY = N_("The road server knows no road between some places: estimates are used there.")
FAILURES = (
    httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, IndexError, OSError,
)  # fmt: skip

Spot = tuple[int, int]  # millionths of a degree: north, east
Road = tuple[int, int] | None  # metres, seconds; None where there is no road
Table = list[list[Road]]
Call = Callable[[httpx.Client, Sequence[Spot], Sequence[Spot]], Table]


@dataclass(frozen=True, slots=True)
class Roads:
    """Legs that a server knows, and what to tell the coordinator when something is missing."""

    legs: tuple[Leg, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class RoadServer:
    """A routing server, and the file that remembers what it said."""

    url: str
    kind: str
    memory: Path
    key: str = ""
    seconds: float = 5.0
    transport: httpx.BaseTransport | None = None

    def legs(self, places: Sequence[Place], fixed_minutes: int) -> Roads:
        """Return the legs between all places that have a position; a failure is a notice."""
        spots = {
            row.code: (row.lat_microdeg, row.lon_microdeg)
            for row in places
            if row.lat_microdeg is not None and row.lon_microdeg is not None
        }
        known, notice = self._remembered(), ""
        pairs = [(one, other) for one in spots.values() for other in spots.values() if one != other]
        if any(_name(*pair) not in known for pair in pairs):
            try:
                known |= self._ask(sorted(set(spots.values())))
                self._remember(known)
            except FAILURES:
                notice = UNREACHED
        legs = []
        for one, here in spots.items():
            for other, there in spots.items():
                road = known.get(_name(here, there))
                if road:
                    minutes = -(-road[1] // MINUTE) + fixed_minutes
                    legs.append(Leg(origin=one, destination=other, metres=road[0], minutes=minutes))
                elif here != there:
                    notice = notice or PARTLY
        return Roads(tuple(legs), notice)

    def _ask(self, spots: Sequence[Spot]) -> dict[str, Road]:
        headers = {"Authorization": self.key} if self.key else {}
        blocks = [spots[start : start + BLOCK] for start in range(0, len(spots), BLOCK)]
        found: dict[str, Road] = {}
        with httpx.Client(
            base_url=self.url, timeout=self.seconds, headers=headers, transport=self.transport
        ) as client:
            for sources in blocks:
                for targets in blocks:
                    table = KINDS[self.kind](client, sources, targets)
                    for i, one in enumerate(sources):
                        for j, other in enumerate(targets):
                            found[_name(one, other)] = table[i][j] if one != other else None
        return found

    def _remembered(self) -> dict[str, Road]:
        try:
            body = json.loads(self.memory.read_text(encoding="utf-8"))
            rows = dict(body["roads"]) if body["url"] == self.url else {}
            return {name: (row[0], row[1]) if row else None for name, row in rows.items()}
        except FAILURES:
            return {}  # never written, or by hand: ask again

    def _remember(self, known: Mapping[str, Road]) -> None:
        self.memory.parent.mkdir(parents=True, exist_ok=True)
        written = self.memory.with_suffix(".new")
        written.write_text(json.dumps({"url": self.url, "roads": known}), encoding="utf-8")
        written.replace(self.memory)


def from_settings(site: Settings) -> RoadServer | None:
    """Return the installation's road server; None, as delivered, when it has none."""
    if not site.road_server:
        return None
    return RoadServer(
        url=site.road_server,
        kind=site.road_server_kind,
        memory=site.data_folder / "roads.json",
        key=site.road_server_key.get_secret_value(),
        seconds=site.network_seconds,
    )


def _name(one: Spot, other: Spot) -> str:
    return f"{one[0]},{one[1]}>{other[0]},{other[1]}"


def _osrm(client: httpx.Client, sources: Sequence[Spot], targets: Sequence[Spot]) -> Table:
    spots = ";".join(f"{lon / 1e6:.6f},{lat / 1e6:.6f}" for lat, lon in [*sources, *targets])
    here, there = range(len(sources)), range(len(sources), len(sources) + len(targets))
    answer = client.get(
        f"table/v1/driving/{spots}",
        params={
            "annotations": "duration,distance",
            "sources": ";".join(map(str, here)),
            "destinations": ";".join(map(str, there)),
        },
    )
    body = answer.raise_for_status().json()
    return _table(body["distances"], body["durations"])


def _valhalla(client: httpx.Client, sources: Sequence[Spot], targets: Sequence[Spot]) -> Table:
    ends = {
        name: [{"lat": lat / 1e6, "lon": lon / 1e6} for lat, lon in rows]
        for name, rows in (("sources", sources), ("targets", targets))
    }
    asked = {**ends, "costing": "auto", "units": "kilometers"}
    rows = client.post("sources_to_targets", json=asked).raise_for_status().json()
    cells = rows["sources_to_targets"]
    metres = [[_times(cell["distance"], 1000) for cell in row] for row in cells]
    return _table(metres, [[cell["time"] for cell in row] for row in cells])


def _openrouteservice(
    client: httpx.Client, sources: Sequence[Spot], targets: Sequence[Spot]
) -> Table:
    asked = {
        "locations": [[lon / 1e6, lat / 1e6] for lat, lon in [*sources, *targets]],
        "sources": list(range(len(sources))),
        "destinations": list(range(len(sources), len(sources) + len(targets))),
        "metrics": ["distance", "duration"],
    }
    body = client.post("v2/matrix/driving-car", json=asked).raise_for_status().json()
    return _table(body["distances"], body["durations"])


KINDS: dict[str, Call] = {
    "osrm": _osrm,
    "valhalla": _valhalla,
    "openrouteservice": _openrouteservice,
}


def _table(metres: list[list[Any]], seconds: list[list[Any]]) -> Table:
    return [
        [_road(one, other) for one, other in zip(lengths, times, strict=True)]
        for lengths, times in zip(metres, seconds, strict=True)
    ]


def _road(metres: float | None, seconds: float | None) -> Road:
    if metres is None or seconds is None:
        return None
    if not (0 <= metres < 1e7 and 0 <= seconds < 1e6):  # noqa: PLR2004 - no road of ours
        raise ValueError
    return round(metres), round(seconds)


def _times(value: float | None, factor: int) -> float | None:
    return None if value is None else value * factor

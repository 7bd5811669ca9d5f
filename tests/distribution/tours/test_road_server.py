"""A routing server is optional: what it says is kept, and its failure is a notice, no more."""

import json
from functools import partial

import httpx
import pytest

from distribution.tours.road_server import PARTLY, UNREACHED, RoadServer, from_settings
from kitchen.core.config import Settings
from planning.tours.problem import Place

PLACES = (
    Place(code="kitchen", lat_microdeg=50_949_600, lon_microdeg=1_858_900),
    Place(code="a", lat_microdeg=50_956_000, lon_microdeg=1_884_700),
    Place(code="b", lat_microdeg=50_950_300, lon_microdeg=1_825_600),
)


class Road:
    """A server that knows how far apart two positions are, and counts who asks."""

    def __init__(self, kind, *, closed=(), status=200, body=None):
        self.kind, self.closed, self.status, self.body, self.asked = kind, closed, status, body, 0

    def __call__(self, request):
        self.asked += 1
        self.request = request
        if self.body is not None:
            return httpx.Response(self.status, content=self.body)
        sources, targets = getattr(self, self.kind)(request)
        table = [[self.road(one, other) for other in targets] for one in sources]
        return httpx.Response(self.status, json=self.answer(table))

    def road(self, one, other):
        if (one, other) in self.closed:
            return None, None
        away = abs(one[0] - other[0]) + abs(one[1] - other[1])
        return round(away * 100_000, 1), round(away * 10_000, 1)

    def osrm(self, request):
        spots = [
            (float(lat), float(lon))
            for lon, lat in (spot.split(",") for spot in request.url.path.split("/")[-1].split(";"))
        ]
        picked = [
            [spots[int(index)] for index in request.url.params[name].split(";")]
            for name in ("sources", "destinations")
        ]
        assert request.url.path.startswith("/table/v1/driving/")
        return picked

    def valhalla(self, request):
        body = json.loads(request.content)
        assert (request.url.path, body["costing"]) == ("/sources_to_targets", "auto")
        return [
            [(spot["lat"], spot["lon"]) for spot in body[name]] for name in ("sources", "targets")
        ]

    def openrouteservice(self, request):
        body = json.loads(request.content)
        assert request.headers["Authorization"] == "secret"
        spots = [(lat, lon) for lon, lat in body["locations"]]
        return [[spots[index] for index in body[name]] for name in ("sources", "destinations")]

    def answer(self, table):
        if self.kind == "valhalla":
            return {
                "sources_to_targets": [
                    [{"distance": None if m is None else m / 1000, "time": s} for m, s in row]
                    for row in table
                ]
            }
        return {
            "code": "Ok",
            "distances": [[m for m, _ in row] for row in table],
            "durations": [[s for _, s in row] for row in table],
        }


@pytest.fixture
def server(tmp_path):
    def made(road, **more):
        return RoadServer(
            url="http://roads.test",
            kind=road.kind if isinstance(road, Road) else "osrm",
            memory=tmp_path / "roads.json",
            key="secret",
            transport=httpx.MockTransport(road),
            **more,
        )

    return made


@pytest.mark.parametrize("kind", ["osrm", "valhalla", "openrouteservice"])
def test_each_kind_of_server_gives_the_legs_between_all_places(server, kind):
    found = server(Road(kind)).legs(PLACES, fixed_minutes=1)
    assert found.notice == ""
    legs = {(leg.origin, leg.destination): (leg.metres, leg.minutes) for leg in found.legs}
    assert len(legs) == 6
    # 6400 and 25800 millionths of a degree apart: 3220 m, 322 s, and a minute to park
    assert legs["kitchen", "a"] == (3220, 6 + 1)


def test_what_was_said_once_is_not_asked_again(server):
    road = Road("osrm")
    first = server(road).legs(PLACES, fixed_minutes=1)
    again = server(road).legs(tuple(reversed(PLACES)), fixed_minutes=1)
    assert road.asked == 1
    assert set(first.legs) == set(again.legs)
    further = (*PLACES, Place(code="c", lat_microdeg=50_960_000, lon_microdeg=1_900_000))
    assert len(server(road).legs(further, fixed_minutes=1).legs) == 12
    assert road.asked == 2


def test_many_places_are_asked_in_blocks(server):
    road = Road("osrm")
    many = tuple(
        Place(code=str(i), lat_microdeg=50_900_000 + i * 1000, lon_microdeg=1_850_000)
        for i in range(70)
    )
    assert len(server(road).legs(many, fixed_minutes=0).legs) == 70 * 69
    assert road.asked == 4


def test_a_pair_without_a_road_is_left_to_the_estimate(server):
    closed = (((50.9496, 1.8589), (50.956, 1.8847)),)
    found = server(Road("osrm", closed=closed)).legs(PLACES, fixed_minutes=1)
    assert found.notice == PARTLY
    assert ("kitchen", "a") not in {(leg.origin, leg.destination) for leg in found.legs}
    assert len(found.legs) == 5


def refuse(error, _request):
    raise error


@pytest.mark.parametrize(
    "road",
    [
        partial(refuse, httpx.ConnectError("no route to host")),
        partial(refuse, httpx.ReadTimeout("too slow")),
        Road("osrm", status=500, body=b"{}"),
        Road("osrm", body=b"<html>a captive portal</html>"),
        Road("osrm", body=b'{"code": "Ok"}'),
        Road("osrm", body=b'{"distances": [[0]], "durations": [[0]]}'),
        Road("osrm", body=b'{"distances": [["far"]], "durations": [["long"]]}'),
    ],
)
def test_a_failure_is_a_notice_and_planning_goes_on(server, road):
    found = server(road).legs(PLACES, fixed_minutes=1)
    assert (found.legs, found.notice) == ((), UNREACHED)


def test_what_is_remembered_helps_when_the_server_is_gone(server):
    server(Road("osrm")).legs(PLACES, fixed_minutes=1)
    gone = partial(refuse, httpx.ConnectError("gone"))
    assert len(server(gone).legs(PLACES, fixed_minutes=1).legs) == 6
    further = (*PLACES, Place(code="c", lat_microdeg=50_960_000, lon_microdeg=1_900_000))
    partly = server(gone).legs(further, fixed_minutes=1)
    assert (len(partly.legs), partly.notice) == (6, UNREACHED)


@pytest.mark.parametrize("text", ["", "{", '{"url": "http://roads.test", "roads": 3}', "[]"])
def test_a_broken_memory_is_written_again(server, tmp_path, text):
    (tmp_path / "roads.json").write_text(text, encoding="utf-8")
    assert len(server(Road("osrm")).legs(PLACES, fixed_minutes=1).legs) == 6


def test_a_place_without_a_position_is_not_asked_about(server):
    road = Road("osrm")
    found = server(road).legs((*PLACES[:2], Place(code="x")), fixed_minutes=1)
    assert len(found.legs) == 2


def test_no_server_is_asked_as_delivered(tmp_path):
    assert from_settings(Settings(data_folder=tmp_path)) is None
    named = from_settings(Settings(data_folder=tmp_path, road_server="http://roads.test"))
    assert (named.kind, named.memory) == ("osrm", tmp_path / "roads.json")

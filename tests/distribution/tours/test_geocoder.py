"""A geocoder is optional: it offers positions, and its failure finds nothing."""

import httpx
import pytest

from distribution.tours.geocoder import Geocoder, Spot, from_settings
from kitchen.core.config import Settings

FOUND = {
    "type": "FeatureCollection",
    "features": [
        {
            "geometry": {"type": "Point", "coordinates": [1.8520771, 50.9513004]},
            "properties": {"label": "Place d'Armes 62100 Calais", "score": 0.9213},
        }
    ],
}


def geocoder(answer):
    return Geocoder("http://ban.test/geocodage", transport=httpx.MockTransport(answer))


def test_candidates_come_with_their_position_and_how_well_they_match():
    asked = []

    def answer(request):
        asked.append((request.url.path, request.url.params["q"]))
        return httpx.Response(200, json=FOUND)

    assert geocoder(answer).find("place d'armes, Calais") == [
        Spot("Place d'Armes 62100 Calais", 50_951_300, 1_852_077, 921)
    ]
    assert asked == [("/geocodage/search", "place d'armes, Calais")]


def unreachable(_request):
    message = "no network"
    raise httpx.ConnectError(message)


@pytest.mark.parametrize(
    "answer",
    [
        unreachable,
        lambda _request: httpx.Response(503),
        lambda _request: httpx.Response(200, text="<html>"),
        lambda _request: httpx.Response(200, json={"features": [{"geometry": {}}]}),
    ],
)
def test_a_failure_finds_nothing_and_says_so(answer):
    assert geocoder(answer).find("x") is None


def test_none_is_asked_as_delivered(tmp_path):
    assert from_settings(Settings(data_folder=tmp_path)) is None

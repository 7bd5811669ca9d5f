"""Finds the position of a French address in the national address base; a pin is the sure way.

Off as delivered: an address leaves the installation only when someone names a geocoder
(`https://data.geopf.fr/geocodage` is the public one). A failure finds nothing and says so.
"""

from dataclasses import dataclass

import httpx

from kitchen.core.config import Settings

MOST = 5  # candidates shown: a person chooses
FAILURES = (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, IndexError)


@dataclass(frozen=True, slots=True)
class Spot:
    """A candidate: what the base calls it, where it is, how well it matches."""

    label: str
    lat_microdeg: int
    lon_microdeg: int
    score_permille: int


@dataclass(frozen=True, slots=True)
class Geocoder:
    """A geocoder that speaks as the national address base does (GeoJSON of addok)."""

    url: str
    seconds: float = 5.0
    transport: httpx.BaseTransport | None = None

    def find(self, address: str) -> list[Spot] | None:
        """Return the candidates, best first; None when the geocoder did not answer."""
        try:
            with httpx.Client(
                base_url=self.url, timeout=self.seconds, transport=self.transport
            ) as client:
                answer = client.get("search", params={"q": address, "limit": MOST})
                features = answer.raise_for_status().json()["features"]
                return [
                    Spot(
                        label=str(row["properties"]["label"]),
                        lat_microdeg=round(row["geometry"]["coordinates"][1] * 1e6),
                        lon_microdeg=round(row["geometry"]["coordinates"][0] * 1e6),
                        score_permille=round(row["properties"]["score"] * 1000),
                    )
                    for row in features
                ]
        except FAILURES:
            return None


def from_settings(site: Settings) -> Geocoder | None:
    """Return the installation's geocoder; None, as delivered, when it has none."""
    return Geocoder(site.geocoder, site.network_seconds) if site.geocoder else None

"""Compiles the search ahead of the first plan: `python -m planning.tours.warm`, at set-up."""

from planning.params import SolveParams
from planning.tours.problem import Opening, Place, Problem, Stop, Vehicle
from planning.tours.solve import solve

SMALLEST = Problem(
    date="",
    kitchen="kitchen",
    places=(Place(code="kitchen", lat_microdeg=0, lon_microdeg=0),),
    stops=(Stop(code="stop", place="kitchen", openings=(Opening(start=0, end=600),)),),
    vehicles=(Vehicle(code="van", start=0, end=600),),
)


def warm() -> None:
    """Plan the smallest day there is, so that all of the search is compiled and kept."""
    solve(SMALLEST, SolveParams(budget=0.0))


if __name__ == "__main__":
    warm()

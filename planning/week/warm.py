"""Compiles the search ahead of the first plan: `python -m planning.week.warm`, at set-up."""

from planning.params import SolveParams
from planning.week.problem import Demand, Diet, Ingredient, Line, Problem, Recipe, Service
from planning.week.solve import solve

SMALLEST = Problem(
    start_date="",
    days=1,
    exclusions=(),
    ingredients=(Ingredient(code="leek", price_cents_per_kg=100),),
    recipes=(
        Recipe(
            code="soup",
            component="main",
            lines=(Line(ingredient="leek", milligrams=100_000),),
            ahead=False,
        ),
    ),
    diets=(Diet(code="standard"),),
    services=(Service(code="lunch", day=0, components=("main",)),),
    demands=(Demand(service="lunch", diet="standard", portions=1),),
)


def warm() -> None:
    """Plan the smallest week there is, so that all of the search is compiled and kept."""
    solve(SMALLEST, SolveParams(budget=0.001))


if __name__ == "__main__":
    warm()

"""Recipes: the list by component and diet, and the technical sheet at any scale."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May
from kitchen.catalogue import queries, sheet
from kitchen.core.actor import Actor
from kitchen.core.errors import NotFound
from kitchen.core.vocabulary import (
    ALLERGEN_LABELS,
    COMPONENT_LABELS,
    DIET_BY_CODE,
    DIETS,
    STATION_LABELS,
    Component,
)
from kitchen.web.render import render

router = APIRouter()
Viewer = Annotated[Actor, Depends(May("recipe.view"))]
USUAL_PORTIONS = 100
MOST_PORTIONS = 20_000


@router.get("/recipes", name="recipes:list")
def recipes(
    request: Request, db: Db, actor: Viewer, component: str = "", diet: str = "", words: str = ""
) -> Response:
    """List dishes, by component, diet and words."""
    del actor
    every = queries.dishes(db)
    rows = queries.filtered(
        every,
        component=Component(component) if component in set(Component) else None,
        diet=DIET_BY_CODE.get(diet),
        words=words,
    )
    return render(
        request,
        "catalogue/list.html",
        rows=rows,
        total=len(every),
        vegetarian=sum(dish.is_vegetarian for dish in every.values()),
        component=component,
        diet=diet,
        words=words,
        components=COMPONENT_LABELS,
        all_diets=DIETS,
        allergens=ALLERGEN_LABELS,
    )


@router.get("/recipes/{code}", name="recipes:show")
def show(
    request: Request, db: Db, actor: Viewer, code: str, portions: int = USUAL_PORTIONS
) -> Response:
    """Show a technical sheet for so many portions."""
    del actor
    every = queries.dishes(db)
    dish = every.get(code)
    if dish is None:
        raise NotFound
    wanted = min(max(1, portions), MOST_PORTIONS)
    return render(
        request,
        "catalogue/sheet.html",
        dish=dish,
        portions=wanted,
        lines=sheet.scale(dish.opened, wanted * 1000),
        suits=[one for one in DIETS if one.shape and dish.suits(one)],
        not_for=[one for one in DIETS if one.shape and not dish.suits(one)],
        components=COMPONENT_LABELS,
        allergens=ALLERGEN_LABELS,
        stations=STATION_LABELS,
        versions=[one for one in every.values() if one.recipe.variant_of == code],
        original=every.get(dish.recipe.variant_of),
    )

"""Residences and works from the cluster's housing records."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from distribution.housing import queries
from kitchen.accounts.deps import Db, May
from kitchen.core.actor import Actor
from kitchen.core.i18n import N_
from kitchen.web.render import render

router = APIRouter()
EQUIPMENT: dict[str, str] = {
    "oven": N_("oven"),
    "microwave": N_("microwave"),
    "none": N_("nothing to reheat"),
    "unknown": N_("not known"),
}


@router.get("/housing", name="housing:list")
def homes(
    request: Request, db: Db, actor: Annotated[Actor, Depends(May("housing.view"))]
) -> Response:
    """List residences, what they have to heat a meal, and their works."""
    del actor
    rows = queries.homes(db)
    works = [work for row in rows for work in row.works]
    return render(
        request,
        "housing/list.html",
        rows=rows,
        equipment=EQUIPMENT,
        dwellings=sum(row.residence.dwellings for row in rows),
        cents=sum(work.cost_cents for work in works),
        hours=sum(work.insertion_hours for work in works),
    )

"""Partners and their doors: opening hours, capacity, place."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from distribution.partners import queries
from distribution.partners.models import TRANSFER_LABELS
from kitchen.accounts.deps import Db, May
from kitchen.accounts.policy import own_scopes
from kitchen.core.actor import Actor
from kitchen.core.vocabulary import FORMAT_LABELS, MealFormat
from kitchen.web.render import render

router = APIRouter()


@router.get("/partners", name="partners:list")
def partners(
    request: Request, db: Db, actor: Annotated[Actor, Depends(May("partner.view"))]
) -> Response:
    """List the doors a person may see, with their hours and capacity."""
    doors = queries.doors(db, own_scopes(actor, "partner.view"))
    return render(
        request,
        "partners/list.html",
        doors=doors,
        meals=sum(door.point.most_meals for door in doors),
        formats={one.value: FORMAT_LABELS[one] for one in MealFormat},
        transfers=TRANSFER_LABELS,
    )

"""The figures of the cluster, with what they count and where they come from."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May
from kitchen.web.render import render
from reports.impact import queries
from reports.impact.models import IMPACT_UNIT_LABELS

router = APIRouter()


@router.get("/impact", name="reports:impact", dependencies=[Depends(May("impact.view"))])
def impact(request: Request, db: Db) -> Response:
    """List every figure by period, the latest first."""
    return render(
        request, "impact/list.html", periods=queries.periods(db), units=IMPACT_UNIT_LABELS
    )

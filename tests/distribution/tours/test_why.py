"""What was answered beside a plan of tours, put into words."""

from dataclasses import replace
from datetime import UTC, date, datetime

from distribution.tours.models import TourDay
from distribution.tours.why import said
from distribution.tours.words import Names
from kitchen.core.i18n import using
from planning.reasons import plain, reason
from planning.tours.plan import Tour, TourPlan, Visit
from planning.week.plan import note

NAMES = Names(stops={"d1": "Foyer du Minck"}, vans={"van-1": "Camionnette 1"})
TOUR = Tour(
    vehicle="van-1",
    depart=600,
    back=660,
    metres=9000,
    paid_minutes=75,
    loads=(),
    visits=(Visit(stop="d1", arrive=620, begin=620, leave=630),),
)
PLAN = TourPlan(
    problem_sha256="",
    seed=1,
    status="feasible",
    price=0,
    cost_cents=0,
    work=0,
    tours=(TOUR,),
    unserved=(),
)


def a_day(answers):
    at = datetime(2026, 11, 26, tzinfo=UTC)
    return TourDay(day=date(2026, 11, 26), problem="", plan="", made_at=at, answers=answers)


def test_nothing_is_said_before_the_answers_are_there():
    with using("fr"):
        found = said(a_day(None), PLAN, NAMES)
    assert (found.made, found.why, found.tight, found.more) == (False, {}, {}, ())


def test_answers_stand_by_stop_and_by_van():
    answers = {
        "why": {"d1": plain([reason("tour.why_locked", vehicle="van-1")])},
        "tight": plain(
            [
                reason("tour.tight_shift", minutes=5, vehicle="van-1"),
                reason("tour.tight_food", minutes=4, stop="d1"),
            ]
        ),
        "more": plain([reason("tour.more_van", cents=1250, served=1)]),
    }
    with using("fr"):
        found = said(a_day(answers), PLAN, NAMES)
    assert found.made
    assert "Camionnette 1" in found.why["d1"][0]
    assert [what for what, _ in found.tight["van-1"]] != []
    assert "Foyer du Minck" in found.tight["van-1"][1][0]
    assert "12,50" in found.more[0]


def test_what_a_person_should_know_is_said_at_once():
    late = note(reason("tour.overtime", minutes=12, vehicle="van-1"))
    with using("fr"):
        found = said(a_day(None), replace(PLAN, notes=(late,)), NAMES)
    assert "Camionnette 1" in found.notes[0][0]
    assert "12" in found.notes[0][0]

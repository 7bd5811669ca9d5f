"""Every reason of the tours is said, in both languages, with the names people know."""

import pytest

from distribution.tours.sentences import SENTENCES
from distribution.tours.words import Names, of_reason, sentence, why_unserved
from kitchen.core.i18n import LOCALES, using
from kitchen.week.sentences import SENTENCES as WEEK
from planning.reasons import CODES, reason
from planning.week.plan import note
from tests.sentences import assert_said, made_up

SAID_OF = {"permille": "share", "cents": "price", "metres": "distance"}
NAMES = Names(stops={"d1": "Foyer du Minck"}, vans={"van-1": "Camionnette 1"})
OURS = sorted(code for code in CODES if code not in WEEK)


@pytest.mark.parametrize("code", OURS)
def test_every_code_has_a_sentence_made_of_its_own_facts(code):
    assert made_up(code, SENTENCES[code], SAID_OF) == set()


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("code", OURS)
def test_every_sentence_can_be_said(code, language):
    assert_said(code, language, lambda found: of_reason(found, NAMES), 700)


def test_codes_become_names_hours_durations_and_prices():
    with using("fr"):
        what, _ = of_reason(reason("tour.outside_window", stop="d1", minute=725), NAMES)
        dearer, _ = of_reason(reason("tour.why_dearer", cents=1250, vehicle="van-1"), NAMES)
        between, _ = of_reason(
            reason("tour.why_between", after="", before="d1", metres=1840), NAMES
        )
    assert "Foyer du Minck" in what
    assert "12:05" in what or "12h05" in what or "12 h 05" in what
    assert "Camionnette 1" in dearer
    assert "12,50" in dearer
    assert "la cuisine" in between
    assert "1,8 km" in between


def test_a_stop_left_says_each_thing_that_would_do():
    helps = (
        note(reason("tour.help_window", minutes=15, stop="d1", vehicle="van-1")),
        note(reason("tour.help_van", stop="d1")),
    )
    with using("fr"):
        what, advice = why_unserved("tour.no_time", {"stop": "d1", "minutes": "15"}, helps, NAMES)
        plain = why_unserved("tour.closed", {"stop": "d1"}, (), NAMES)
    assert "Foyer du Minck" in what
    assert "Camionnette 1" in advice
    assert "Une camionnette de plus" in advice
    assert plain[1]


def test_a_code_nobody_declared_says_itself():
    assert sentence("else.where", {}) == ("else.where", "")

"""Every reason of the week's planner is said, in both languages, with the names people know."""

from datetime import date

import pytest

from kitchen.core.i18n import LOCALES, using
from kitchen.core.vocabulary import Meal
from kitchen.week.sentences import SENTENCES
from kitchen.week.words import Names, of_reason, sentence
from planning.reasons import CODES
from tests.sentences import assert_said, made_up

TOURS = (  # said by the tours
    "tour.",
    "input.too_large",
    "input.disconnected",
    "input.line",
    "input.overlap",
    "input.contradiction",
    "input.past",
)
SAID_OF = {"grams": "weight", "permille": "share", "cents": "price", "cents_per_portion": "price"}
WEEK = sorted(code for code in CODES if not code.startswith(TOURS))
NAMES = Names(
    start=date(2026, 11, 20),
    foods={"leek": "Poireau"},
    dishes={"soup": "Velouté"},
    services={"d3": (3, Meal.LUNCH)},
    lots={"L-1": "Crème (L-1)"},
)


@pytest.mark.parametrize("code", WEEK)
def test_every_code_has_a_sentence_made_of_its_own_facts(code):
    assert made_up(code, SENTENCES[code], SAID_OF) == set()


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("code", WEEK)
def test_every_sentence_can_be_said(code, language):
    assert_said(code, language, lambda found: of_reason(found, NAMES), 1000)


def test_codes_become_names_weights_and_days():
    with using("fr"):
        what, _ = sentence(
            "why.uses_lot", {"ingredient": "leek", "grams": 22_000, "last_day": 5}, NAMES
        )
    assert "22\u00a0kg" in what
    assert "Poireau" in what
    assert "mercredi 25" in what


def test_a_code_nobody_declared_says_itself():
    assert sentence("else.where", {}) == ("else.where", "")


@pytest.mark.parametrize(
    ("language", "meal", "said"),
    [
        ("fr", "lunch", "Fréquences, midi\u00a0: poisson, 2 "),
        ("fr", "dinner", "Fréquences, soir\u00a0: poisson, 2 "),
        ("en", "lunch", "Frequencies, lunch: fish, 2 "),
        ("en", "dinner", "Frequencies, dinner: fish, 2 "),
    ],
)
def test_a_frequency_of_one_meal_says_which(language, meal, said):
    with using(language):
        what, advice = sentence(
            "frequency.meal_low", {"criterion": "FISH70", "found": 2, "least": 4, "meal": meal}
        )
    assert what.startswith(said)
    assert "4" in advice

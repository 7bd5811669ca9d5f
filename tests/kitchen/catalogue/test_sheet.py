"""Technical sheets: one factor an edge, one rounding, unknown as present."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen.catalogue import sheet
from kitchen.core.vocabulary import Allergen, Presence


def food(code, *, usable=1000, **known):
    return sheet.Food(
        code=code,
        name=code,
        usable_permille=usable,
        price_cents_per_kg=100,
        co2e_g_per_kg=1000,
        per_100g=(50, 1000, 5000, 100, 10, 2000, 100),
        presences=tuple((Allergen(name), presence) for name, presence in known.items()),
    )


LEEK = food("leek", usable=650)
MILK = food("milk", milk=Presence.CONTAINS)
CUBE = food("cube", celery=Presence.UNKNOWN, milk=Presence.MAY_CONTAIN)
SAUCE = sheet.Base("sauce", "sauce", 1000, (sheet.Part(500_000, MILK), sheet.Part(500_000, CUBE)))


def test_a_base_used_at_half_in_a_dish_for_four_makes_two():
    dish = (sheet.Part(500_000, base="sauce"),)  # half of what the base yields, a portion
    weighed = {
        line.food.code: line.net_grams
        for line in sheet.scale(sheet.open_parts(dish, {"sauce": SAUCE}), 4000)
    }
    assert weighed == {"milk": 1000, "cube": 1000}


def test_gross_is_what_peeling_asks_for():
    line = sheet.scale(sheet.open_parts((sheet.Part(126_000, LEEK),), {}), 252_000)[0]
    assert (line.net_grams, line.gross_grams) == (31_752, 48_850)


def test_the_strongest_presence_wins_and_unknown_beats_traces():
    opened = sheet.open_parts((sheet.Part(1, CUBE), sheet.Part(1, MILK)), {})
    assert sheet.presences(opened) == {
        Allergen.MILK: Presence.CONTAINS,
        Allergen.CELERY: Presence.UNKNOWN,
    }


def test_a_base_that_holds_itself_is_refused():
    loop = sheet.Base("loop", "loop", 1000, (sheet.Part(1000, base="loop"),))
    with pytest.raises(sheet.CircularBase, match="loop > loop"):
        sheet.open_parts((sheet.Part(1000, base="loop"),), {"loop": loop})


@given(st.integers(1, 2_000_000), st.integers(1, 2_000_000), st.integers(1, 300_000))
def test_the_same_food_twice_is_rounded_once_on_its_sum(one, other, milligrams):
    opened = sheet.open_parts((sheet.Part(milligrams, LEEK), sheet.Part(milligrams, LEEK)), {})
    lines = sheet.scale(opened, one + other)
    assert len(lines) == 1
    exact = 2 * milligrams * (one + other) / 1_000_000
    assert exact <= lines[0].net_grams < exact + 1

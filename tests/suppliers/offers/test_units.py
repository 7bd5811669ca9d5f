"""What units weigh, and how the stepper counts."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.offers.models import OfferUnit, UsualProduct
from suppliers.offers.units import STEPS, converted, short_name, stepped, unit_grams, units_of

LEEKS = UsualProduct(
    supplier_id=uuid4(), ingredient_id=uuid4(), name="Poireaux", crate_grams=8_000, bunch_grams=900
)


def test_a_unit_weighs_what_the_supplier_packs():
    assert unit_grams(OfferUnit.KG, LEEKS) == 1000
    assert unit_grams(OfferUnit.CRATE, LEEKS) == 8_000
    assert unit_grams(OfferUnit.BUNCH, LEEKS) == 900


def test_only_units_with_a_weight_are_proposed():
    assert units_of(LEEKS) == [OfferUnit.KG, OfferUnit.CRATE, OfferUnit.BUNCH]
    assert units_of(None) == [OfferUnit.KG, OfferUnit.CRATE]


@given(st.integers(1, 5000), st.sampled_from(OfferUnit))
def test_one_press_goes_up_then_down_to_a_round_count(count, unit):
    more = stepped(count, unit, +1)
    assert more > count
    assert more % STEPS[unit] == 0
    less = stepped(more, unit, -1)
    assert less <= count or less == 1
    assert stepped(count, unit, -1) >= 1


@given(st.integers(1, 1000), st.sampled_from(OfferUnit), st.sampled_from(OfferUnit))
def test_changing_the_unit_keeps_the_weight_as_near_as_it_can(count, old, new):
    grams = count * unit_grams(old, LEEKS)
    after = converted(count, old, new, LEEKS) * unit_grams(new, LEEKS)
    assert abs(after - grams) <= max(unit_grams(new, LEEKS) // 2, unit_grams(new, LEEKS) - grams)


@pytest.mark.parametrize(
    ("catalogue", "said"),
    [
        ("Poireau, cru", "Poireau"),
        ("Courge butternut (doubeurre), chair sans peau, crue", "Courge butternut"),
        ("Banane", "Banane"),
    ],
)
def test_a_catalogue_name_is_shortened_to_what_people_say(catalogue, said):
    assert short_name(catalogue) == said

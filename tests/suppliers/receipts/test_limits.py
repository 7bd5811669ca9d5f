"""Temperatures at the door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen.core.vocabulary import Storage
from suppliers.receipts.limits import SEVERITY, is_too_mild, verdict_at
from suppliers.receipts.models import Verdict


@pytest.mark.parametrize(
    ("storage", "tenths", "verdict"),
    [
        (Storage.CHILLED, 40, Verdict.ACCEPTED),
        (Storage.CHILLED, 41, Verdict.RESERVE),
        (Storage.CHILLED, 60, Verdict.RESERVE),
        (Storage.CHILLED, 61, Verdict.REFUSED),
        (Storage.CHILLED, None, Verdict.RESERVE),
        (Storage.FROZEN, -180, Verdict.ACCEPTED),
        (Storage.FROZEN, -150, Verdict.RESERVE),
        (Storage.FROZEN, -149, Verdict.REFUSED),
        (Storage.AMBIENT, None, Verdict.ACCEPTED),
        (Storage.COOL, 180, Verdict.ACCEPTED),
    ],
)
def test_goods_are_judged_at_the_limits(storage, tenths, verdict):
    assert verdict_at(storage, tenths) is verdict


@given(st.sampled_from(Storage), st.integers(-400, 400), st.integers(0, 100))
def test_warmer_goods_are_never_judged_milder(storage, tenths, more):
    cold, warm = verdict_at(storage, tenths), verdict_at(storage, tenths + more)
    assert SEVERITY.index(warm) >= SEVERITY.index(cold)


def test_a_person_may_be_stricter_than_the_thermometer():
    assert not is_too_mild(Verdict.REFUSED, Storage.CHILLED, 20)
    assert is_too_mild(Verdict.ACCEPTED, Storage.CHILLED, 50)

"""Distances and what counts as near."""

from hypothesis import given
from hypothesis import strategies as st

from suppliers.directory.geography import CALAIS, LOCAL_METRES, Point, is_local, metres_between

points = st.builds(
    Point, st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000)
)


def test_calais_to_saint_omer_is_about_35_kilometres():
    assert 33_000 < metres_between(CALAIS, Point(50_750_200, 2_252_000)) < 37_000


@given(points, points)
def test_a_distance_is_the_same_both_ways_and_none_to_itself(a, b):
    assert metres_between(a, b) == metres_between(b, a)
    assert metres_between(a, a) == 0
    assert 0 <= metres_between(a, b) <= 20_020_000


def test_far_food_or_food_through_many_hands_is_not_local():
    assert is_local(LOCAL_METRES, short_circuit=True)
    assert not is_local(LOCAL_METRES + 1, short_circuit=True)
    assert not is_local(100, short_circuit=False)

"""Sharing out takes no portion twice and forgets nobody; pans hold what is put in them."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kitchen.core.vocabulary import Component
from reports.documents.build_kitchen import pans_text
from reports.documents.packing import (
    FULL_PAN_GRAMS,
    HALF_PAN_GRAMS,
    TRAY_GRAMS,
    Supply,
    Want,
    pans,
    share_out,
    short,
    split_portions,
)

diets = st.sampled_from(["standard", "vegan", "no_milk"])
sizes = st.sampled_from(["standard", "child"])
CODES = ["B-1", "B-2", "B-3", "B-4"]


@st.composite
def kitchens(draw):
    """Batches of one component each, with portions for diets and sizes."""
    components = draw(st.lists(st.sampled_from(list(Component)), min_size=4, max_size=4))
    made = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(CODES), diets, sizes), st.integers(1, 60), max_size=9
        )
    )
    return [
        Supply(code, components[CODES.index(code)], diet, size, portions)
        for (code, diet, size), portions in made.items()
    ]


wants = st.lists(
    st.builds(Want, st.sampled_from(["D1", "D2", "D3"]), diets, sizes, st.integers(1, 40)),
    max_size=9,
    unique_by=lambda want: (want.door, want.diet, want.size),
)


@given(kitchens(), wants)
def test_no_portion_goes_out_twice_and_none_to_another_diet(made, asked):
    shares = share_out(made, asked)
    out = Counter()
    for share in shares:
        out[share.batch, share.diet, share.size] += share.portions
        assert share.portions > 0
        assert any(
            (want.door, want.diet, want.size) == (share.door, share.diet, share.size)
            for want in asked
        )
    held = Counter()
    for supply in made:
        held[supply.batch, supply.diet, supply.size] += supply.portions
    assert all(out[key] <= held[key] for key in out)


@given(kitchens(), wants)
def test_nobody_lacks_a_main_dish_while_one_is_left(made, asked):
    shares = share_out(made, asked)
    missing = short(made, asked, shares)
    for want in missing:
        mains = {
            supply.batch: supply.portions
            for supply in made
            if supply.component in {Component.MAIN, Component.COMPLETE}
            and (supply.diet, supply.size) == (want.diet, want.size)
        }
        given_out = sum(
            share.portions
            for share in shares
            if share.batch in mains and (share.diet, share.size) == (want.diet, want.size)
        )
        assert given_out == sum(mains.values())


def test_a_complete_dish_comes_without_a_side():
    made = [
        Supply("B-1", Component.COMPLETE, "standard", "standard", 10),
        Supply("B-2", Component.MAIN, "standard", "standard", 5),
        Supply("B-3", Component.SIDE, "standard", "standard", 15),
    ]
    shares = share_out(made, [Want("D1", "standard", "standard", 15)])
    assert [(share.batch, share.portions) for share in shares] == [
        ("B-1", 10),
        ("B-2", 5),
        ("B-3", 5),
    ]


def test_a_door_is_served_from_one_batch_when_one_holds_enough():
    made = [
        Supply("B-1", Component.MAIN, "standard", "standard", 10),
        Supply("B-2", Component.MAIN, "standard", "standard", 30),
    ]
    shares = share_out(made, [Want("D1", "standard", "standard", 20)])
    assert [(share.batch, share.portions) for share in shares] == [("B-2", 20)]


@given(st.integers(1, 200_000), st.integers(1, 400))
def test_pans_hold_the_weight_and_every_label_has_its_portions(grams, portions):
    held = pans(grams)
    room = held.full * FULL_PAN_GRAMS + held.half * HALF_PAN_GRAMS + held.tray * TRAY_GRAMS
    assert room >= grams
    assert (held.count - 1) * FULL_PAN_GRAMS < grams
    spread = split_portions(portions, grams)
    assert sum(spread) == portions
    assert min(spread) >= 1
    assert max(spread) - min(spread) <= 1


def test_pans_are_named_as_in_a_kitchen():
    assert pans_text(pans(15_000)) == "2 × 1/1, 1 × 1/2"
    assert pans_text(pans(2_000)) == "1 × 1/2"
    assert pans_text(pans(4_000)) == "1 × 1/1"
    assert pans_text(pans(250)) == "1 × barquette"


def test_loads_kept_apart_do_not_share_a_pan():
    assert pans_text(pans(2_000) + pans(300)) == "1 × 1/2, 1 × barquette"

"""First expired, first out: properties over any shelves."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kitchen.stock.fefo import Available, order, take

TODAY = date(2026, 11, 23)

dates = st.none() | st.integers(-5, 20).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def shelves(draw):
    count = draw(st.integers(0, 8))
    return [
        Available(
            code=f"L-{number:04d}",
            grams=draw(st.integers(-2_000, 50_000)),
            use_by=draw(dates),
            received_on=TODAY - timedelta(days=draw(st.integers(0, 9))),
        )
        for number in range(count)
    ]


@given(shelves(), st.integers(1, 120_000))
def test_what_is_taken_and_what_is_missing_make_what_was_asked(lots, grams):
    chosen, missing = take(lots, grams, TODAY)
    assert sum(taken for _, taken in chosen) + missing == grams


@given(shelves(), st.integers(1, 120_000))
def test_no_lot_gives_more_than_it_holds_or_after_its_date(lots, grams):
    held = {lot.code: lot for lot in lots}
    chosen, _ = take(lots, grams, TODAY)
    for code, taken in chosen:
        assert 0 < taken <= held[code].grams
        assert held[code].use_by is None or held[code].use_by >= TODAY
    assert len({code for code, _ in chosen}) == len(chosen)


@given(shelves(), st.integers(1, 120_000))
def test_nothing_is_missing_while_a_usable_lot_still_holds_something(lots, grams):
    chosen, missing = take(lots, grams, TODAY)
    usable = sum(max(0, lot.grams) for lot in lots if lot.use_by is None or lot.use_by >= TODAY)
    assert missing == max(0, grams - usable)
    assert bool(chosen) == (usable > 0)


@given(shelves(), st.integers(1, 120_000))
def test_a_lot_that_ends_sooner_is_emptied_before_a_later_one_is_opened(lots, grams):
    held = {lot.code: lot for lot in lots}
    chosen, _ = take(lots, grams, TODAY)
    assert [code for code, _ in chosen] == sorted(
        (code for code, _ in chosen), key=lambda code: order(held[code])
    )
    assert all(taken == held[code].grams for code, taken in chosen[:-1])
    if chosen:
        last = held[chosen[-1][0]]
        opened = {code for code, _ in chosen}
        sooner = [
            lot
            for lot in lots
            if lot.grams > 0
            and (lot.use_by is None or lot.use_by >= TODAY)
            and order(lot) < order(last)
        ]
        assert all(lot.code in opened for lot in sooner)

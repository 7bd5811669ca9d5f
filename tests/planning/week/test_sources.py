"""Where food comes from: as much as can be had, cheapest first, and the price follows."""

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.graph.python import max_flow

from planning.params import Weights
from planning.week.problem import Ingredient, Lot
from planning.week.sources import NO_FOOD, cost, fill, sources_of
from tests.planning.week.examples import two_days

DAYS = 5


@st.composite
def lots(draw, number: int) -> Lot:
    first = draw(st.integers(0, DAYS - 1))
    return Lot(
        code=f"L{number}",
        ingredient="leek",
        grams=draw(st.integers(1, 12)),
        kind=draw(st.sampled_from(["stock", "offer"])),
        first_day=first,
        last_day=draw(st.none() | st.integers(first, DAYS - 1)),
        cents_per_kg=draw(st.sampled_from([0, 150, 4000])),
        pack_grams=draw(st.sampled_from([1, 5])),
        value_cents_per_kg=100,
    )


WANTED = st.lists(st.integers(0, 9), min_size=DAYS, max_size=DAYS)
SOME_LOTS = st.integers(0, 4).flatmap(
    lambda count: st.tuples(*[lots(number) for number in range(count)])
)


def sources(found, price=None):
    food = Ingredient(code="leek", price_cents_per_kg=price, pack_grams=10)
    problem = two_days(ingredients=(food,), lots=found)
    return sources_of(problem, food, [(day, False) for day in range(DAYS)], Weights())


def most(found, wanted) -> int:
    """The most that could be served, by a flow."""
    net = max_flow.SimpleMaxFlow()
    for index, lot in enumerate(found):
        net.add_arc_with_capacity(0, 1 + index, lot.grams)
        last = DAYS - 1 if lot.last_day is None else lot.last_day
        for day in range(lot.first_day, last + 1):
            net.add_arc_with_capacity(1 + index, 20 + day, 1000)
    for day, grams in enumerate(wanted):
        net.add_arc_with_capacity(20 + day, 40, grams)
    net.solve(0, 40)
    return net.optimal_flow()


@settings(deadline=None, derandomize=True)
@given(SOME_LOTS, WANTED)
def test_all_the_food_that_could_be_had_is_had(found, wanted):
    flows = fill(sources(found), wanted)
    assert sum(grams for _, _, grams in flows) == most(found, wanted)
    for lot in found:
        assert sum(grams for source, _, grams in flows if source.code == lot.code) <= lot.grams
    for day, grams in enumerate(wanted):
        assert sum(row[2] for row in flows if row[1] == day) <= grams


@settings(deadline=None, derandomize=True)
@given(SOME_LOTS, WANTED, st.none() | st.just(300))
def test_the_price_of_the_search_is_the_price_of_the_flows(found, wanted, price):
    ordered = sources(found, price)
    flows = fill(ordered, wanted)
    served = sum(grams for _, _, grams in flows)
    paid, cash = cost(ordered, wanted)
    assert (paid >= NO_FOOD // 2) == (served < sum(wanted))
    used = {source.code: 0 for source, _, _ in flows}
    for source, _, grams in flows:
        used[source.code] += grams
    by_code = {source.code: source for source, _, _ in flows}
    assert cash == sum(by_code[code].cents(grams) for code, grams in used.items())


def test_a_gift_that_would_be_lost_goes_before_an_offer_and_an_offer_before_the_shop():
    gift = Lot(code="G", ingredient="leek", grams=5, kind="donation", last_day=1)
    offer = Lot(code="O", ingredient="leek", grams=9, kind="offer", cents_per_kg=200, local=True)
    flows = fill(sources((offer, gift), 300), [10, 10, 0, 0, 0])
    drawn = [(source.code, grams) for source, _, grams in flows]
    assert drawn[0] == ("G", 5)
    assert sum(grams for code, grams in drawn if code == "O") == 9
    assert sum(grams for code, grams in drawn if code == "") == 6


def test_an_offer_is_taken_in_whole_packs_and_at_least_its_minimum():
    offer = Lot(
        code="O",
        ingredient="leek",
        grams=9000,
        kind="offer",
        cents_per_kg=100,
        pack_grams=1000,
        least_grams=3000,
    )
    (source,) = sources((offer,))
    assert [source.taken(grams) for grams in (1, 2999, 3001, 8500)] == [3000, 3000, 4000, 9000]
    assert source.cents(1) == 300

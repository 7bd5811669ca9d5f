"""What the sheet weighs is what the verifier counts, to the gram, for every dish and batch."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from kitchen.app.tables import metadata
from kitchen.catalogue import queries, service, sheet
from kitchen.catalogue.models import Recipe
from kitchen.core.actor import system
from kitchen.core.db import make_engine
from kitchen.core.vocabulary import Component
from kitchen.week.menu_facts import TAP_WATER, planned
from planning.week.check_supply import check
from planning.week.plan import Batch, Goals, Pick, Plan
from planning.week.problem import Ingredient, Lot, Problem

PLENTY = 10**9


@pytest.fixture(scope="module")
def dishes():
    engine = make_engine("sqlite://")
    metadata().create_all(engine)
    with Session(engine) as db:
        service.import_catalogue(db, system("tests"), at=datetime(2026, 11, 20, tzinfo=UTC))
        yield queries.dishes(db)
    engine.dispose()


def found_wrong(dish, permille):
    """Ask the verifier about a batch that picks what the sheet says, of lots that hold plenty."""
    recipe = planned(dish)
    codes = sorted({line.ingredient for line in recipe.lines})
    problem = Problem(
        start_date="2026-11-20",
        days=2,
        exclusions=(),
        ingredients=tuple(Ingredient(code=code) for code in codes),
        recipes=(recipe,),
        diets=(),
        services=(),
        demands=(),
        lots=tuple(Lot(code=code, ingredient=code, grams=PLENTY) for code in codes),
    )
    batch = Batch(
        code="b", service="d1", recipe=recipe.code, day=0, portions=1, standard_permille=permille,
        grams=1, use_by_day=1, tasks=(),
    )  # fmt: skip
    weighed = [line for line in sheet.scale(dish.opened, permille) if line.food.code != TAP_WATER]
    picks = tuple(
        Pick(batch="b", ingredient=line.food.code, lot=line.food.code, grams=line.gross_grams)
        for line in weighed
    )
    plan = Plan(
        problem_sha256="", scenario="", seed=1, status="", objective=0, bound=0, work=0,
        stopped_by_clock=False, menu=(), batches=(batch,), picks=picks, takes=(), purchases=(),
        shortages=(), notes=(), goals=Goals(),
    )  # fmt: skip
    return check(problem, plan)


@settings(max_examples=25, deadline=None)  # the whole catalogue each time
@given(permille=st.integers(1, 2_000_000))
def test_every_sheet_of_the_catalogue_weighs_what_the_verifier_counts(dishes, permille):
    wrong = {code: found_wrong(dish, permille) for code, dish in dishes.items()}
    assert {code: rows for code, rows in wrong.items() if rows} == {}


FLOUR, SALT = (
    sheet.Food(code, code, usable, 100, 100, (10,) * len(sheet.PER_100_G))
    for code, usable in (("flour", 1000), ("salt", 873))
)
PARTS = st.builds(
    sheet.Part,
    net_milligrams=st.integers(1, 900_000),
    food=st.sampled_from([FLOUR, SALT]),
    step_portions=st.sampled_from([0, 0, 1, 3, 16, 50]),
)
USES = st.builds(
    sheet.Part,
    net_milligrams=st.integers(1, 2_500_000),
    base=st.just("dough"),
    step_portions=st.sampled_from([0, 4, 25]),
)


@settings(deadline=None)
@given(
    base=st.lists(PARTS, min_size=1, max_size=3),
    own=st.lists(PARTS, max_size=3),
    use=USES,
    permille=st.integers(1, 2_000_000),
)
def test_any_mix_of_amounts_and_bases_weighs_what_the_verifier_counts(base, own, use, permille):
    dough = sheet.Base("dough", "dough", 1000, tuple(base))
    row = Recipe(
        code="pie", name_fr="", name_en="", component=Component.MAIN, portion_grams=1, tags=[]
    )
    dish = queries.Dish(row, (*own, use), (), {"dough": dough})
    assert found_wrong(dish, permille) == []
    for line in sheet.scale(dish.opened, permille):
        assert 0 <= line.net_grams <= line.gross_grams


@settings(deadline=None)
@given(
    sachet=st.integers(1, 50_000),
    kilos=st.integers(1, 5),
    grams=st.integers(1, 900),
    portions=st.integers(1, 2000),
)
def test_a_sachet_for_each_started_weight_of_a_base_is_never_one_too_few(
    sachet, kilos, grams, portions
):
    dough = sheet.Base("dough", "dough", 1000, (sheet.Part(sachet, FLOUR, step_portions=kilos),))
    (line,) = sheet.scale(
        sheet.open_parts((sheet.Part(grams * 1000, base="dough"),), {"dough": dough}),
        portions * 1000,
    )
    started = -(-grams * portions // (kilos * 1000))
    assert line.gross_grams * 1000 >= sachet * started
    whole = kilos * 1000 // grams
    if whole * grams == kilos * 1000:
        assert line.gross_grams == -(-sachet * started // 1000)


def test_a_base_taken_by_steps_takes_whole_sachets_each_time():
    dough = sheet.Base("dough", "dough", 1000, (sheet.Part(8_000, FLOUR, step_portions=2),))
    use = sheet.Part(3_000_000, base="dough", step_portions=20)
    opened = sheet.open_parts((use,), {"dough": dough})
    # 41 portions start three tubs of 3 kg, each of two started 2 kg of dough
    assert [line.gross_grams for line in sheet.scale(opened, 41_000)] == [3 * 2 * 8]
    assert sheet.totals(opened).cost_millicents == 16_000_000 // 20 * 100 // 10**6


def test_limits_of_a_batch_and_sachets_reach_the_planner(dishes):
    cake = planned(dishes["gateau-aux-pommes"])
    powder = next(line for line in cake.lines if line.ingredient == "levure-chimique")
    assert (cake.least_portions, cake.most_portions) == (20, 0)
    assert (powder.milligrams, powder.step_portions) == (11_000, 16)
    assert planned(dishes["galettes-de-sarrasin"]).most_portions == 300
    dough = planned(dishes["tarte-au-sucre"])
    yeast = next(line for line in dough.lines if line.ingredient == "levure-boulangere")
    assert (yeast.milligrams, yeast.step_portions) == (8_000, 16)  # 60 g of dough a portion

"""What the manager says a goal weighs is read from euros, kept, and used by the plans to come."""

import pytest
from small_week import BOSS, NOW, frozen
from sqlmodel import select

from kitchen.core.audit import AuditEntry
from kitchen.core.errors import BadInput
from kitchen.core.i18n import using
from kitchen.week import compare, goal_prices, queries, service, settings
from kitchen.week.snapshot import Settled
from planning.week.prices import GOALS, ORIGINAL, priced
from planning.week.validate import validate


def fields(**typed):
    return {f"price-{goal}": text for goal, text in typed.items()}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_page_shows_is_read_back_as_the_same_prices(language):
    own = priced(goal_prices.kept({"lost_gram": 45, "cash_cent": 150, "dish": 32_500}))
    with using(language):
        shown = {f"price-{row.goal}": row.typed for row in goal_prices.rows(own)}
        prices, wrong = goal_prices.read(shown)
    assert wrong == []
    assert priced(goal_prices.kept(prices)) == own


def test_goals_stand_with_the_heaviest_unit_first():
    rows = goal_prices.rows(ORIGINAL)
    prices = [goal_prices.in_euros(row.goal, getattr(ORIGINAL, row.goal)) for row in rows]
    assert prices == sorted(prices, reverse=True)
    assert sorted(row.goal for row in rows) == sorted(GOALS)
    kilo = next(row for row in rows if row.goal == "lost_gram")
    assert (kilo.unit, kilo.typed, kilo.changed) == ("un kilo perdu", "3,00", False)


@pytest.mark.parametrize("text", ["4,5", "4.50", " 4,50 € ", "4,50\u202f€"])
def test_a_price_is_read_as_people_write_it(text):
    assert goal_prices.read(fields(lost_gram=text)) == ({"lost_gram": 45}, [])


@pytest.mark.parametrize(
    ("typed", "named", "words"),
    [
        ({"lost_gram": "beaucoup"}, ["lost_gram"], "pas de 0,10"),
        ({"lost_gram": "3,05"}, ["lost_gram"], "pas de 0,10"),
        ({"dish": "3,005"}, ["dish"], "pas de 0,01"),
        ({"dish": "-1"}, ["dish"], "prix en euros"),
        ({"dish": "NaN", "co2e_gram": "Infinity"}, ["co2e_gram", "dish"], "prix en euros"),
        ({"dish": "1e30"}, ["dish"], "prix en euros"),
        ({"cash_cent": "0"}, ["cash_cent"], "entre 0,01"),
        ({"unfed_portion": "249,99"}, ["unfed_portion"], "au moins 250,00"),
        ({"changed_dish": "280"}, ["unfed_portion"], "au moins 280,00"),
        ({"dish": "1"}, ["variant"], "et 1,00"),
    ],
)
def test_prices_that_cannot_be_used_are_named_and_nothing_is_kept(db, typed, named, words):
    with pytest.raises(BadInput) as error:
        settings.set_prices(db, BOSS, fields(**typed), at=NOW)
    assert sorted(name for name, _ in error.value.lines) == [f"price-{goal}" for goal in named]
    assert all(words in line for _, line in error.value.lines)
    assert queries.rules(db).prices == {}


def test_the_next_plan_carries_the_prices_and_the_manager_is_on_record(db):
    settings.set_prices(db, BOSS, fields(lost_gram="4,50", dish="3,00"), at=NOW)
    rules = queries.rules(db)
    assert rules.prices == {"lost_gram": 45}
    line = db.exec(select(AuditEntry).where(AuditEntry.action == "week.prices_set")).one()
    assert line.facts == {"lost_gram": 45}
    problem = frozen(db, done=Settled(rules=rules)).problem
    assert validate(problem) == []
    assert priced(problem.prices).lost_gram == 45
    settings.set_prices(db, BOSS, {}, at=NOW)
    assert queries.rules(db).prices == {}
    assert frozen(db, done=Settled(rules=queries.rules(db))).problem.prices == ()


def test_a_run_says_the_prices_it_was_made_with_and_their_sum_is_its_objective(db, run):
    problem, plan = service.read_run(run)
    goals = compare.goals(problem, plan)
    assert abs(sum(row.cents for row in goals) - plan.objective // 100) <= len(goals)
    assert {row.original for row in goals} == {""}
    settings.set_prices(db, BOSS, fields(lost_gram="4,50"), at=NOW)
    assert compare.goals(*service.read_run(run)) == goals

"""What is said of people who cannot be fed: together where the same rules stop them."""

from datetime import date

from kitchen.core.i18n import using
from kitchen.core.vocabulary import Meal
from kitchen.week.models import PlanRun
from kitchen.week.why import stuck
from kitchen.week.words import Names

NAMES = Names(
    start=date(2026, 11, 23), foods={}, dishes={}, services={"d1": (1, Meal.LUNCH)}, lots={}
)
FULL = ["clash.time", {"day": 1}]


def clash(diet, portions, *helps):
    return {
        "service": "d1",
        "component": "dessert",
        "diet": diet,
        "format": "",
        "portions": portions,
        "rules": [FULL],
        "help": list(helps),
    }


def said(*rows):
    with using("fr"):
        return stuck(PlanRun(answers={"clashes": list(rows)}), NAMES)


def test_portions_are_added_up_by_diet_and_never_by_day():
    days = [["help.lift_time", {"day": day, "portions": 8}] for day in (0, 1)]
    more = [["help.lift_time", {"day": day, "portions": 30}] for day in (0, 1)]
    (one,) = said(clash("no_milk", 8, *days), clash("standard", 30, *more))
    assert "38 portions impossibles" in one.who
    assert [line for line in one.help if "38 portions de plus" in line] == list(one.help)
    assert len(one.help) == 2


def test_one_dish_is_asked_for_all_the_diets_that_lack_one():
    rows = [
        clash(diet, 5, ["help.add_dish", {"service": "d1", "component": "dessert", "diet": diet}])
        for diet in ("no_milk", "vegan")
    ]
    (one,) = said(*rows)
    assert len(one.help) == 1
    assert "sans lait, végétalien" in one.help[0]


def test_who_is_short_of_most_is_said_first():
    few, many = clash("vegan", 3), clash("standard", 90)
    many["component"] = "starter"
    assert [one.who.split(":")[1].split()[0] for one in said(few, many)] == ["90", "3"]

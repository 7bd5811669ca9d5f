"""The shipped catalogue is one a cook would recognise, and one every diet can eat from."""

import shutil

import pytest

from kitchen.catalogue import queries, reader, service
from kitchen.core.errors import BadInput
from kitchen.core.vocabulary import DIETS, Allergen, Component, Presence

# cooked weight of one adult portion, from the grammages of collective catering, wide on purpose
PORTIONS = {
    Component.STARTER: (50, 260),
    Component.MAIN: (110, 270),
    Component.COMPLETE: (280, 400),
    Component.SIDE: (140, 210),
    Component.DESSERT: (55, 135),
    Component.DAIRY: (25, 130),
}


@pytest.fixture
def dishes(db, boss, at):
    service.import_catalogue(db, boss, at=at)
    return queries.dishes(db)


def test_it_holds_enough_foods_and_recipes():
    found = reader.read()
    assert found.wrong == []
    assert len(found.foods) >= 220
    assert len([row for row in found.recipes if row["component"]]) >= 90


def test_taking_it_in_twice_changes_nothing(db, boss, at):
    first = service.import_catalogue(db, boss, at=at)
    before = {code: dish.recipe.version for code, dish in queries.dishes(db).items()}
    assert service.import_catalogue(db, boss, at=at) == first
    assert {code: dish.recipe.version for code, dish in queries.dishes(db).items()} == before


def test_a_third_of_mains_are_vegetarian(dishes):
    mains = [
        dish
        for dish in dishes.values()
        if dish.recipe.component in (Component.MAIN, Component.COMPLETE)
    ]
    assert 3 * sum(dish.is_vegetarian for dish in mains) >= len(mains)


@pytest.mark.parametrize("diet", DIETS, ids=lambda diet: diet.code)
def test_every_diet_has_a_choice_in_every_component(dishes, diet):
    for component in (Component.STARTER, Component.MAIN, Component.SIDE, Component.DESSERT):
        found = queries.filtered(dishes, component=component, diet=diet)
        assert len(found) >= 8, component


@pytest.mark.parametrize("allergen", list(Allergen))
def test_several_dishes_of_each_component_are_free_of_each_allergen(dishes, allergen):
    for component in (Component.STARTER, Component.MAIN, Component.SIDE, Component.DESSERT):
        free = [
            dish
            for dish in dishes.values()
            if dish.recipe.component is component and allergen not in dish.presences
        ]
        assert len(free) >= 5, component


def test_portions_weigh_what_they_should(dishes):
    odd = {
        code: dish.recipe.portion_grams
        for code, dish in dishes.items()
        if not PORTIONS[dish.recipe.component][0]
        <= dish.recipe.portion_grams
        <= PORTIONS[dish.recipe.component][1]
    }
    assert odd == {}


def test_a_full_meal_brings_a_plausible_energy(dishes):
    def mean(*components):
        kcal = [
            dish.totals.nutrients["kcal"]
            for dish in dishes.values()
            if dish.recipe.component in components
        ]
        return sum(kcal) / len(kcal)

    meal = mean(Component.STARTER) + mean(Component.MAIN) + mean(Component.SIDE)
    assert 450 <= meal + mean(Component.DESSERT) <= 1000


def test_the_energy_of_foods_agrees_with_what_they_are_made_of():
    alcohol_or_acid = {"biere-brune", "cidre", "vinaigre", "vinaigre-de-cidre", "curry"}
    odd = []
    for row in reader.read().foods:
        made = 4 * row["protein_mg"] + 4 * row["carbs_mg"] + 9 * row["fat_mg"]
        made = (made + 2 * row["fibre_mg"]) / 1000
        if row["code"] not in alcohol_or_acid and abs(row["kcal"] - made) > 0.15 * row["kcal"] + 9:
            odd.append(row["code"])
    assert odd == []


def test_an_allergen_nobody_could_tell_about_makes_a_dish_unsafe(dishes):
    stock = [
        dish for dish in dishes.values() if dish.presences.get(Allergen.CELERY) is Presence.UNKNOWN
    ]
    no_celery = next(diet for diet in DIETS if diet.code == "no_celery")
    assert [dish for dish in stock if dish.suits(no_celery)] == []


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(reader.DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.pyc"))
    return tmp_path / "data"


def test_every_wrong_entry_is_named_and_nothing_is_taken(folder, db, boss, at):
    foods = folder / "foods.csv"
    text = foods.read_text(encoding="utf-8")
    foods.write_text(f"{text}broken,,,\n", encoding="utf-8")
    soups = folder / "recipes" / "soups.toml"
    wrong = soups.read_text(encoding="utf-8").replace("poireau 100", "poirreau 100", 1)
    soups.write_text(wrong.replace("potiron 140", "potiron 0", 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        service.import_catalogue(db, boss, folder=folder, at=at)
    said = "\n".join(f"{where}: {what}" for where, what in refused.value.lines)
    assert "soups.toml [veloute-de-poireaux] lines: unknown food poirreau" in said
    assert "soups.toml [soupe-de-potiron] lines: has no quantity" in said
    assert "foods.csv line 259 name_fr: is missing" in said
    assert queries.ingredients(db) == {}


def test_amounts_by_steps_and_limits_that_make_no_sense_are_named(folder):
    desserts = folder / "recipes" / "dairy_desserts.toml"
    text = desserts.read_text(encoding="utf-8")
    text = text.replace("levure-chimique 11/16", "levure-chimique 11/0", 1)
    text = text.replace("[gateau-aux-pommes]", "[gateau-aux-pommes]\nmost = 12", 1)
    text = text.replace("[tarte-au-sucre]", '[tarte-au-sucre]\nmost = "many"', 1)
    desserts.write_text(text, encoding="utf-8")
    wrong = dict(reader.read(folder).wrong)
    cake = "dairy_desserts.toml [gateau-aux-pommes]"
    assert wrong[f"{cake} lines"] == "is for each 0 portions: 'levure-chimique 11/0'"
    assert wrong[f"{cake} most"] == "12 portions is under the least, 20"
    many = "is no number of portions above zero: 'many'"
    assert wrong["dairy_desserts.toml [tarte-au-sucre] most"] == many


def test_another_encoding_is_refused(folder):
    (folder / "foods.csv").write_bytes("code\nœuf".encode("utf-16"))
    assert ("foods.csv", "cannot be read as UTF-8") in reader.read(folder).wrong


def test_a_changed_quantity_makes_a_new_version(folder, db, boss, at):
    service.import_catalogue(db, boss, folder=folder, at=at)
    soups = folder / "recipes" / "soups.toml"
    text = soups.read_text(encoding="utf-8")
    soups.write_text(text.replace("poireau 100", "poireau 120", 1), encoding="utf-8")
    service.import_catalogue(db, boss, folder=folder, at=at)
    dishes = queries.dishes(db)
    assert dishes["veloute-de-poireaux"].recipe.version == 2
    assert dishes["soupe-de-potiron"].recipe.version == 1


def test_a_base_that_holds_itself_and_a_month_that_is_none_are_named(folder):
    bases = folder / "recipes" / "bases.toml"
    text = bases.read_text(encoding="utf-8")
    bases.write_text(text.replace("eau 950,", "bouillon-de-legumes* 950,", 1), encoding="utf-8")
    foods = folder / "foods.csv"
    rows = foods.read_text(encoding="utf-8").splitlines()
    season = rows[0].split(",").index("season")
    broken = rows[1].split(",")
    broken[season - len(rows[0].split(","))] = "hiver"
    foods.write_text("\n".join([rows[0], ",".join(broken), *rows[2:]]), encoding="utf-8")
    wrong = dict(reader.read(folder).wrong)
    assert wrong["bases.toml [bouillon-de-legumes] lines"] == "hold the recipe itself"
    assert "foods.csv line 2 season" in wrong

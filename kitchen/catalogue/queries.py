"""Reads of foods and recipes; a recipe is read whole, with its bases opened."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlmodel import Session, col, select

from kitchen.catalogue import sheet
from kitchen.catalogue.models import (
    Ingredient,
    IngredientAllergen,
    Recipe,
    RecipeLine,
    RecipeStep,
)
from kitchen.core.i18n import locale
from kitchen.core.vocabulary import Allergen, Component, Diet, Presence


def ingredients(db: Session) -> dict[str, Ingredient]:
    """Return every food by code, in code order."""
    return {row.code: row for row in db.exec(select(Ingredient).order_by(Ingredient.code))}


def presences_by_ingredient(db: Session) -> dict[UUID, dict[Allergen, Presence]]:
    """Return what is known of allergens, by food."""
    table: dict[UUID, dict[Allergen, Presence]] = defaultdict(dict)
    for row in db.exec(select(IngredientAllergen)):
        table[row.ingredient_id][row.allergen] = row.presence
    return table


@dataclass(frozen=True)
class Dish:
    """A recipe with everything that hangs on it."""

    recipe: Recipe
    parts: tuple[sheet.Part, ...]
    steps: tuple[RecipeStep, ...]
    bases: dict[str, sheet.Base]

    @property
    def name(self) -> str:
        """Its name in the present language."""
        return self.recipe.name_fr if locale() == "fr" else self.recipe.name_en

    @cached_property
    def opened(self) -> list[sheet.Opened]:
        """Its foods, bases opened, for one portion."""
        return sheet.open_parts(self.parts, self.bases)

    @cached_property
    def needs(self) -> list[sheet.Need]:
        """What is planned and weighed of each food."""
        return sheet.needs(self.opened)

    @cached_property
    def presences(self) -> dict[Allergen, Presence]:
        """Its allergens, present, possible or unknown."""
        return sheet.presences(self.opened)

    @cached_property
    def is_vegetarian(self) -> bool:
        """Whether it is vegetarian."""
        return sheet.is_vegetarian(self.opened)

    @cached_property
    def totals(self) -> sheet.Totals:
        """Cost, climate and nutrients of a portion."""
        return sheet.totals(self.opened)

    def suits(self, diet: Diet) -> bool:
        """Tell whether a diet may eat it; possible and unknown count as present."""
        held = {allergen.value for allergen in self.presences} | set(sheet.tags(self.opened))
        return not held & set(diet.excludes)


def food_of(row: Ingredient, known: dict[Allergen, Presence]) -> sheet.Food:
    """Turn a food's row into what sheets compute with."""
    return sheet.Food(
        code=row.code,
        name=row.name_fr if locale() == "fr" else row.name_en,
        usable_permille=row.usable_permille,
        price_cents_per_kg=row.price_cents_per_kg,
        co2e_g_per_kg=row.co2e_g_per_kg,
        per_100g=tuple(getattr(row, name) for name in sheet.PER_100_G),
        presences=tuple((allergen, known[allergen]) for allergen in Allergen if allergen in known),
        tags=tuple(sorted(row.tags)),
    )


def tags(db: Session) -> dict[str, Sequence[str]]:
    """Return the tags of every recipe, active or not, by code."""
    return dict(db.exec(select(Recipe.code, Recipe.tags)).all())


def dishes(db: Session) -> dict[str, Dish]:
    """Return every active recipe, bases left out, by code in code order."""
    known = presences_by_ingredient(db)
    foods = {row.id: food_of(row, known.get(row.id, {})) for row in db.exec(select(Ingredient))}
    recipes = {row.id: row for row in db.exec(select(Recipe).order_by(Recipe.code))}
    parts: dict[UUID, list[sheet.Part]] = defaultdict(list)
    for line in db.exec(select(RecipeLine).order_by(col(RecipeLine.position))):
        food = foods[line.ingredient_id] if line.ingredient_id else None
        base = recipes[line.base_id].code if line.base_id else ""
        parts[line.recipe_id].append(
            sheet.Part(line.net_milligrams, food, base, line.step_portions)
        )
    steps: dict[UUID, list[RecipeStep]] = defaultdict(list)
    for step in db.exec(select(RecipeStep).order_by(col(RecipeStep.position))):
        steps[step.recipe_id].append(step)
    bases = {
        row.code: sheet.Base(
            code=row.code,
            name=row.name_fr if locale() == "fr" else row.name_en,
            yield_grams=row.portion_grams,
            parts=tuple(parts[row.id]),
        )
        for row in recipes.values()
        if row.component is None
    }
    return {
        row.code: Dish(row, tuple(parts[row.id]), tuple(steps[row.id]), bases)
        for row in recipes.values()
        if row.component is not None and row.active
    }


def dish(db: Session, code: str) -> Dish | None:
    """Return one recipe."""
    return dishes(db).get(code)


def filtered(
    every: dict[str, Dish],
    *,
    component: Component | None = None,
    diet: Diet | None = None,
    words: str = "",
) -> list[Dish]:
    """Return the dishes of a component that suit a diet and hold every word, by name."""
    wanted = words.casefold().split()
    found = [
        one
        for one in every.values()
        if (component is None or one.recipe.component is component)
        and (diet is None or one.suits(diet))
        and all(word in f"{one.recipe.name_fr} {one.recipe.name_en}".casefold() for word in wanted)
    ]
    order = list(Component)
    return sorted(found, key=lambda one: (order.index(_component(one)), one.name.casefold()))


def _component(one: Dish) -> Component:
    return one.recipe.component or Component.STARTER

"""Commands on the catalogue: take a folder of foods and recipes in, all or nothing."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from kitchen.accounts.policy import allow
from kitchen.catalogue.models import (
    Ingredient,
    IngredientAllergen,
    Recipe,
    RecipeLine,
    RecipeStep,
)
from kitchen.catalogue.reader import DATA, Read, read
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.errors import BadInput
from kitchen.core.vocabulary import Allergen, Presence

_NOT_COLUMNS = {"contains", "may_contain", "unknown"}
_RECIPE_COLUMNS = (
    "name_fr", "name_en", "component", "portion_grams", "family", "tags", "liking", "ahead",
    "variant_of", "least_portions", "most_portions",
)  # fmt: skip


def import_catalogue(
    db: Session, actor: Actor, *, at: datetime, folder: Path = DATA
) -> tuple[int, int]:
    """Take foods and recipes in from a folder; doing it twice changes nothing.

    A recipe that differs from the one in force becomes its next version.

    Raises:
        BadInput: When anything in any file is wrong; every wrong entry is named.
    """
    allow(actor, "catalogue.import")
    found = read(folder)
    if found.wrong:
        raise BadInput(found.wrong)
    foods = _take_foods(db, found)
    _take_recipes(db, found, foods)
    audit(
        db,
        actor,
        "catalogue.imported",
        None,
        at=at,
        foods=len(found.foods),
        recipes=len(found.recipes),
    )
    return len(found.foods), len(found.recipes)


def _take_foods(db: Session, found: Read) -> dict[str, UUID]:
    known = {row.code: row for row in db.exec(select(Ingredient))}
    for entry in found.foods:
        columns = {name: value for name, value in entry.items() if name not in _NOT_COLUMNS}
        row = known.get(entry["code"])
        if row is None:
            row = Ingredient(**columns)
            known[row.code] = row
        else:
            row.sqlmodel_update(columns)
        db.add(row)
        db.flush()
        db.exec(delete(IngredientAllergen).where(col(IngredientAllergen.ingredient_id) == row.id))
        for name, presence in (
            ("contains", Presence.CONTAINS),
            ("may_contain", Presence.MAY_CONTAIN),
            ("unknown", Presence.UNKNOWN),
        ):
            for code in entry[name]:
                db.add(
                    IngredientAllergen(
                        ingredient_id=row.id, allergen=Allergen(code), presence=presence
                    )
                )
    db.flush()
    return {code: row.id for code, row in known.items()}


def _take_recipes(db: Session, found: Read, foods: dict[str, UUID]) -> None:
    known = {row.code: row for row in db.exec(select(Recipe))}
    before = {code: _content(db, row.id) for code, row in known.items()}
    for entry in found.recipes:
        if entry["code"] not in known:
            columns = {name: entry[name] for name in _RECIPE_COLUMNS}
            known[entry["code"]] = Recipe(code=entry["code"], **columns)
            db.add(known[entry["code"]])
    db.flush()
    for entry in found.recipes:
        recipe = known[entry["code"]]
        columns = {name: entry[name] for name in _RECIPE_COLUMNS}
        changed = any(getattr(recipe, name) != value for name, value in columns.items())
        recipe.sqlmodel_update(columns)
        db.exec(delete(RecipeLine).where(col(RecipeLine.recipe_id) == recipe.id))
        db.exec(delete(RecipeStep).where(col(RecipeStep.recipe_id) == recipe.id))
        _write_content(db, recipe, entry, foods, known)
        db.flush()
        old = before.get(recipe.code)
        if old is not None and (changed or old != _content(db, recipe.id)):
            recipe.version += 1
        db.add(recipe)
    db.flush()


def _write_content(
    db: Session,
    recipe: Recipe,
    entry: dict[str, Any],
    foods: dict[str, UUID],
    known: dict[str, Recipe],
) -> None:
    for position, (code, is_base, milligrams, step) in enumerate(entry["lines"]):
        db.add(
            RecipeLine(
                recipe_id=recipe.id,
                position=position,
                ingredient_id=None if is_base else foods[code],
                base_id=known[code].id if is_base else None,
                net_milligrams=milligrams,
                step_portions=step,
            )
        )
    for position, step in enumerate(entry["steps"]):
        db.add(RecipeStep(recipe_id=recipe.id, position=position, **step))


def _content(db: Session, recipe_id: UUID) -> list[tuple[object, ...]]:
    """Return what a recipe is made of, to see whether it changed."""
    lines = db.exec(
        select(RecipeLine)
        .where(RecipeLine.recipe_id == recipe_id)
        .order_by(col(RecipeLine.position))
    )
    steps = db.exec(
        select(RecipeStep)
        .where(RecipeStep.recipe_id == recipe_id)
        .order_by(col(RecipeStep.position))
    )
    return [
        *((row.ingredient_id, row.base_id, row.net_milligrams, row.step_portions) for row in lines),
        *(
            (
                row.station,
                row.fixed_minutes,
                row.load_minutes,
                row.load_portions,
                row.hands,
                row.text_fr,
                row.text_en,
            )
            for row in steps
        ),
    ]

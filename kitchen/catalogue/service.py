"""Commands on the catalogue: take a folder of foods and recipes in, all or nothing."""

from datetime import datetime
from pathlib import Path
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
    "variant_of",
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
    for entry in found.recipes:
        columns = {name: entry[name] for name in _RECIPE_COLUMNS}
        row = known.get(entry["code"])
        if row is None:
            row = Recipe(code=entry["code"], **columns)
        elif any(getattr(row, name) != value for name, value in columns.items()):
            row.sqlmodel_update({**columns, "version": row.version + 1})
        known[row.code] = row
        db.add(row)
    db.flush()
    for entry in found.recipes:
        recipe = known[entry["code"]]
        db.exec(delete(RecipeLine).where(col(RecipeLine.recipe_id) == recipe.id))
        db.exec(delete(RecipeStep).where(col(RecipeStep.recipe_id) == recipe.id))
        for position, (code, is_base, milligrams) in enumerate(entry["lines"]):
            db.add(
                RecipeLine(
                    recipe_id=recipe.id,
                    position=position,
                    ingredient_id=None if is_base else foods[code],
                    base_id=known[code].id if is_base else None,
                    net_milligrams=milligrams,
                )
            )
        for position, step in enumerate(entry["steps"]):
            db.add(RecipeStep(recipe_id=recipe.id, position=position, **step))
    db.flush()

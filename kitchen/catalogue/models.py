"""Foods and recipes. Composition is per 100 g; quantities are integers with their unit named."""

from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.types import enum_type
from kitchen.core.vocabulary import Allergen, Component, Presence, StationKind, Storage


class Ingredient(SQLModel, table=True):
    """A food as it is bought, with what the planner and the sheets need to know of it."""

    __table_args__ = (
        CheckConstraint("usable_permille BETWEEN 1 AND 1000", name="usable"),
        CheckConstraint("pack_grams > 0 AND unit_grams > 0", name="packs"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=60)
    name_fr: str
    name_en: str
    family: str = Field(max_length=40)  # purchase family, close to the State's purchase file
    culinary: str = Field(max_length=40)
    kcal: int
    protein_mg: int
    carbs_mg: int
    sugars_mg: int
    fat_mg: int
    saturated_mg: int
    fibre_mg: int
    salt_mg: int
    calcium_mg: int
    iron_ug: int
    vitamin_c_ug: int
    co2e_g_per_kg: int
    usable_permille: int = 1000  # net from gross
    storage: Storage = Field(sa_type=enum_type(Storage))
    purchase_unit: str = Field(max_length=20)
    unit_grams: int
    pack_grams: int
    price_cents_per_kg: int
    lead_days: int = 1
    needs_date: bool = False  # a lot without a date is blocked
    density_g_per_l: int | None = None
    season: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    tags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    source: str = Field(max_length=120)


class IngredientAllergen(SQLModel, table=True):
    """What is known of one allergen in one food; no row means absent."""

    __tablename__ = "ingredient_allergen"

    __table_args__ = (UniqueConstraint("ingredient_id", "allergen"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    ingredient_id: UUID = Field(foreign_key="ingredient.id", index=True, ondelete="CASCADE")
    allergen: Allergen = Field(sa_type=enum_type(Allergen))
    presence: Presence = Field(sa_type=enum_type(Presence))


class Recipe(SQLModel, table=True):
    """A technical sheet in one version. A base is a recipe without component, used by others."""

    __table_args__ = (
        CheckConstraint("portion_grams > 0", name="portion"),
        CheckConstraint("liking BETWEEN 0 AND 100", name="liking"),
        CheckConstraint(
            "least_portions >= 0 AND (most_portions = 0 OR most_portions >= least_portions)",
            name="batch_limits",
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=60)
    version: int = 1
    name_fr: str
    name_en: str
    component: Component | None = Field(default=None, sa_type=enum_type(Component))
    portion_grams: int  # cooked, for one adult; the whole yield for a base
    family: str = Field(default="", max_length=40)
    tags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    liking: int = 60
    shelf_life_days: int = 3
    ahead: bool = True
    least_portions: int = 0  # smallest batch that works; 0 without a limit
    most_portions: int = 0  # largest batch that works; 0 without a limit
    variant_of: str = Field(default="", max_length=60)
    active: bool = True


class RecipeLine(SQLModel, table=True):
    """Net milligrams of a food or of a base: in one portion, or for each started group of them.

    A base counts in its yields where a dish counts in standard portions.
    """

    __tablename__ = "recipe_line"

    __table_args__ = (
        CheckConstraint("net_milligrams > 0", name="quantity"),
        CheckConstraint("step_portions >= 0", name="steps"),
        CheckConstraint("(ingredient_id IS NULL) <> (base_id IS NULL)", name="one_source"),
        UniqueConstraint("recipe_id", "position"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    recipe_id: UUID = Field(foreign_key="recipe.id", index=True, ondelete="CASCADE")
    position: int
    ingredient_id: UUID | None = Field(default=None, foreign_key="ingredient.id", index=True)
    base_id: UUID | None = Field(default=None, foreign_key="recipe.id")
    net_milligrams: int
    step_portions: int = 0  # 0 in proportion; else the amount is for each started group of so many


class RecipeStep(SQLModel, table=True):
    """Work on one kind of station, with the words for the cook."""

    __tablename__ = "recipe_step"

    __table_args__ = (UniqueConstraint("recipe_id", "position"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    recipe_id: UUID = Field(foreign_key="recipe.id", index=True, ondelete="CASCADE")
    position: int
    station: StationKind = Field(sa_type=enum_type(StationKind))
    fixed_minutes: int = 0
    load_minutes: int = 0
    load_portions: int = 0
    hands: int = 1
    text_fr: str
    text_en: str

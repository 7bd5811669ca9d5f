"""Reads the catalogue's own files: foods as CSV, recipes as TOML, every wrong entry named."""

import csv
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kitchen.core.vocabulary import Allergen, Component, StationKind, Storage, Tag

DATA = Path(__file__).parent / "data"
INTEGERS = (
    "kcal", "protein_mg", "carbs_mg", "sugars_mg", "fat_mg", "saturated_mg", "fibre_mg", "salt_mg",
    "calcium_mg", "iron_ug", "vitamin_c_ug", "co2e_g_per_kg", "usable_permille", "unit_grams",
    "pack_grams", "price_cents_per_kg", "lead_days",
)  # fmt: skip
TEXTS = ("code", "name_fr", "name_en", "family", "culinary", "storage", "purchase_unit", "source")
FILES = {
    "bases": None,
    "soups": Component.STARTER,
    "starters": Component.STARTER,
    "mains_meat_fish": Component.MAIN,
    "mains_vegetarian": Component.MAIN,
    "sides": Component.SIDE,
    "dairy_desserts": Component.DESSERT,
}
STEP = re.compile(r"(\w+) (\d+)\+(\d+)/(\d+) x(\d+) \| (.+?) \| (.+)", re.DOTALL)
# food or base*, grams in a portion; after a slash, the portions that each such amount is for
LINE = re.compile(r"([a-z0-9-]+)(\*?) (\d+(?:\.\d+)?)(?:/(\d+))?")
BASE_GRAMS = 1000
MONTHS = 12
WHOLE = 1000
# Soups, sauces and stews are cooked the day before and chilled; raw food is cut the same morning.
COLD_STATIONS = {StationKind.COLD_PREP, StationKind.PACKING}
Wrong = list[tuple[str, str]]


@dataclass
class Read:
    """What was read, and everything that was wrong in it."""

    foods: list[dict[str, Any]] = field(default_factory=list)
    recipes: list[dict[str, Any]] = field(default_factory=list)
    wrong: Wrong = field(default_factory=list)


def read(folder: Path = DATA) -> Read:
    """Read every file of a catalogue folder."""
    found = Read()
    _read_foods(folder / "foods.csv", found)
    foods = {row["code"] for row in found.foods}
    for name, component in FILES.items():
        path = folder / "recipes" / f"{name}.toml"
        if path.exists():
            _read_recipes(path, component, found)
    bases = {row["code"] for row in found.recipes if row["component"] is None}
    codes = {row["code"] for row in found.recipes}
    for row in found.recipes:
        for code, is_base, _, _ in row["lines"]:
            if code not in (bases if is_base else foods):
                kind = "base" if is_base else "food"
                found.wrong.append((f"{row['where']} lines", f"unknown {kind} {code}"))
        if row["variant_of"] and row["variant_of"] not in codes:
            found.wrong.append((f"{row['where']} variant_of", f"unknown {row['variant_of']}"))
    found.wrong += _circles(found.recipes)
    return found


def _read_foods(path: Path, found: Read) -> None:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, FileNotFoundError) as error:
        found.wrong.append((path.name, "cannot be read as UTF-8" if path.exists() else str(error)))
        return
    rows = list(csv.DictReader(text.splitlines()))
    if not rows:
        found.wrong.append((path.name, "holds no food"))
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        food = _food(row, f"{path.name} line {number}", found.wrong)
        if food["code"] in seen:
            found.wrong.append((f"{path.name} line {number} code", f"{food['code']} stands twice"))
        seen.add(food["code"])
        found.foods.append(food)


def _food(row: dict[str, str], where: str, wrong: Wrong) -> dict[str, Any]:
    food: dict[str, Any] = {}
    for name in TEXTS:
        food[name] = (row.get(name) or "").strip()
        if not food[name]:
            wrong.append((f"{where} {name}", "is missing"))
    for name in INTEGERS:
        food[name] = _integer(row.get(name) or "", f"{where} {name}", wrong)
    food["needs_date"] = row.get("needs_date") == "1"
    density = row.get("density_g_per_l") or ""
    food["density_g_per_l"] = (
        _integer(density, f"{where} density_g_per_l", wrong) if density else None
    )
    if food["storage"] not in set(Storage):
        wrong.append((f"{where} storage", f"unknown storage {food['storage']}"))
    food["season"] = [
        _integer(month, f"{where} season", wrong) for month in (row.get("season") or "").split()
    ]
    if any(not 1 <= month <= MONTHS for month in food["season"]):
        wrong.append((f"{where} season", "holds something that is no month from 1 to 12"))
    if not 1 <= food["usable_permille"] <= WHOLE:
        wrong.append((f"{where} usable_permille", "is not between 1 and 1000"))
    for name in ("unit_grams", "pack_grams"):
        if not food[name]:
            wrong.append((f"{where} {name}", "is zero"))
    food["tags"] = _codes(row.get("tags") or "", set(Tag), f"{where} tags", wrong)
    for name in ("contains", "may_contain", "unknown"):
        food[name] = _codes(row.get(name) or "", set(Allergen), f"{where} {name}", wrong)
    return food


def _integer(text: str, where: str, wrong: Wrong) -> int:
    try:
        value = int(text)
    except ValueError:
        wrong.append((where, f"is not a whole number: {text[:20]!r}"))
        return 0
    if value < 0:
        wrong.append((where, f"is negative: {value}"))
    return value


def _codes(text: str, known: set[Any], where: str, wrong: Wrong) -> list[str]:
    codes = text.split()
    wrong += [(where, f"unknown code {code}") for code in codes if code not in known]
    return codes


def _read_recipes(path: Path, component: Component | None, found: Read) -> None:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        found.wrong.append((path.name, f"cannot be read: {error}"))
        return
    for code, body in table.items():
        where = f"{path.name} [{code}]"
        try:
            found.recipes.append(_recipe(code, body, component, where, found.wrong))
        except (KeyError, TypeError, ValueError) as error:
            found.wrong.append((where, f"is incomplete: {error}"))


def _recipe(
    code: str, body: dict[str, Any], component: Component | None, where: str, wrong: Wrong
) -> dict[str, Any]:
    lines = _lines(body["lines"], where, wrong)
    steps = [_step(text, where, wrong) for text in body.get("steps", [])]
    if component is not None and not steps:
        wrong.append((f"{where} steps", "are missing"))
    cooks = any(step and step["station"] not in COLD_STATIONS for step in steps)
    return {
        "where": where,
        "code": code,
        "name_fr": body["name"][0],
        "name_en": body["name"][1],
        "component": Component(body["component"]) if "component" in body else component,
        "portion_grams": _portion(body, where, wrong) if component else BASE_GRAMS,
        "family": body.get("family", ""),
        "tags": body.get("tags", "").split(),
        "liking": int(body.get("liking", 60)),
        "ahead": bool(body.get("ahead", cooks)),
        **_limits(body, where, wrong),
        "variant_of": body.get("variant_of", ""),
        "lines": lines,
        "steps": [step for step in steps if step],
    }


def _portion(body: dict[str, Any], where: str, wrong: Wrong) -> int:
    grams = int(body["portion"])
    if grams <= 0:
        wrong.append((f"{where} portion", f"is not above zero: {grams}"))
    return grams


def _limits(body: dict[str, Any], where: str, wrong: Wrong) -> dict[str, int]:
    """Read the smallest and largest batch, 0 when there is no such limit."""
    limits = {}
    for name in ("least", "most"):
        found = body.get(name, 0)
        limits[f"{name}_portions"] = found if type(found) is int and found > 0 else 0
        if name in body and not limits[f"{name}_portions"]:
            wrong.append((f"{where} {name}", f"is no number of portions above zero: {found!r}"))
    least, most = limits.values()
    if 0 < most < least:
        wrong.append((f"{where} most", f"{most} portions is under the least, {least}"))
    return limits


def _circles(recipes: list[dict[str, Any]]) -> Wrong:
    """Name every base that holds itself, directly or through others."""
    holds = {
        row["code"]: [code for code, is_base, *_ in row["lines"] if is_base] for row in recipes
    }
    wrong = []
    for row in recipes:
        reached: set[str] = set()
        waiting = list(holds[row["code"]])
        while waiting:
            code = waiting.pop()
            if code not in reached:
                reached.add(code)
                waiting += holds.get(code, [])
        if row["code"] in reached:
            wrong.append((f"{row['where']} lines", "hold the recipe itself"))
    return wrong


def _lines(text: str, where: str, wrong: Wrong) -> list[tuple[str, bool, int, int]]:
    lines = []
    for entry in text.split(","):
        match = LINE.fullmatch(entry.strip())
        if match is None:
            wrong.append((f"{where} lines", f"cannot be read: {entry.strip()!r}"))
            continue
        milligrams = round(float(match[3]) * 1000)
        if not milligrams:
            wrong.append((f"{where} lines", f"has no quantity: {entry.strip()!r}"))
        if match[4] and not int(match[4]):
            wrong.append((f"{where} lines", f"is for each 0 portions: {entry.strip()!r}"))
        lines.append((match[1], bool(match[2]), milligrams, int(match[4] or 0)))
    if not lines:
        wrong.append((f"{where} lines", "hold no quantity"))
    return lines


def _step(text: str, where: str, wrong: Wrong) -> dict[str, Any] | None:
    match = STEP.fullmatch(text.strip())
    if match is None or match[1] not in set(StationKind):
        wrong.append((f"{where} steps", f"cannot be read: {text[:40]!r}"))
        return None
    return {
        "station": StationKind(match[1]),
        "fixed_minutes": int(match[2]),
        "load_minutes": int(match[3]),
        "load_portions": int(match[4]),
        "hands": int(match[5]),
        "text_fr": match[6].strip(),
        "text_en": match[7].strip(),
    }

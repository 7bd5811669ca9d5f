"""Exact picks for a fixed menu: which lot, offer or purchase feeds which batch.

The food is the one the search counted on: cheapest sources first, and within a day what expires
first goes out first.
"""

from collections import defaultdict
from dataclasses import dataclass

from planning.params import Weights
from planning.week.derive import Derived
from planning.week.loads import Job
from planning.week.plan import Pick, Purchase, Take
from planning.week.problem import Ingredient
from planning.week.sources import PURCHASE, Place, Source, fill, sources_of


@dataclass(frozen=True, slots=True)
class Supplied:
    """Where the food of every batch comes from, and the batches whose food cannot be had."""

    picks: tuple[Pick, ...]
    takes: tuple[Take, ...]
    purchases: tuple[Purchase, ...]
    hungry: tuple[str, ...]


def supply(facts: Derived, weights: Weights, jobs: list[Job]) -> Supplied:
    """Return the sources of every batch's grams."""
    places = sorted({(job.day, job.sold) for job in jobs})
    place = {found: index for index, found in enumerate(places)}
    wanted: dict[str, list[tuple[Job, int]]] = defaultdict(list)
    for job in jobs:
        for code in facts.needs[job.recipe]:
            grams = facts.grams(job.recipe, code, job.permille)
            if grams:
                wanted[code].append((job, grams))
    picks: list[Pick] = []
    takes: list[Take] = []
    purchases: list[Purchase] = []
    hungry: set[str] = set()
    for food in facts.problem.ingredients:
        asked = wanted.get(food.code, [])
        if not asked:
            continue
        sums = [0] * len(places)
        for job, grams in asked:
            sums[place[job.day, job.sold]] += grams
        flows = fill(sources_of(facts.problem, food, places, weights), sums)
        short = {
            places[at]
            for at, grams in enumerate(sums)
            if sum(row[2] for row in flows if row[1] == at) < grams
        }
        hungry |= {job.code for job, _ in asked if (job.day, job.sold) in short}
        picks += _share_out(food, flows, asked, place)
        takes += _takes(flows)
        purchases += _purchases(food, flows, places)
    return Supplied(tuple(picks), tuple(takes), tuple(purchases), tuple(sorted(hungry)))


Flows = list[tuple[Source, int, int]]


def _share_out(
    food: Ingredient, flows: Flows, asked: list[tuple[Job, int]], place: dict[Place, int]
) -> list[Pick]:
    held: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for source, at, grams in sorted(flows, key=lambda row: (row[0].last_day, row[0].code)):
        held[at].append((source.code, grams))
    picks = []
    for job, grams in asked:
        left = grams
        there = held[place[job.day, job.sold]]
        while left and there:
            code, room = there.pop(0)
            taken = min(left, room)
            left -= taken
            if room > taken:
                there.insert(0, (code, room - taken))
            picks.append(Pick(batch=job.code, lot=code, ingredient=food.code, grams=taken))
    return picks


def _used(flows: Flows) -> list[tuple[Source, int]]:
    sums: dict[str, int] = defaultdict(int)
    for source, _, grams in flows:
        sums[source.code] += grams
    by_code = {source.code: source for source, _, _ in flows}
    return [(by_code[code], sums[code]) for code in sorted(sums)]


def _takes(flows: Flows) -> list[Take]:
    return [
        Take(lot=source.code, grams=source.taken(used), cents=source.cents(used))
        for source, used in _used(flows)
        if source.code and source.is_offer
    ]


def _purchases(food: Ingredient, flows: Flows, places: list[Place]) -> list[Purchase]:
    bought = [row for row in flows if row[0].code == PURCHASE]
    if not bought:
        return []
    source = bought[0][0]
    used = sum(row[2] for row in bought)
    return [
        Purchase(
            ingredient=food.code,
            day=places[min(row[1] for row in bought)][0],
            grams=source.taken(used),
            cents=source.cents(used),
        )
    ]

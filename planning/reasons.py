"""Reasons: what is short, what clashes, what is wrong, as a stable code with facts.

Sentences for people live in `kitchen/week/words.py`; nothing here is ever shown as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Fact = str | int
Said = list[list[str | dict[str, Fact]]]  # reasons as plain data: `[code, {fact: value}]` each


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """A code `area.fact` and its facts, sorted by name."""

    code: str
    facts: tuple[tuple[str, Fact], ...] = ()

    def __str__(self) -> str:
        """Write the reason for logs and tests: `stock.short ingredient=leek grams=400`."""
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts)])

    def fact(self, name: str) -> Fact:
        """Return one fact.

        Raises:
            KeyError: When the reason has no such fact.
        """
        return dict(self.facts)[name]


def reason(code: str, **facts: Fact) -> Reason:
    """Make a reason; a code that is not declared is a programming mistake."""
    if code not in CODES:
        msg = f"undeclared reason {code}"
        raise KeyError(msg)
    return Reason(code, tuple(sorted(facts.items())))


def plain(found: Iterable[Reason]) -> Said:
    """Write reasons as plain data, to be kept beside a plan."""
    return [[one.code, dict(one.facts)] for one in found]


def reasons_of(rows: Iterable[Any]) -> list[Reason]:
    """Read reasons back from plain data."""
    return [Reason(str(code), tuple(sorted(dict(facts).items()))) for code, facts in rows]


CODES: dict[str, str] = {
    # what a file may get wrong
    "input.not_json": "The text is not JSON: `line`, `column`, `detail`.",
    "input.empty": "The file holds nothing.",
    "input.encoding": "The file is not UTF-8: `byte`.",
    "input.format": "Another format or version: `found`, `expected`.",
    "input.missing": "A field is missing: `where`, `field`.",
    "input.unknown_field": "A field the format does not have: `where`, `field`.",
    "input.type": "A value of another type: `where`, `expected`, `found`.",
    "input.negative": "A quantity below zero: `where`, `found`.",
    "input.duplicate": "Two entries share a code: `where`, `value`.",
    "input.unknown_code": "A code that nothing declares: `where`, `kind`, `value`.",
    "input.range": "A value out of its range: `where`, `found`, `least`, `most`.",
    "input.empty_recipe": "A recipe without any quantity: `recipe`.",
    "input.lot_expired": "A lot past its date before the first day: `lot`, `last_day`.",
    "input.lot_dates": "A lot that ends before it begins: `lot`, `first_day`, `last_day`.",
    "input.window": "A window that ends before it begins: `where`, `start`, `end`.",
    "input.line": "A line of text that is not as the format says: `line`, `found`, `expected`.",
    "input.overlap": "Two openings overlap: `where`, `start`, `end` of what they share.",
    "input.contradiction": "Two fields that cannot both hold: `where`, `one`, `other`.",
    "input.past": "It should be over by now: `where`, `minute`.",
    "input.too_large": "A load no vehicle can take: `where`, `found`, `most`.",
    "input.disconnected": "A leg without time or distance: `where`, `origin`, `destination`.",
    # who is not fed, and why
    "demand.no_compatible_recipe": "No recipe suits the diet: `component`, `diet`, `service`.",
    "demand.short": "Portions not made: `component`, `diet`, `portions`, `service`.",
    "demand.no_food": "An ingredient cannot be had: `component`, `diet`, `service`.",
    "demand.no_time": "No time left on machines or hands: `component`, `diet`, `service`.",
    # what the verifier finds in a week's plan
    "plan.problem_differs": "The plan was made for another problem.",
    "plan.unknown_code": "The plan names what the problem lacks: `kind`, `value`.",
    "demand.unmet": "Neither fed nor listed: `component`, `diet`, `service`, `size`, `portions`.",
    "demand.twice": "Fed more than asked: `component`, `diet`, `service`, `size`, `portions`.",
    "allergen.clash": "An excluded food reaches a diet: `diet`, `exclusion`, `recipe`, `service`.",
    "menu.component": "A dish stands in another component: `component`, `recipe`, `service`.",
    "menu.too_many": "Too many dishes in a component: `component`, `found`, `most`, `service`.",
    "menu.repeat": "A dish returns too soon: `days`, `recipe`, `service`.",
    "menu.banned": "A banned dish is served: `recipe`, `service`.",
    "menu.unlocked": "A locked dish is not served: `recipe`, `service`.",
    "menu.format": "A dish its door cannot receive: `format`, `recipe`, `service`.",
    "menu.season": "A dish out of its days: `recipe`, `service`.",
    "menu.reserve": "More cooked than may be eaten: `diet`, `found`, `most`, `recipe`, `service`.",
    "batch.missing": "Portions without a batch: `portions`, `recipe`, `service`.",
    "batch.size": "A batch out of the recipe's limits: `batch`, `least`, `most`, `portions`.",
    "batch.use_by": "A batch served after its use-by: `batch`, `service`, `use_by_day`.",
    "batch.day": "A batch cooked on a closed or later day: `batch`, `day`.",
    "batch.late": "A batch ready after dispatch: `batch`, `end`, `ready_minute`.",
    "batch.order": "Steps of a batch overlap or are missing: `batch`.",
    "stock.short": "Picked less than needed: `batch`, `grams`, `ingredient`.",
    "stock.excess": "Picked more than needed: `batch`, `grams`, `ingredient`.",
    "stock.overdrawn": "A lot gives more than it holds: `grams`, `lot`.",
    "stock.use_by": "A lot used after its use-by: `batch`, `lot`.",
    "stock.not_yet": "A lot used before it is there: `batch`, `lot`.",
    "stock.resale": "Food that may not be sold reaches people who pay: `batch`, `lot`.",
    "stock.below_minimum": "Less taken of an offer than its minimum: `grams`, `least`, `lot`.",
    "order.packs": "A purchase not in whole packs: `grams`, `ingredient`, `pack_grams`.",
    "order.too_late": "A purchase needed before it can arrive: `day`, `ingredient`.",
    "order.not_sold": "A purchase of what cannot be bought: `ingredient`.",
    "station.overlap": "Two batches on one machine at once: `batch`, `other`, `station`.",
    "station.closed": "Work on a closed machine: `batch`, `station`.",
    "station.wrong": "A step on a machine of another kind: `batch`, `kind`, `station`.",
    "station.duration": "A step shorter than its work: `batch`, `least`, `minutes`, `station`.",
    "staff.overload": "More hands than the shift has: `day`, `heads`, `minute`, `needed`.",
    "station.unclean": "No time to clean a place between: `batch`, `minutes`, `other`, `station`.",
    "staff.skill": "Too few trained people: `day`, `heads`, `minute`, `needed`, `skill`.",
    "station.full": "More weight than the machine holds: `grams`, `most`, `station`.",
    "cooling.late": "Cooling does not start when cooking ends: `batch`, `minutes`.",
    "cold.full": "More in the cold room than it holds: `day`, `grams`, `most`.",
    "goal.differs": "A figure of the plan is not what it adds up to: `found`, `goal`, `value`.",
    # who is not served by a tour, and what would let it be
    "tour.closed": "The stop takes no delivery that day: `stop`.",
    "tour.no_van": "No van may serve it: `stop`.",
    "tour.no_skill": "No van it may have has what it needs: `skill`, `stop`.",
    "tour.too_early": "It closes before any van can be there: `minutes` later, `stop`.",
    "tour.too_far": "Its food would be on the road for too long: `minutes`, `most`, `stop`.",
    "tour.no_room": "No van has room left: `count`, `kind`, `stop`.",
    "tour.no_time": "No tour can take it in time: `minutes` more would, `stop`.",
    "tour.not_worth": "An optional stop dearer than it weighs: `cents` more, `stop`.",
    "tour.no_place": "No van could take it in, as its day stands: `stop`.",
    "tour.not_found": "There is a place for it, which a longer search would find: `stop`.",
    "tour.by_hand": "A person took it off: `stop`.",
    # what would let a stop be served
    "tour.help_window": "A window wider on both sides: `minutes`, `stop`, `vehicle`.",
    "tour.help_trip": "A second trip: `stop`, `vehicle`.",
    "tour.help_fridge": "A refrigerated van, or this one cooled: `stop`, `vehicle`.",
    "tour.help_skill": "A van with the skill: `skill`, `stop`, `vehicle`.",
    "tour.help_shift": "A longer shift: `minutes`, `stop`, `vehicle`.",
    "tour.help_room": "More room: `count`, `kind`, `stop`, `vehicle`.",
    "tour.help_unlock": "Another van than the chosen or allowed ones: `stop`, `vehicle`.",
    "tour.help_van": "One more van: `stop`.",
    "tour.help_cents": "It is worth this much more: `cents`, `stop`.",
    # why a stop is where it is, what is tight, what more would change
    "tour.why_locked": "A person chose the van: `vehicle`.",
    "tour.why_aboard": "The van carries its load already: `vehicle`.",
    "tour.why_only_van": "No other van may or can serve it: `vehicle`.",
    "tour.why_prefers": "It knows this van's driver: `vehicle`.",
    "tour.why_between": "On the way between two others: `after`, `before`, `metres` more.",
    "tour.why_opens": "It begins when the door opens: `minute`, after a wait of `minutes`.",
    "tour.why_road": "It begins as soon as the van is there: `minute`.",
    "tour.why_cost": "What it adds to the day: `cents`.",
    "tour.why_dearer": "The next best van would cost more: `cents`, `vehicle`.",
    "tour.tight_late": "How late a van may run: `minutes`, `stop`, `vehicle`.",
    "tour.tight_shift": "How late a van may run before its shift ends: `minutes`, `vehicle`.",
    "tour.tight_load": "A van close to full: `kind`, `permille`, `vehicle`.",
    "tour.tight_food": "Food close to its limit on the road: `minutes` left, `stop`.",
    "tour.tight_paid": "A driver close to the most paid minutes: `minutes` left, `vehicle`.",
    "tour.more_van": "What one more van would change: `cents` saved, `served` more.",
    "tour.more_minutes": "What longer shifts would: `cents` saved, `minutes`, `served` more.",
    "tour.more_window": "What a wider window would: `cents` saved, `minutes`, `served`, `stop`.",
    # what a person should know of a plan of tours
    "tour.overtime": "A van on the road comes home late, or works longer: `minutes`, `vehicle`.",
    "tour.moved": "More than `most` stops change van for `stop`, or it had no place: `stops`.",
    # what a new plan of tours changes
    "tour.diff_van": "A stop changes van: `after`, `before`, `stop`.",
    "tour.diff_time": "A stop moves in time: `after`, `before`, `stop`.",
    "tour.diff_served": "A stop is now served: `minute`, `stop`, `vehicle`.",
    "tour.diff_left": "A stop is no longer served: `stop`, `why`.",
    "tour.diff_gone": "A stop is no longer asked for: `stop`.",
    "tour.diff_depart": "A tour leaves at another time: `after`, `before`, `trip`, `vehicle`.",
    "tour.diff_cost": "The cost changes, in cents: `after`, `before`.",
    # what the verifier finds in a plan of tours
    "tour.visits": "A stop is neither visited once nor listed: `found`, `stop`.",
    "tour.no_reason": "A stop is left without a reason: `stop`.",
    "tour.trips": "Trips not numbered from 1, or too many: `found`, `most`, `vehicle`.",
    "tour.empty": "A tour without a stop: `trip`, `vehicle`.",
    "tour.underway": "A van on the road is forgotten, or moved in time: `vehicle`.",
    "tour.aboard": "Its load is in one van, and another comes: `stop`, `vehicle`.",
    "tour.leaves_early": "A van leaves before its food is loaded: `minutes`, `trip`, `vehicle`.",
    "tour.unready": "Food loaded before it is packed: `minutes`, `stop`, `vehicle`.",
    "tour.times": "Times that do not follow from the road: `stop`, `vehicle`.",
    "tour.outside_window": "A hand-over outside the opening: `minute`, `stop`.",
    "tour.wrong_vehicle": "A van that may not serve the stop: `stop`, `vehicle`.",
    "tour.skill": "A van without what the stop needs: `skill`, `stop`, `vehicle`.",
    "tour.position": "Not the first or last of its tour: `position`, `stop`.",
    "tour.too_long": "Food on the road for too long: `minutes`, `most`, `stop`.",
    "tour.past_shift": "A van back after its shift: `minutes`, `vehicle`.",
    "tour.paid": "More paid minutes than a driver's most: `minutes`, `most`, `vehicle`.",
    "tour.breaks": "A driver's breaks are not all taken, each in its time: `found`, `vehicle`.",
    "tour.overloaded": "More than the van holds: `count`, `kind`, `most`, `vehicle`.",
    "tour.loads": "Another load than its stops ask: `count`, `found`, `kind`, `vehicle`.",
    # warnings that do not stop a plan
    "frequency.low": "Below a recommended frequency: `criterion`, `found`, `least`.",
    "frequency.high": "Above a recommended frequency: `criterion`, `found`, `most`.",
    "frequency.meal_low": "The same, of one meal: `criterion`, `found`, `least`, `meal`.",
    "frequency.meal_high": "The same, of one meal: `criterion`, `found`, `meal`, `most`.",
    "energy.low": "A meal below its energy range: `diet`, `found`, `least`, `service`.",
    "protein.low": "A meal below its protein: `diet`, `found`, `least`, `service`.",
    "reserve.lessened": "Less is cooked in reserve than wished: `recipe`, `service`.",
    "labels.quality": "Labelled food below its share by value: `least`, `permille`.",
    "labels.organic": "Organic food below its share by value: `least`, `permille`.",
    "labels.animal": "Labelled meat and fish below their share by value: `least`, `permille`.",
    "energy.high": "A meal above its energy range: `diet`, `found`, `most`, `service`.",
    "vegetarian.missing": "No vegetarian menu for all this week: `found`, `least`.",
    "lock.not_kept": "A locked dish cannot be served: `recipe`, `service`.",
    "budget.over": "The week costs more than its budget: `cents`, `most`.",
    "waste.at_risk": "A lot will pass its date uncooked: `grams`, `last_day`, `lot`.",
    # why a dish
    "why.uses_lot": "It uses a lot that would be lost: `grams`, `ingredient`, `last_day`.",
    "why.uses_offer": "It uses what a farm offers: `grams`, `ingredient`.",
    "why.only_choice": "Nothing else suits the diet that day: `diet`.",
    "why.cost": "What its food costs: `cents_per_portion`.",
    "why.locked": "A person locked it.",
    "why.load": "The share of the machine it takes that day: `kind`, `permille`.",
    "why_not.repeat": "It would return too soon: `days`.",
    "why_not.diet": "It does not suit: `diet`, `exclusion`.",
    "why_not.dearer": "The plan would cost more: `cents`.",
    "why_not.season": "It is out of season or closed that day.",
    "why_not.capacity": "The machine is full that day: `kind`.",
    "why_not.banned": "A person banned it.",
    "why_not.format": "A door cannot receive it: `format`.",
    "why_not.no_cook_day": "The kitchen is closed on every day it could be cooked.",
    "why_not.supply": "An ingredient cannot be there in time: `ingredient`.",
    # what more would change, and what is tight
    "more.kilo": "What a kilo more in hand would save: `cents`, `ingredient`.",
    "more.hour": "What an hour more would save that day: `cents`, `day`, `kind`.",
    "more.euro": "What weighs as much as a euro: `amount`, `goal`.",
    "tight.room": "A machine, or the hands, close to full: `day`, `kind`, `permille`.",
    "tight.cold": "The cold room close to full that night: `day`, `permille`.",
    # what a new plan changes
    "diff.dish_added": "A dish is added: `portions`, `recipe`, `service`.",
    "diff.dish_removed": "A dish is taken off: `portions`, `recipe`, `service`.",
    "diff.portions": "Portions change: `after`, `before`, `recipe`, `service`.",
    "diff.day": "A dish is cooked on another day: `after`, `before`, `recipe`, `service`.",
    "diff.order": "Grams to buy change: `after`, `before`, `ingredient`.",
    "diff.order_more": "To order beyond what was sent: `grams`, `ingredient`.",
    "diff.order_less": "Ordered already, no longer needed: `grams`, `ingredient`.",
    "diff.offer": "Grams taken of an offer change: `after`, `before`, `lot`.",
    "diff.short": "Portions short change: `after`, `before`, `component`, `diet`, `service`.",
    "diff.short_sum": "Portions short change, diets together: `after`, `component`, `service`.",
    # which rules clash, and what would help
    "clash.who": "Who cannot be fed as asked: `component`, `diet`, `portions`, `service`.",
    "clash.exclusion": "The diet leaves it out: `diet`, `exclusion`.",
    "clash.format": "The door takes nothing else: `format`.",
    "clash.season": "Dishes are out of their days.",
    "clash.ban": "Dishes were banned that day.",
    "clash.repeat": "Dishes return too soon: `days`.",
    "clash.cook_day": "The kitchen is closed when they would be cooked.",
    "clash.supply": "Food that cannot be there in time: `ingredient`.",
    "clash.dishes": "No further dish is allowed in the component: `most`.",
    "clash.time": "Machines or hands are full: `day`.",
    "help.add_dish": "A dish free of these would do: `component`, `diet`, `service`.",
    "help.more_time": "Hands or a machine more on a day would do: `day`.",
    "help.lift": "With this rule lifted they are fed: `portions`, `rule`.",
    "help.lift_time": "With more hands and longer hours around a day: `day`, `portions`.",
    "help.near_dish": "One food away from suiting: `exclusion`, `ingredient`, `recipe`.",
}

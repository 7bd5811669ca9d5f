"""What each reason code says to a person: (what, what to try), with the reason's facts as places.

Declared here, translated where they are shown. Every code of the week's
planner has its sentence; those of tours are said by the tours.
"""

from kitchen.core.i18n import N_

FILES: dict[str, tuple[str, str]] = {
    "input.not_json": (
        N_("This is not JSON: line %(line)s, column %(column)s, %(detail)s"),
        N_("Write the file again with kitchen export."),
    ),
    "input.empty": (N_("The file is empty"), N_("Choose another file.")),
    "input.encoding": (N_("The file is not UTF-8, from byte %(byte)s on"), N_("Save it as UTF-8.")),
    "input.format": (
        N_("The file holds %(found)s, not %(expected)s"),
        N_("See kitchen schema for the format."),
    ),
    "input.missing": (N_("%(where)s: %(field)s is missing"), N_("Add the field.")),
    "input.unknown_field": (N_("%(where)s: the format has no %(field)s"), N_("Take it off.")),
    "input.type": (
        N_("%(where)s: %(found)s instead of %(expected)s"),
        N_("See kitchen schema for the format."),
    ),
    "input.negative": (
        N_("%(where)s: %(found)s is below zero"),
        N_("A quantity is zero or more."),
    ),
    "input.duplicate": (N_("%(where)s: %(value)s is there twice"), N_("Keep one of them.")),
    "input.unknown_code": (
        N_("%(where)s: nothing is called %(value)s (%(kind)s)"),
        N_("Correct the code, or declare it."),
    ),
    "input.range": (
        N_("%(where)s: %(found)s is not between %(least)s and %(most)s"),
        N_("Correct the number."),
    ),
    "input.empty_recipe": (
        N_("%(recipe)s: no quantity at all"),
        N_("Give each food of the recipe its weight."),
    ),
    "input.lot_expired": (
        N_("Lot %(lot)s is past its date before the first day"),
        N_("Take it out of the file, and throw it away."),
    ),
    "input.lot_dates": (
        N_("Lot %(lot)s ends before it begins"),
        N_("Correct its first or its last day."),
    ),
    "input.window": (
        N_("%(where)s: the window ends at %(end)s, before its start at %(start)s"),
        N_("Correct the hours."),
    ),
}
PEOPLE: dict[str, tuple[str, str]] = {
    "demand.no_compatible_recipe": (
        N_("%(diet)s, %(component)s: no dish suits"),
        N_("Add a recipe that suits this diet, or allow one more dish."),
    ),
    "demand.short": (
        N_("%(diet)s, %(component)s: not made"),
        N_("Food is missing in time. Order it, or allow another dish."),
    ),
    "demand.no_food": (
        N_("%(diet)s, %(component)s: an ingredient cannot be had"),
        N_("Find it elsewhere, or allow another dish."),
    ),
    "demand.no_time": (
        N_("%(diet)s, %(component)s: no time left"),
        N_("Machines or hands are full that day. Add a shift or a simpler dish."),
    ),
    "demand.unmet": (
        N_("%(diet)s, %(component)s: %(portions)s portions neither made nor listed"),
        N_("Plan the week again."),
    ),
    "demand.twice": (
        N_("%(diet)s, %(component)s: %(portions)s portions too many"),
        N_("Plan the week again."),
    ),
    "demand.door_closed": (
        N_("%(door)s is closed on %(day)s: %(portions)s meals not counted"),
        N_("Move the order to another day, or open the door."),
    ),
    "demand.hot_dinner": (
        N_("%(door)s, %(day)s: %(portions)s hot dinners are not counted"),
        N_("Dinners leave chilled with the day's round. Ask for them chilled, to reheat there."),
    ),
    "demand.dinner": (  # said by runs kept from before dinners were planned
        N_("%(day)s: %(portions)s dinners are not counted"),
        N_("Plan the week again: dinners are planned now."),
    ),
    "demand.partner_paused": (
        N_("%(portions)s meals of a paused partner are not counted"),
        N_("Resume the partner, or cancel the order."),
    ),
    "allergen.clash": (
        N_("%(recipe)s holds %(exclusion)s and goes to %(diet)s"),
        N_("Plan the week again."),
    ),
}
PLAN: dict[str, tuple[str, str]] = {
    "plan.problem_differs": (N_("The plan was made for another week"), ""),
    "plan.unknown_code": (N_("The plan names %(value)s, which nobody knows"), ""),
    "menu.component": (N_("%(recipe)s stands in the wrong place of the menu"), ""),
    "menu.too_many": (N_("%(component)s: %(found)s dishes, %(most)s at most"), ""),
    "menu.repeat": (N_("%(recipe)s returns after %(days)s days"), ""),
    "menu.banned": (N_("%(recipe)s is served though it was taken off"), ""),
    "menu.unlocked": (N_("%(recipe)s is not served though it was kept"), ""),
    "menu.format": (N_("%(recipe)s cannot be received as %(format)s"), ""),
    "menu.season": (N_("%(recipe)s is out of its days"), ""),
    "menu.reserve": (N_("%(recipe)s: more in reserve than may be eaten"), ""),
    "batch.missing": (N_("%(recipe)s: %(portions)s portions that nobody cooks"), ""),
    "batch.size": (N_("%(batch)s: %(portions)s portions, out of its limits"), ""),
    "batch.use_by": (N_("%(batch)s is served after its use-by date"), ""),
    "batch.day": (N_("%(batch)s is cooked on a closed or later day"), ""),
    "batch.late": (N_("%(batch)s is ready after the tour has left"), ""),
    "batch.order": (N_("%(batch)s: steps overlap or are missing"), ""),
    "stock.short": (N_("%(batch)s: %(weight)s of %(ingredient)s not picked"), ""),
    "stock.excess": (N_("%(batch)s: %(weight)s of %(ingredient)s too many"), ""),
    "stock.overdrawn": (N_("%(lot)s gives %(weight)s more than it holds"), ""),
    "stock.use_by": (N_("%(batch)s uses %(lot)s after its date"), ""),
    "stock.not_yet": (N_("%(batch)s uses %(lot)s before it is there"), ""),
    "stock.below_minimum": (N_("%(lot)s: %(weight)s, under its minimum"), ""),
    "order.packs": (N_("%(ingredient)s: not in whole packs"), ""),
    "order.too_late": (N_("%(ingredient)s cannot be there in time"), ""),
    "order.not_sold": (N_("%(ingredient)s cannot be bought"), ""),
    "station.overlap": (N_("%(batch)s and %(other)s are on %(station)s at once"), ""),
    "station.closed": (N_("%(batch)s is on %(station)s, which is closed"), ""),
    "station.wrong": (N_("%(batch)s is on %(station)s, which cannot do it"), ""),
    "station.duration": (N_("%(batch)s: %(minutes)s minutes where %(least)s are needed"), ""),
    "staff.skill": (
        N_("%(needed)s trained people needed at once (%(skill)s), %(heads)s there"),
        "",
    ),
    "station.unclean": (
        N_("%(batch)s follows %(other)s on %(station)s without time to clean"),
        "",
    ),
    "stock.resale": (N_("%(batch)s is sold and takes %(lot)s, which must be given"), ""),
    "staff.overload": (N_("%(needed)s people needed at once, %(heads)s there"), ""),
    "station.full": (N_("%(station)s holds more than it can"), ""),
    "cooling.late": (N_("%(batch)s waits %(minutes)s minutes before cooling"), ""),
    "cold.full": (N_("The cold room holds %(weight)s, too much"), ""),
    "goal.differs": (N_("%(goal)s: %(value)s said, %(found)s counted"), ""),
}
WARNINGS: dict[str, tuple[str, str]] = {
    "frequency.low": (
        N_("Frequencies: %(criterion)s, %(found)s with the last meals"),
        N_("%(least)s advised. A warning only."),
    ),
    "frequency.high": (
        N_("Frequencies: %(criterion)s, %(found)s with the last meals"),
        N_("%(most)s at most advised. A warning only."),
    ),
    "frequency.meal_low": (
        N_("Frequencies, %(meal)s: %(criterion)s, %(found)s with the last meals"),
        N_("%(least)s advised. A warning only."),
    ),
    "frequency.meal_high": (
        N_("Frequencies, %(meal)s: %(criterion)s, %(found)s with the last meals"),
        N_("%(most)s at most advised. A warning only."),
    ),
    "energy.low": (
        N_("%(diet)s, %(service)s: %(found)s kcal, %(least)s advised"),
        N_("A warning only."),
    ),
    "energy.high": (
        N_("%(diet)s, %(service)s: %(found)s kcal, %(most)s at most advised"),
        N_("A warning only."),
    ),
    "protein.low": (
        N_("%(diet)s, %(service)s: %(found)s of protein, %(least)s advised"),
        N_("A warning only."),
    ),
    "reserve.lessened": (
        N_("%(recipe)s, %(service)s: less in reserve than wished"),
        N_("The day leaves no time or food for more."),
    ),
    "labels.quality": (
        N_("Labelled food: %(share)s of the value"),
        N_("%(least)s aimed at (EGalim). The more local scenario may help."),
    ),
    "labels.organic": (
        N_("Organic food: %(share)s of the value"),
        N_("%(least)s aimed at (EGalim)."),
    ),
    "labels.animal": (
        N_("Labelled meat and fish: %(share)s of their value"),
        N_("%(least)s aimed at (EGalim)."),
    ),
    "vegetarian.missing": (
        N_("No vegetarian menu for everyone this week"),
        N_("Lock a vegetarian dish on one day, then plan again."),
    ),
    "lock.not_kept": (
        N_("%(recipe)s cannot be served on %(service)s"),
        N_("It was kept, but a rule forbids it. Forget the choice, or change the rule."),
    ),
    "waste.at_risk": (
        N_("%(lot)s: %(weight)s will pass its date"),
        N_("Lock a dish that uses it, or give it away."),
    ),
    "budget.over": (
        N_("The week costs %(price)s, above its budget"),
        N_("Look at the cheaper scenario."),
    ),
    "stock.blocked": (
        N_("%(name)s, %(lot)s: %(why)s"),
        N_("Blocked and not planned. Settle it on the lot's card, or throw it away."),
    ),
    "stock.expired": (
        N_("%(name)s, %(lot)s: past its use-by date"),
        N_("Not planned. Throw it away and write it down."),
    ),
    "offer.too_late": (
        N_("Offer %(offer)s comes too late"),
        N_("It cannot be cooked before its date."),
    ),
}
REASONS: dict[str, tuple[str, str]] = {
    "why.uses_lot": (
        N_("It uses %(weight)s of %(ingredient)s that would be lost after %(last_day)s."),
        "",
    ),
    "why.uses_offer": (N_("It uses %(weight)s of %(ingredient)s that a farm offers."), ""),
    "why.only_choice": (N_("Nothing else suits %(diet)s that day."), ""),
    "why.cost": (N_("Its food is worth %(price)s a portion."), ""),
    "why.locked": (N_("The manager locked it."), ""),
    "why.load": (N_("It takes %(share)s of the day: %(kind)s."), ""),
    "why_not.repeat": (N_("it would return after %(days)s days"), ""),
    "why_not.diet": (N_("%(exclusion)s: not for %(diet)s"), ""),
    "why_not.dearer": (N_("the week would score %(price)s worse"), ""),
    "why_not.season": (N_("out of season that day"), ""),
    "why_not.capacity": (N_("machines or hands are full that day"), ""),
    "why_not.banned": (N_("the manager took it off"), ""),
    "why_not.format": (N_("a door cannot receive it"), ""),
    "why_not.no_cook_day": (N_("the kitchen is closed when it should be cooked"), ""),
    "why_not.supply": (N_("%(ingredient)s cannot be there in time"), ""),
    "more.kilo": (N_("One more kilo of %(ingredient)s would save %(price)s."), ""),
    "more.euro": (N_("One euro weighs as much as %(amount)s: %(goal)s."), ""),
    "more.hour": (N_("One more hour on %(day)s, %(kind)s, would save %(price)s."), ""),
    "tight.room": (N_("%(day)s, %(kind)s: %(share)s full"), N_("The next dish will not fit.")),
    "tight.cold": (
        N_("%(day)s, cold room: %(share)s full"),
        N_("Cook less ahead, or find another cold store."),
    ),
    "diff.dish_added": (N_("%(service)s: %(recipe)s is added, %(portions)s portions"), ""),
    "diff.dish_removed": (N_("%(service)s: %(recipe)s is taken off, %(portions)s portions"), ""),
    "diff.portions": (N_("%(service)s: %(recipe)s, %(before)s portions become %(after)s"), ""),
    "diff.day": (N_("%(service)s: %(recipe)s is cooked another day"), ""),
    "diff.order": (N_("%(ingredient)s to buy: %(before)s becomes %(after)s"), ""),
    "diff.order_more": (N_("%(ingredient)s: %(weight)s to order beyond what was sent"), ""),
    "diff.order_less": (
        N_("%(ingredient)s: %(weight)s ordered already are no longer needed"),
        N_("Call the supplier to take them off, or keep them in stock."),
    ),
    "diff.offer": (N_("Offer %(lot)s: %(before)s becomes %(after)s"), ""),
    "diff.short": (
        N_("%(service)s, %(diet)s, %(component)s: %(before)s portions short become %(after)s"),
        "",
    ),
    "diff.short_sum": (N_("%(service)s, %(component)s: %(after)s portions short"), ""),
    "clash.who": (
        N_("%(service)s, %(component)s: %(portions)s portions cannot be made (%(diet)s)"),
        "",
    ),
    "clash.exclusion": (N_("%(diet)s leaves out: %(exclusion)s"), ""),
    "clash.format": (N_("the door takes only: %(format)s"), ""),
    "clash.season": (N_("dishes are out of season"), ""),
    "clash.ban": (N_("dishes were taken off that day"), ""),
    "clash.repeat": (N_("dishes were served less than %(days)s days ago"), ""),
    "clash.cook_day": (N_("the kitchen is closed when they should be cooked"), ""),
    "clash.supply": (N_("%(ingredient)s cannot be there in time"), ""),
    "clash.dishes": (N_("no more than %(most)s dishes are allowed"), ""),
    "clash.time": (N_("machines or hands are full on %(day)s"), ""),
    "help.add_dish": (N_("Add a dish for %(diet)s: %(component)s, %(service)s."), ""),
    "help.more_time": (N_("Add hands or a machine on %(day)s, or a simpler dish."), ""),
    "help.lift": (N_("Without this rule, %(portions)s more portions: %(rule)s."), ""),
    "help.lift_time": (
        N_("With more hands and longer hours around %(day)s, %(portions)s more portions."),
        "",
    ),
    "help.near_dish": (
        N_("%(recipe)s would suit without %(ingredient)s (%(exclusion)s)."),
        "",
    ),
}
SENTENCES = {**FILES, **PEOPLE, **PLAN, **WARNINGS, **REASONS}
GOALS: dict[str, str] = {
    "lost_grams": N_("food lost, in grams"),
    "co2e_grams": N_("CO₂e, in grams"),
    "liking": N_("points of liking"),
}

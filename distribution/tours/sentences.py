"""What each reason of the tours says to a person: (what, what to try), facts as places."""

from kitchen.core.i18n import N_

FILES: dict[str, tuple[str, str]] = {  # what a file may get wrong
    "input.line": (N_("Line %(line)s holds %(found)s, not %(expected)s"), N_("Correct the line.")),
    "input.overlap": (
        N_("%(where)s: two openings share %(start)s to %(end)s"),
        N_("Make them one, or keep them apart."),
    ),
    "input.contradiction": (
        N_("%(where)s: %(one)s and %(other)s cannot both hold"),
        N_("Keep one of them."),
    ),
    "input.past": (
        N_("%(where)s: it should be over since %(minute)s"),
        N_("Take it off, it was taken or missed."),
    ),
    "input.too_large": (
        N_("%(where)s: %(found)s, and no van holds more than %(most)s"),
        N_("Split the load into two stops, or use a larger van."),
    ),
    "input.disconnected": (
        N_("No road is known from %(origin)s to %(destination)s"),
        N_("Give both places a position, or add the leg."),
    ),
}
LEFT: dict[str, tuple[str, str]] = {  # why a stop is left
    "tour.closed": (
        N_("%(stop)s is closed that day."),
        N_("Open it, or move the order to another day."),
    ),
    "tour.no_van": (N_("%(stop)s: no van may serve it."), N_("Allow another van.")),
    "tour.no_skill": (
        N_("%(stop)s: no van it may have offers this: %(skill)s."),
        N_("Equip a van, or allow another."),
    ),
    "tour.too_early": (
        N_("%(stop)s closes before any van can be there."),
        N_("Have it open %(minutes)s longer, or leave the kitchen earlier."),
    ),
    "tour.too_far": (
        N_("%(stop)s: %(minutes)s from loading, where its food stands %(most)s."),
        N_("Send it chilled in a refrigerated van, or shorten the loading."),
    ),
    "tour.no_room": (
        N_("%(stop)s: no van has room left for %(count)s (%(kind)s)."),
        N_("Add a van, or a second trip."),
    ),
    "tour.no_time": (
        N_("%(stop)s cannot be reached in time by any tour."),
        N_("A window wider by %(minutes)s would do, or a longer shift."),
    ),
    "tour.not_worth": (
        N_("%(stop)s would cost %(price)s more than it weighs in this plan."),
        N_("Raise its priority, or make it required."),
    ),
    "tour.no_place": (
        N_("%(stop)s: the vans' days are full."),
        N_("Add a van, or move the order to another day."),
    ),
    "tour.not_found": (
        N_("%(stop)s has a place that the search did not find."),
        N_("Compute again, for longer."),
    ),
    "tour.by_hand": (N_("%(stop)s was taken off by hand."), N_("Put it back, or tell the door.")),
}
HELPS: dict[str, tuple[str, str]] = {  # what would let it be served
    "tour.help_window": (
        N_("A window wider by %(minutes)s on both sides: then %(vehicle)s passes."),
        "",
    ),
    "tour.help_trip": (N_("A second trip of %(vehicle)s."), ""),
    "tour.help_fridge": (N_("Refrigeration in %(vehicle)s."), ""),
    "tour.help_skill": (N_("This in %(vehicle)s: %(skill)s."), ""),
    "tour.help_shift": (N_("A shift longer by %(minutes)s for %(vehicle)s."), ""),
    "tour.help_room": (N_("Room for %(count)s more (%(kind)s) in %(vehicle)s."), ""),
    "tour.help_unlock": (N_("Letting %(vehicle)s serve it."), ""),
    "tour.help_van": (N_("One more van."), ""),
    "tour.help_cents": (N_("Weighing %(price)s more."), ""),
}
WHY: dict[str, tuple[str, str]] = {  # why a stop is where it is
    "tour.why_locked": (N_("A person chose %(vehicle)s for it."), ""),
    "tour.why_aboard": (N_("%(vehicle)s carries its load already."), ""),
    "tour.why_only_van": (N_("No other van than %(vehicle)s can take it, as the day stands."), ""),
    "tour.why_prefers": (N_("It knows the driver of %(vehicle)s."), ""),
    "tour.why_between": (N_("It lies between %(after)s and %(before)s: %(distance)s more."), ""),
    "tour.why_opens": (
        N_("It begins at %(minute)s, when the door opens, after a wait of %(minutes)s."),
        "",
    ),
    "tour.why_road": (N_("It begins at %(minute)s, as soon as the van is there."), ""),
    "tour.why_cost": (N_("It adds %(price)s to the day."), ""),
    "tour.why_dearer": (
        N_("With %(vehicle)s, the next best, the day would cost %(price)s more."),
        "",
    ),
}
TIGHT: dict[str, tuple[str, str]] = {  # what is tight
    "tour.tight_late": (
        N_("%(vehicle)s may run %(minutes)s late before %(stop)s is missed."),
        N_("Have the door open longer, or leave earlier."),
    ),
    "tour.tight_shift": (
        N_("%(vehicle)s is back %(minutes)s before its shift ends."),
        N_("Lengthen the shift, or take a stop off."),
    ),
    "tour.tight_load": (
        N_("%(vehicle)s is full at %(share)s (%(kind)s)."),
        N_("A stop more needs another van."),
    ),
    "tour.tight_food": (
        N_("%(stop)s: its food has %(minutes)s left on the road."),
        N_("Serve it earlier in the tour."),
    ),
    "tour.tight_paid": (
        N_("%(vehicle)s: %(minutes)s left of the most paid time."),
        N_("Move a stop to another driver."),
    ),
}
MORE: dict[str, tuple[str, str]] = {  # what more would change
    "tour.more_van": (N_("One more van: %(price)s saved, %(served)s more served."), ""),
    "tour.more_minutes": (
        N_("Shifts longer by %(minutes)s: %(price)s saved, %(served)s more served."),
        "",
    ),
    "tour.more_window": (
        N_("%(stop)s open %(minutes)s wider: %(price)s saved, %(served)s more served."),
        "",
    ),
}
NOTES: dict[str, tuple[str, str]] = {  # what a person should know of a plan
    "tour.overtime": (
        N_("%(vehicle)s ends its day %(minutes)s late, with what it carries already."),
        N_("Agree it with the driver, or have another van meet it."),
    ),
    "tour.moved": (
        N_("%(stops)s stops change van: %(stop)s has no place with %(most)s or fewer."),
        N_("Tell the drivers, or leave %(stop)s out."),
    ),
}
CHANGES: dict[str, tuple[str, str]] = {  # what a new plan changes
    "tour.diff_van": (N_("%(stop)s goes from %(before)s to %(after)s."), ""),
    "tour.diff_time": (N_("%(stop)s is served at %(after)s, and no longer at %(before)s."), ""),
    "tour.diff_served": (N_("%(stop)s is now served, at %(minute)s by %(vehicle)s."), ""),
    "tour.diff_left": (N_("%(stop)s is no longer served."), ""),
    "tour.diff_gone": (N_("%(stop)s asks for nothing any more."), ""),
    "tour.diff_depart": (
        N_("%(vehicle)s leaves at %(after)s, and no longer at %(before)s (trip %(trip)s)."),
        "",
    ),
    "tour.diff_cost": (N_("The day costs %(after)s, and no longer %(before)s."), ""),
}
BROKEN: dict[str, tuple[str, str]] = {  # what a plan or an edit breaks
    "tour.visits": (
        N_("%(stop)s is visited or listed %(found)s times, not once."),
        N_("Give it one van, or list it as not served."),
    ),
    "tour.no_reason": (N_("%(stop)s is left without a reason."), N_("Compute the tours again.")),
    "tour.trips": (
        N_("%(vehicle)s drives %(found)s trips, where it may drive %(most)s."),
        N_("Allow one more trip, or move its stops."),
    ),
    "tour.empty": (
        N_("%(vehicle)s has a trip (%(trip)s) without a stop."),
        N_("Compute the tours again."),
    ),
    "tour.underway": (
        N_("%(vehicle)s is on the road already: the plan must start from there."),
        N_("Compute the tours again."),
    ),
    "tour.aboard": (
        N_("The load of %(stop)s is not in %(vehicle)s."),
        N_("Leave it to the van that carries it."),
    ),
    "tour.leaves_early": (
        N_("%(vehicle)s leaves %(minutes)s before it can be loaded (trip %(trip)s)."),
        N_("Leave later."),
    ),
    "tour.unready": (
        N_("%(stop)s: %(vehicle)s is loaded %(minutes)s before its food is packed."),
        N_("Leave later, or pack it earlier."),
    ),
    "tour.times": (
        N_("%(vehicle)s: times that the road does not allow (%(stop)s)."),
        N_("Compute the tours again."),
    ),
    "tour.outside_window": (
        N_("%(stop)s would be served at %(minute)s, outside its opening."),
        N_("Put it earlier in a tour, or have it open longer."),
    ),
    "tour.wrong_vehicle": (
        N_("%(vehicle)s may not serve %(stop)s."),
        N_("Choose a van it allows, or lift the choice."),
    ),
    "tour.skill": (
        N_("%(stop)s needs this, and %(vehicle)s has it not: %(skill)s."),
        N_("Choose a van that has it."),
    ),
    "tour.position": (
        N_("%(stop)s must be %(position)s of its tour."),
        N_("Move it there, or lift the wish."),
    ),
    "tour.too_long": (
        N_("%(stop)s: its food is %(minutes)s on the road, %(most)s at most."),
        N_("Serve it earlier in the tour."),
    ),
    "tour.past_shift": (
        N_("%(vehicle)s is back %(minutes)s after its shift."),
        N_("Take a stop off, or lengthen the shift."),
    ),
    "tour.paid": (
        N_("%(vehicle)s works %(minutes)s, %(most)s at most."),
        N_("Move a stop to another driver."),
    ),
    "tour.breaks": (
        N_("%(vehicle)s: the breaks are not all taken in their time (%(found)s)."),
        N_("Take a stop off, or move the break."),
    ),
    "tour.overloaded": (
        N_("%(vehicle)s would carry %(count)s (%(kind)s), and holds %(most)s."),
        N_("Move a stop to another van, or make a second trip."),
    ),
    "tour.loads": (
        N_("%(vehicle)s loads %(found)s (%(kind)s), and its stops ask %(count)s."),
        N_("Compute the tours again."),
    ),
}
SENTENCES = FILES | LEFT | HELPS | WHY | TIGHT | MORE | NOTES | CHANGES | BROKEN

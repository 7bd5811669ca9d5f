"""Everything that can be asked about a plan, answered once and kept beside it as plain data.

A reason is written `[code, {fact: value}]`. Whoever shows a plan needs no solver for it.
"""

from planning.params import SolveParams
from planning.reasons import Fact, Said, plain
from planning.week import explain, risk
from planning.week.clash import Clash, clashes
from planning.week.margins import one_more_hour
from planning.week.plan import Plan
from planning.week.problem import Problem

OTHERS = 6  # dishes not served, answered for each slot of the menu


def answers(problem: Problem, plan: Plan) -> dict[str, object]:
    """Return what is said of a plan.

    `why` by batch; `why_not` by slot and dish, the best liked of those not served; `tight`;
    `more`; `risks` by dish with portions, chance in thousandths, and safe portions; `lot_risks` of
    offers with a range; `clashes`.
    """
    params = SolveParams(seed=plan.seed, scenario=plan.scenario)
    tight = explain.tight(problem, plan)
    # where people are short, what an hour is worth is said by who it would feed: `clashes`
    hours = [] if plan.shortages else one_more_hour(problem, plan, tight, params)
    more = [
        *explain.one_more_kilo(problem, plan),
        *hours,
        *explain.one_more_euro(problem, plan),
    ]
    return {
        "why": {
            row.code: plain(explain.why(problem, plan, row.service, row.recipe))
            for row in plan.batches
        },
        "why_not": _why_not(problem, plan),
        "tight": plain(tight),
        "more": plain(more),
        "risks": _risks(problem, plan),
        "lot_risks": _lot_risks(problem, plan),
        "clashes": [
            _clash(one) for one in (clashes(problem, plan, params) if plan.shortages else [])
        ],
    }


def _why_not(problem: Problem, plan: Plan) -> dict[str, dict[str, Said]]:
    state = explain.state_of(problem, plan)
    served = {(line.service, line.recipe) for line in plan.menu}
    slots = sorted({(line.service, line.component) for line in plan.menu})
    liked = sorted(problem.recipes, key=lambda row: (-row.liking, row.code))
    table: dict[str, dict[str, Said]] = {}
    for service, component in slots:
        others = [
            row.code
            for row in liked
            if row.component == component and (service, row.code) not in served
        ]
        table[f"{service}.{component}"] = {
            code: plain(explain.why_not(problem, plan, service, component, code, state))
            for code in others[:OTHERS]
        }
    return table


def _risks(problem: Problem, plan: Plan) -> list[dict[str, Fact]]:
    ranged = any(row.high > row.portions or 0 < row.low < row.portions for row in problem.demands)
    if not ranged and not any(lot.high_grams for lot in problem.lots):
        return []
    return [
        {
            "service": one.service,
            "recipe": one.recipe,
            "portions": one.portions,
            "reserve": one.reserve,
            "short_permille": one.short_permille,
            "expected_short": one.expected_short,
            "safe_portions": one.safe_portions,
            "short_of": one.short_of,
        }
        for one in risk.risks(problem, plan)
    ]


def _lot_risks(problem: Problem, plan: Plan) -> list[dict[str, Fact]]:
    return [
        {
            "lot": one.lot,
            "grams": one.grams,
            "short_permille": one.short_permille,
            "expected_short": one.expected_short,
            "can_buy": int(one.can_buy),
        }
        for one in risk.lot_risks(problem, plan)
    ]


def _clash(one: Clash) -> dict[str, object]:
    return {
        "service": one.service,
        "component": one.component,
        "diet": one.diet,
        "format": one.format,
        "portions": one.portions,
        "rules": plain(one.rules),
        "help": plain(one.help),
    }

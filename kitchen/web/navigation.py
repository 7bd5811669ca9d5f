"""The top bar: which entries each role sees, as far as the route exists and lets them in."""

from dataclasses import dataclass

from fastapi import Request
from starlette.routing import NoMatchFound

from kitchen.core.actor import Actor, Role
from kitchen.core.i18n import N_

STAFF = (Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the top bar: for these roles, as far as they are let in."""

    route: str
    action: str
    label: str
    roles: tuple[Role, ...]


BAR: tuple[Entry, ...] = (
    Entry("week:board", "week.view", N_("Week"), (*STAFF, Role.COOK, Role.COORDINATOR)),
    Entry(
        "production:day", "production.view", N_("Production"), (*STAFF, Role.COOK, Role.COORDINATOR)
    ),
    Entry("stock:list", "stock.view", N_("Stock"), (*STAFF, Role.COOK, Role.COORDINATOR)),
    Entry(
        "recipes:list",
        "recipe.view",
        N_("Recipes"),
        (*STAFF, Role.COOK, Role.COORDINATOR, Role.PARTNER),
    ),
    Entry("offers:list", "offer.list", N_("Offers"), (*STAFF, Role.COORDINATOR)),
    Entry("orders:list", "order.view", N_("Orders"), (*STAFF, Role.COOK, Role.COORDINATOR)),
    Entry("directory:list", "supplier.view", N_("Suppliers"), (Role.COORDINATOR,)),
    Entry("offers:new", "offer.declare", N_("Propose"), (Role.FARMER,)),
    Entry("offers:mine", "offer.declare", N_("My offers"), (Role.FARMER,)),
    Entry("households:list", "household.view", N_("Households"), (Role.SOCIAL_WORKER,)),
    Entry("demand:week", "meal_order.view", N_("My meals"), (Role.PARTNER,)),
    Entry(
        "partners:list",
        "partner.view",
        N_("Partners"),
        (*STAFF, Role.COORDINATOR, Role.SOCIAL_WORKER),
    ),
    Entry("tours:day", "tour.view", N_("Tours"), (*STAFF, Role.COORDINATOR)),
    Entry("tours:mine", "tour.drive", N_("My tour"), (Role.DRIVER,)),
    Entry("documents:index", "document.view", N_("Sheets"), (*STAFF, Role.COOK, Role.COORDINATOR)),
    Entry("housing:list", "housing.view", N_("Housing"), (Role.SOCIAL_WORKER, Role.COORDINATOR)),
    Entry("marketplace:list", "marketplace.view", N_("Shops"), (*STAFF, Role.COORDINATOR)),
    Entry("reports:impact", "impact.view", N_("Impact"), (*STAFF, Role.COORDINATOR)),
    Entry("accounts:users", "user.view", N_("People"), (Role.ADMIN,)),
)
HOMES: dict[Role, str] = {
    Role.MANAGER: "week:board",
    Role.COOK: "production:day",
    Role.SOCIAL_WORKER: "households:list",
    Role.FARMER: "offers:mine",
    Role.COORDINATOR: "tours:day",
    Role.DRIVER: "tours:mine",
    Role.PARTNER: "demand:week",
    Role.ADMIN: "accounts:users",
}


def entries(request: Request, actor: Actor | None) -> list[tuple[str, str, bool]]:
    """Return (address, label, is here) for what the person may open."""
    if actor is None:
        return []
    found = []
    for entry in BAR:
        address = _address(request, entry.route)
        wanted = actor.has(*entry.roles)
        if address and wanted and request.app.state.can(actor, entry.action, None):
            found.append((address, entry.label))
    path = request.url.path
    # the longest address that leads here: /my-offers/new is not also /my-offers
    here = max((at for at, _ in found if f"{path}/".startswith(f"{at}/")), key=len, default="")
    return [(at, label, at == here) for at, label in found]


def home(request: Request, actor: Actor) -> str:
    """Return the first screen of a person's role, or their profile where it is not there."""
    opened = [address for address, _label, _here in entries(request, actor)]
    for grant in actor.grants:
        address = _address(request, HOMES[grant.role])
        if address in opened:
            return address
    return _address(request, "accounts:profile") or "/sign-in"


def _address(request: Request, route: str) -> str:
    try:
        return str(request.app.url_path_for(route))
    except NoMatchFound:
        return ""

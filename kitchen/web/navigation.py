"""The top bar: which entries each role sees; an entry without a route does not show."""

from dataclasses import dataclass

from fastapi import Request
from starlette.routing import NoMatchFound

from kitchen.core.actor import Actor, Role
from kitchen.core.i18n import N_

STAFF = (Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the top bar."""

    route: str
    label: str
    roles: tuple[Role, ...]


BAR: tuple[Entry, ...] = (
    Entry("week:board", N_("Week"), (*STAFF, Role.COOK, Role.COORDINATOR)),
    Entry("production:day", N_("Production"), (*STAFF, Role.COOK, Role.COORDINATOR)),
    Entry("stock:list", N_("Stock"), (*STAFF, Role.COOK, Role.COORDINATOR)),
    Entry("recipes:list", N_("Recipes"), (*STAFF, Role.COOK, Role.COORDINATOR, Role.PARTNER)),
    Entry("offers:list", N_("Offers"), (*STAFF, Role.COORDINATOR)),
    Entry("orders:list", N_("Orders"), STAFF),
    Entry("directory:list", N_("Suppliers"), (Role.COORDINATOR,)),
    Entry("offers:new", N_("Propose"), (Role.FARMER,)),
    Entry("offers:mine", N_("My offers"), (Role.FARMER,)),
    Entry("households:list", N_("Households"), (Role.SOCIAL_WORKER,)),
    Entry("demand:week", N_("My meals"), (Role.PARTNER,)),
    Entry("partners:list", N_("Partners"), (*STAFF, Role.COORDINATOR, Role.SOCIAL_WORKER)),
    Entry("tours:day", N_("Tours"), (*STAFF, Role.COORDINATOR)),
    Entry("tours:mine", N_("My tour"), (Role.DRIVER,)),
    Entry("documents:index", N_("Sheets"), (*STAFF, Role.COOK, Role.COORDINATOR)),
    Entry("housing:list", N_("Housing"), (Role.SOCIAL_WORKER, Role.COORDINATOR)),
    Entry("marketplace:list", N_("Shops"), (*STAFF, Role.COORDINATOR)),
    Entry("reports:impact", N_("Impact"), (*STAFF, Role.COORDINATOR)),
    Entry("accounts:users", N_("People"), (Role.ADMIN,)),
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
        if address and actor.has(*entry.roles):
            found.append((address, entry.label))
    path = request.url.path
    # the longest address that leads here: /my-offers/new is not also /my-offers
    here = max((at for at, _ in found if f"{path}/".startswith(f"{at}/")), key=len, default="")
    return [(at, label, at == here) for at, label in found]


def home(request: Request, actor: Actor) -> str:
    """Return the first screen of a person's role."""
    for grant in actor.grants:
        address = _address(request, HOMES[grant.role])
        if address:
            return address
    return _address(request, "accounts:profile") or "/sign-in"


def _address(request: Request, route: str) -> str:
    try:
        return str(request.app.url_path_for(route))
    except NoMatchFound:
        return ""

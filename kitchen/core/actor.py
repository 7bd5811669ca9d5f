"""Who acts: a signed-in person, the command line, or a scheduled job."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kitchen.core.i18n import N_


class Role(StrEnum):
    """What a person does in the cluster."""

    MANAGER = "manager"
    COOK = "cook"
    SOCIAL_WORKER = "social_worker"
    FARMER = "farmer"
    COORDINATOR = "coordinator"
    DRIVER = "driver"
    PARTNER = "partner"
    ADMIN = "admin"


ROLE_LABELS: dict[Role, str] = {
    Role.MANAGER: N_("Kitchen manager"),
    Role.COOK: N_("Cook"),
    Role.SOCIAL_WORKER: N_("Social worker"),
    Role.FARMER: N_("Farmer"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.DRIVER: N_("Driver"),
    Role.PARTNER: N_("Partner association"),
    Role.ADMIN: N_("Administrator"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, limited to one row (a farm, a partner, a driver) when `scope` is set."""

    role: Role
    scope: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, with what the audit line says of them."""

    id: UUID | None
    label: str
    grants: tuple[Grant, ...] = ()
    locale: str = "fr"
    everything: bool = False

    def has(self, *roles: Role) -> bool:
        """Tell whether one of these roles is held, with any scope."""
        return self.everything or any(grant.role in roles for grant in self.grants)

    def scopes(self, role: Role) -> frozenset[UUID]:
        """Return the rows a role is limited to; empty when the role is not held or not limited."""
        return frozenset(g.scope for g in self.grants if g.role is role and g.scope)


def system(job: str) -> Actor:
    """Return the actor of a scheduled job, a command line or the demo builder."""
    return Actor(id=None, label=job, everything=True)

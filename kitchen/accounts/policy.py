"""The permission table: which role may do which action, read from data files.

Every file in `permissions/` is a TOML table `action = ["role", "role:own", ...]`. `:own` limits
the action to rows inside the scope of the role's grant. What is not written is refused.
"""

import tomllib
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from kitchen.core.actor import Actor, Role
from kitchen.core.errors import NotAllowed, NotFound

TABLES = Path(__file__).parent / "permissions"


class UndeclaredAction(LookupError):
    """A programming mistake: an action without a line in the permission table."""


@lru_cache(maxsize=1)
def permissions() -> dict[str, tuple[tuple[Role, bool], ...]]:
    """Return action -> (role, own rows only) for every declared action."""
    table: dict[str, tuple[tuple[Role, bool], ...]] = {}
    for path in sorted(TABLES.glob("*.toml")):
        for action, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if action in table:
                msg = f"{action} is declared twice, again in {path.name}"
                raise UndeclaredAction(msg)
            pairs = [str(entry).partition(":") for entry in entries]
            table[action] = tuple((Role(role), own == "own") for role, _, own in pairs)
    return table


def can(actor: Actor, action: str, scope: UUID | None = None) -> bool:
    """Tell whether the actor may do the action, on a row of this scope when one is given."""
    if action not in permissions():
        raise UndeclaredAction(action)
    if actor.everything:
        return True
    for role, own in permissions()[action]:
        if not own and actor.has(role):
            return True
        if own and (actor.scopes(role) if scope is None else scope in actor.scopes(role)):
            return True
    return False


def allow(actor: Actor, action: str, scope: UUID | None = None) -> None:
    """Refuse what the table does not allow.

    Raises:
        NotAllowed: When no role of the actor includes the action.
        NotFound: When the role includes it, but not for this row: its existence stays unknown.
    """
    if can(actor, action, scope):
        return
    if scope is not None and can(actor, action):
        raise NotFound
    raise NotAllowed


def own_scopes(actor: Actor, action: str) -> frozenset[UUID] | None:
    """Return the rows the actor's view is limited to, or None when it is not limited."""
    if actor.everything:
        return None
    limited: set[UUID] = set()
    for role, own in permissions()[action]:
        if not own and actor.has(role):
            return None
        if own:
            limited |= actor.scopes(role)
    return frozenset(limited)

"""Commands on accounts: sign in and out, create users, grant roles."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete

from kitchen.accounts import queries
from kitchen.accounts.models import LoginFailure, LoginSession, RoleGrant, User
from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor, Role
from kitchen.core.audit import audit
from kitchen.core.crypto import hash_password, new_token, password_matches, token_hash
from kitchen.core.errors import Conflict, KitchenError
from kitchen.core.i18n import N_

IDLE = timedelta(minutes=30)
IDLE_ON_PHONES = timedelta(hours=12)  # farmers and drivers: hands in the soil or on the wheel
LONGEST = timedelta(hours=12)
LONGEST_ON_PHONES = timedelta(days=7)
FAILURES_BEFORE_PAUSE = 6
PAUSE = timedelta(minutes=1)

# Compared when the login is unknown, so that both refusals take the same time.
_NOBODY = hash_password(new_token())


class WrongCredentials(KitchenError):
    """The login or the password is wrong; which one is not said."""

    code = "accounts.wrong_credentials"
    status = 401
    message = N_("Wrong name or password.\nMaybe capitals are locked on this keyboard.")


class TooManyTries(KitchenError):
    """Guessing is slowed down, per account, never locked for good."""

    code = "accounts.too_many_tries"
    status = 429
    message = N_("Too many tries.\nWait one minute, then try again.")


class LoginTaken(Conflict):
    """Two users cannot share a login."""

    code = "accounts.login_taken"
    message = N_("The name %(login)s is already used.\nChoose another one.")


def sign_in(
    db: Session, *, login: str, password: str, at: datetime
) -> tuple[LoginSession, str] | None:
    """Open a session and return it with its token, or count a failure and return None.

    The failure is a result, not an error: it must be committed to be counted. The edge turns
    None into WrongCredentials.

    Raises:
        TooManyTries: After six failures within a minute.
    """
    name = login.strip().lower()[:60]
    if queries.failures_since(db, name, at - PAUSE) >= FAILURES_BEFORE_PAUSE:
        raise TooManyTries
    user = queries.user_by_login(db, name)
    matches = password_matches(user.password_hash if user else _NOBODY, password)
    if user is None or not user.active or not matches:
        db.add(LoginFailure(login=name, at=at))
        return None
    db.exec(delete(LoginFailure).where(col(LoginFailure.at) < at - timedelta(days=1)))
    token = new_token()
    session = LoginSession(
        token_hash=token_hash(token), user_id=user.id, csrf=new_token(), created_at=at, seen_at=at
    )
    db.add(session)
    audit(db, queries.actor_of(db, user), "account.signed_in", user.id, at=at)
    return session, token


def is_alive(session: LoginSession, actor: Actor, at: datetime) -> bool:
    """Tell whether a session is neither idle nor too old (phones in the field last longer)."""
    phones = all(grant.role in (Role.FARMER, Role.DRIVER) for grant in actor.grants)
    idle = IDLE_ON_PHONES if phones else IDLE
    longest = LONGEST_ON_PHONES if phones else LONGEST
    return at - session.seen_at <= idle and at - session.created_at <= longest


def sign_out(db: Session, actor: Actor, session: LoginSession, *, at: datetime) -> None:
    """End a session: its cookie opens nothing any more."""
    audit(db, actor, "account.signed_out", actor.id, at=at)
    db.delete(session)


def create_user(
    db: Session, actor: Actor, *, login: str, display_name: str, password: str, at: datetime
) -> User:
    """Register a person who may sign in, without any role yet.

    Raises:
        LoginTaken: When the login exists.
    """
    allow(actor, "user.create")
    if queries.user_by_login(db, login) is not None:
        raise LoginTaken(login=login)
    user = User(
        login=login.strip().lower(),
        display_name=display_name,
        password_hash=hash_password(password),
        created_at=at,
    )
    db.add(user)
    db.flush()
    audit(db, actor, "user.created", user.id, at=at, login=user.login)
    return user


def grant(
    db: Session, actor: Actor, user: User, role: Role, *, at: datetime, scope: UUID | None = None
) -> RoleGrant:
    """Give a user a role, limited to one farm, partner or driver when a scope is given."""
    allow(actor, "user.grant")
    row = RoleGrant(user_id=user.id, role=role, scope=scope)
    db.add(row)
    audit(db, actor, "user.granted", user.id, at=at, role=role.value)
    return row


def choose_locale(db: Session, actor: Actor, locale: str, *, at: datetime) -> None:
    """Keep the language a person chose."""
    user = db.get(User, actor.id) if actor.id else None
    if user is not None:
        user.locale = locale
        db.add(user)
        audit(db, actor, "user.locale_chosen", user.id, at=at, locale=locale)

"""Reads of users, grants and sessions."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from kitchen.accounts.models import LoginFailure, LoginSession, RoleGrant, User
from kitchen.core.actor import Actor, Grant
from kitchen.core.crypto import token_hash


def user_by_login(db: Session, login: str) -> User | None:
    """Return the user with a login, whatever its case."""
    return db.exec(select(User).where(User.login == login.strip().lower())).one_or_none()


def users(db: Session) -> list[User]:
    """Return every user, by login."""
    return list(db.exec(select(User).order_by(User.login)))


def session_by_token(db: Session, token: str) -> LoginSession | None:
    """Return the session a browser's token belongs to."""
    return db.exec(
        select(LoginSession).where(LoginSession.token_hash == token_hash(token))
    ).one_or_none()


def actor_of(db: Session, user: User) -> Actor:
    """Return a user as one who acts, with the roles granted now."""
    grants = db.exec(select(RoleGrant).where(RoleGrant.user_id == user.id).order_by(RoleGrant.role))
    return Actor(
        id=user.id,
        label=user.login,
        grants=tuple(Grant(role=row.role, scope=row.scope) for row in grants),
        locale=user.locale,
    )


def failures_since(db: Session, login: str, since: datetime) -> int:
    """Count refused sign-ins of a login since an instant."""
    return db.exec(
        select(func.count())
        .select_from(LoginFailure)
        .where(LoginFailure.login == login, col(LoginFailure.at) >= since)
    ).one()

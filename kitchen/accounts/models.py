"""Users, the roles granted to them, and their sessions."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from kitchen.core.actor import Role
from kitchen.core.types import UtcDateTime, enum_type


class User(SQLModel, table=True):
    """A person who signs in. `login` is a short name, never shown outside the team."""

    __tablename__ = "user_account"  # `user` is a reserved word in PostgreSQL

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    login: str = Field(unique=True, max_length=60)
    display_name: str = Field(max_length=80)
    password_hash: str
    locale: str = Field(default="fr", max_length=5)
    active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class RoleGrant(SQLModel, table=True):
    """A role of a user, limited to one farm, partner or driver when `scope` is set."""

    __tablename__ = "role_grant"

    __table_args__ = (UniqueConstraint("user_id", "role", "scope"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    role: Role = Field(sa_type=enum_type(Role))
    scope: UUID | None = None


class LoginSession(SQLModel, table=True):
    """A signed-in browser. Only the hash of its token is stored."""

    __tablename__ = "login_session"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    user_id: UUID = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    csrf: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class LoginFailure(SQLModel, table=True):
    """A refused sign-in, counted to slow guessing down; kept one day."""

    __tablename__ = "login_failure"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    login: str = Field(index=True, max_length=60)
    at: datetime = Field(sa_type=UtcDateTime)

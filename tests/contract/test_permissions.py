"""No route without a permission, no permission without a use, and the table is what is enforced."""

import ast
import sys
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

sys.path.insert(0, str(Path(__file__).parents[1] / "project"))
from sources import python_files, templates

from kitchen.accounts import deps
from kitchen.accounts.policy import UndeclaredAction, can, permissions
from kitchen.app.main import create_app
from kitchen.core.actor import Actor, Grant, Role
from kitchen.core.config import Settings
from kitchen.core.db import make_engine

OPEN_TO_ALL = {"home"}  # sends those who are not signed in to the sign-in page


@pytest.fixture(scope="module")
def app():
    return create_app(Settings(), engine=make_engine("sqlite://"))


def _guards(dependant):
    for one in dependant.dependencies:
        yield one.call
        yield from _guards(one)


def test_every_route_names_its_permission_or_is_marked_public(app):
    bare = []
    for route in app.routes:
        if not isinstance(route, APIRoute) or route.name in OPEN_TO_ALL:
            continue
        guards = list(_guards(route.dependant))
        if not any(
            isinstance(guard, deps.May) or guard in (deps.public, deps.signed_in)
            for guard in guards
        ):
            bare.append(route.name)
    assert bare == []


def _named_actions():
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("allow", "can", "May", "own_scopes"):
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def test_every_action_in_the_code_is_in_the_table():
    assert sorted(set(_named_actions()) - set(permissions())) == []


def test_every_line_of_the_table_is_used():
    code = "\n".join(path.read_text(encoding="utf-8") for path in python_files())
    shown = "\n".join(path.read_text(encoding="utf-8") for path in templates())
    assert [action for action in permissions() if f'"{action}"' not in code + shown] == []


@pytest.mark.parametrize("role", list(Role))
def test_households_are_for_social_workers_alone(role):
    actor = Actor(None, "x", (Grant(role),))
    assert can(actor, "household.view") == (role is Role.SOCIAL_WORKER)


def test_nobody_without_a_role_may_do_anything():
    assert [action for action in permissions() if can(Actor(None, "x"), action)] == []


def test_an_action_nobody_declared_is_a_mistake_and_not_a_yes():
    with pytest.raises(UndeclaredAction):
        can(Actor(None, "x", everything=True), "stock.teleport")

"""The one family of errors: a stable code, a status, a message with facts."""

from typing import ClassVar


class KitchenError(Exception):
    """Something a person can act on.

    Subclasses stand beside the command that raises them. `message` is an English message id
    with named places, translated at the edge; a second line says what to try.
    """

    code: ClassVar[str]
    status: ClassVar[int]
    message: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        super().__init__(self.message % facts if facts else self.message)
        self.facts = facts


class NotFound(KitchenError):
    """The thing does not exist, or this person may not know that it does."""

    code = "core.not_found"
    status = 404
    message = "This page or record was not found.\nMaybe it was moved: go back to your home page."


class Conflict(KitchenError):
    """The state of the record does not allow the command."""

    code = "core.conflict"
    status = 409
    message = "Someone changed this meanwhile.\nReload the page and try again."


class NotAllowed(KitchenError):
    """The role of this person does not include the action."""

    code = "core.not_allowed"
    status = 403
    message = "Your role does not allow this.\nAsk the coordinator of the kitchen."


class NotSignedIn(KitchenError):
    """Nobody is signed in."""

    code = "core.not_signed_in"
    status = 401
    message = "Please sign in."


class BadInput(KitchenError):
    """Input that cannot be taken, with every offending entry named.

    `lines` holds (where, what) pairs already fit for the person who typed or sent them.
    """

    code = "core.bad_input"
    status = 422
    message = "Nothing was saved: %(count)s entries need a correction."

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        super().__init__(count=len(lines))
        self.lines = lines

"""Forms: what was typed as a plain dictionary, read into a schema, faults beside their field."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from kitchen.core.errors import BadInput, KitchenError
from kitchen.core.i18n import N_, gettext

Schema = TypeVar("Schema", bound=BaseModel)
OWN = {"csrf", "key"}
LONGEST = 4000

SENTENCES: dict[str, str] = {
    "missing": N_("%(field)s: something is needed here."),
    "int_parsing": N_("%(field)s: a whole number is needed."),
    "int_type": N_("%(field)s: a whole number is needed."),
    "date_from_datetime_parsing": N_("%(field)s: a date is needed, such as 23/11/2026."),
    "date_parsing": N_("%(field)s: a date is needed, such as 23/11/2026."),
    "greater_than": N_("%(field)s: the number is too small."),
    "greater_than_equal": N_("%(field)s: the number is too small."),
    "less_than": N_("%(field)s: the number is too large."),
    "less_than_equal": N_("%(field)s: the number is too large."),
    "string_too_long": N_("%(field)s: the text is too long."),
    "string_too_short": N_("%(field)s: something is needed here."),
    "enum": N_("%(field)s: choose one of the list."),
    "literal_error": N_("%(field)s: choose one of the list."),
    "extra_forbidden": N_("%(field)s: this field is not part of the form."),
}


async def typed(request: Request) -> dict[str, str]:
    """Return the fields of a form as text, the form's own tokens left out."""
    form = await request.form()
    return {
        name: value[:LONGEST]
        for name, value in form.items()
        if isinstance(value, str) and name not in OWN
    }


async def typed_lists(request: Request) -> dict[str, list[str]]:
    """Return every value of each field, for forms with repeated rows."""
    form = await request.form()
    return {
        name: [value[:LONGEST] for value in form.getlist(name) if isinstance(value, str)]
        for name in form
        if name not in OWN
    }


Fields = Annotated[dict[str, str], Depends(typed)]
FieldLists = Annotated[dict[str, list[str]], Depends(typed_lists)]


def read(schema: type[Schema], fields: dict[str, str]) -> Schema:
    """Read what was typed into a schema; empty fields count as not given.

    Raises:
        ValidationError: When a field does not fit.
    """
    return schema.model_validate({name: value for name, value in fields.items() if value.strip()})


def complaints(
    error: ValidationError | BadInput | Exception, labels: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    """Return (field, sentence) for everything wrong in a form.

    `labels` says how each field is called on the screen, already translated.
    """
    if isinstance(error, BadInput):
        return error.lines
    if isinstance(error, ValidationError):
        return [_sentence(fault, labels or {}) for fault in error.errors(include_input=False)]
    if isinstance(error, KitchenError):
        return [("", " ".join(gettext(error.message, **error.facts).splitlines()))]
    return [("", gettext(str(error)))]


def _sentence(fault: Any, labels: Mapping[str, str]) -> tuple[str, str]:  # noqa: ANN401 - pydantic's own dictionary
    field = ".".join(str(part) for part in fault["loc"])
    name = labels.get(field, field)
    if fault["type"] in SENTENCES:
        message = SENTENCES[fault["type"]]
        return field, gettext(message, field=name)
    if fault["type"] == "value_error":
        return field, gettext(str(fault.get("ctx", {}).get("error", fault["msg"])))
    return field, gettext("%(field)s: this cannot be read.", field=name)

"""Dataclasses to canonical JSON and back, strictly, with every offending entry named.

One walk over the type hints serves the reader, the writer and the JSON Schema, so the three
cannot disagree. A field's unit is in its name; its meaning stands in `metadata["doc"]`.
"""

import hashlib
import json
import types
from collections import Counter
from collections.abc import Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from planning.reasons import Reason, reason

T = TypeVar("T")


def dump(value: object, *, name: str, version: int) -> str:
    """Write a dataclass as canonical JSON: sorted keys, no space, one trailing newline."""
    body = {"format": name, "version": version, **_plain(value)}
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"


def digest(value: object) -> str:
    """Return the SHA-256 of a dataclass, fields at their default left out.

    A field added later, unused, does not make another problem of one that was kept for years.
    """
    body = json.dumps(_told(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def _told(value: Any) -> Any:  # noqa: ANN401 - any field value
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _told(one) for field, one in pairs if one != field.default}
    if isinstance(value, tuple):
        return [_told(item) for item in value]
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def load(kind: type[T], data: bytes, *, name: str, version: int) -> tuple[T | None, list[Reason]]:
    """Read a dataclass; None when anything is wrong, with one reason for each wrong entry."""
    body, wrong = _parse(data)
    if wrong:
        return None, wrong
    if not isinstance(body, dict) or (body.get("format"), body.get("version")) != (name, version):
        found = str(body.get("format"))[:60] if isinstance(body, dict) else type(body).__name__
        return None, [reason("input.format", found=found, expected=f"{name} {version}")]
    del body["format"], body["version"]
    reasons: list[Reason] = []
    made = _read(kind, body, "", reasons)
    return (made if not reasons else None), sorted(reasons)


def _parse(data: bytes) -> tuple[Any, list[Reason]]:
    if not data.strip():
        return None, [reason("input.empty")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [reason("input.encoding", byte=error.start)]
    try:
        return json.loads(text), []
    except json.JSONDecodeError as error:
        wrong = reason("input.not_json", line=error.lineno, column=error.colno, detail=error.msg)
        return None, [wrong]
    except RecursionError:
        return None, [reason("input.not_json", line=1, column=1, detail="nested too deeply")]


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@lru_cache(maxsize=64)
def _fields(kind: Any) -> dict[str, tuple[Any, bool, bool]]:  # noqa: ANN401
    """Return the type of each field, whether it must be given, and whether it may be negative."""
    hints = _hints(kind)
    return {
        field.name: (hints[field.name], _required(field), bool(field.metadata.get("signed")))
        for field in fields(kind)
    }


@lru_cache(maxsize=256)
def _shape(hint: Any) -> tuple[bool, Any, Any]:  # noqa: ANN401
    """Return whether null may stand, the type without it, and what a list of it holds."""
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    kind = next(option for option in options if option is not type(None))
    item = get_args(kind)[0] if get_origin(kind) is tuple else None
    return type(None) in options, kind, item


def _read(hint: Any, value: Any, where: str, wrong: list[Reason]) -> Any:  # noqa: ANN401
    optional, kind, item = _shape(hint)
    if type(value) is kind or (value is None and optional):
        return value
    if item is not None:
        return _read_list(item, value, where, wrong)
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_object(kind, value, where, wrong)
    found = "null" if value is None else json.dumps(value, ensure_ascii=False)[:40]
    wrong.append(reason("input.type", where=where, expected=kind.__name__, found=found))
    return value


def _read_list(item: Any, value: Any, where: str, wrong: list[Reason]) -> Any:  # noqa: ANN401
    if not isinstance(value, list):
        found = json.dumps(value, ensure_ascii=False)[:40]
        wrong.append(reason("input.type", where=where, expected="list", found=found))
        return ()
    return tuple(
        _read(item, entry, f"{where}[{_label(entry, index)}]", wrong)
        for index, entry in enumerate(value)
    )


def _label(entry: object, index: int) -> str:
    code = entry.get("code") if isinstance(entry, dict) else None
    return code if isinstance(code, str) else str(index)


def _read_object(hint: type, value: Any, where: str, wrong: list[Reason]) -> Any:  # noqa: ANN401
    if not isinstance(value, dict):
        found = json.dumps(value, ensure_ascii=False)[:40]
        wrong.append(reason("input.type", where=where, expected="object", found=found))
        return None
    before = len(wrong)
    known = _fields(hint)
    wrong += [
        reason("input.unknown_field", where=where, field=str(name)[:60])
        for name in value
        if name not in known
    ]
    given = {}
    for name, (kind, required, signed) in known.items():
        if name in value:
            path = f"{where}.{name}" if where else name
            given[name] = made = _read(kind, value[name], path, wrong)
            if type(made) is int and made < 0 and not signed:
                wrong.append(reason("input.negative", where=path, found=made))
        elif required:
            wrong.append(reason("input.missing", where=where, field=name))
    return hint(**given) if len(wrong) == before else None


def _required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def schema(kind: type, *, name: str, version: int) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a dataclass in this format."""
    definitions: dict[str, Any] = {}
    body = _object_schema(kind, definitions)
    body["properties"] = {
        "format": {"const": name},
        "version": {"const": version},
        **body["properties"],
    }
    body["required"] = ["format", "version", *body["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _object_schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    properties = {}
    for field in fields(kind):
        entry = _type_schema(_hints(kind)[field.name], definitions)
        if field.metadata.get("doc"):
            entry = {"description": field.metadata["doc"], **entry}
        if entry.get("type") == "integer" and not field.metadata.get("signed"):
            entry["minimum"] = 0
        if not _required(field) and field.default is not MISSING:
            entry["default"] = _plain(field.default)
        properties[field.name] = entry
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip(),
        "additionalProperties": False,
        "properties": properties,
        "required": [field.name for field in fields(kind) if _required(field)],
    }


def _type_schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    if get_origin(hint) in (Union, types.UnionType):
        options = [option for option in get_args(hint) if option is not type(None)]
        return {"anyOf": [_type_schema(options[0], definitions), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type_schema(get_args(hint)[0], definitions)}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object_schema(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[hint]}


def duplicates(where: str, codes: Sequence[str]) -> list[Reason]:
    """Return one reason for each code that stands twice."""
    twice = sorted(code for code, count in Counter(codes).items() if count > 1)
    return [reason("input.duplicate", where=where, value=code) for code in twice]

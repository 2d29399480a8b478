"""What a setting may be, said with its key and its place in the operator's language."""

from __future__ import annotations

import dataclasses
import difflib
import re
from typing import TYPE_CHECKING, Any, get_type_hints

from kalteng_data.catalogue import shipped
from kalteng_data.errors import SettingsError
from kalteng_data.fields import RAW_FAMILY, RAW_PERSON, RAW_VILLAGE, SURVIVING
from kalteng_data.model import Kind
from kalteng_data.settings.columns import check_columns
from kalteng_data.settings.lines import dotted
from kalteng_data.settings.model import ColumnSettings, OwnRule, OwnSchema, Settings, SourceSettings
from kalteng_data.settings.own import check_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kalteng_data.settings.model import Origin

_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_REVIEWED = re.compile(r"[A-Z]{2,5}\d+ [A-Z]+\d+ [0-9a-f]{5} .+")
_SCHEMAS: dict[str, Any] = {str(kind): OwnSchema for kind in Kind}
_COLUMNS = frozenset({*RAW_PERSON, *RAW_FAMILY, *RAW_VILLAGE})


def check(raw: dict[str, Any], origins: Mapping[str, Origin]) -> Settings:
    """Turn the merged tables into ``Settings``.

    Raises:
        SettingsError: the first thing that makes no sense, with its key, its place and what was expected.
    """
    if not raw:  # nothing was said: no reason to load what reads it
        return Settings()
    from pydantic import TypeAdapter, ValidationError

    try:
        settings = TypeAdapter(Settings).validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _explained(first["type"], first["loc"], first.get("ctx", {}), origins) from None
    _check_values(settings, origins)
    return settings


def unknown_key(path: tuple[str | int, ...], place: str) -> SettingsError:
    """The error for a key that does not exist, with the nearest that does."""
    known = _known(path[:-1])
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    return SettingsError(
        "settings-unknown", place=place, key=dotted(path), known=near[0] if near else ", ".join(known)
    )


def _explained(
    kind: str, path: tuple[str | int, ...], context: Mapping[str, Any], origins: Mapping[str, Origin]
) -> SettingsError:
    path = tuple(part for part in path if part != "[key]")
    if path[:1] == ("rule",):
        path = path[:3]  # what follows names a form that a text may have, no key
    place = _place(path, origins)
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        return unknown_key(path, place)
    if kind in {"missing", "missing_argument"}:
        return SettingsError("settings-missing", place=place, key=dotted(path))
    expected = str(context.get("expected", "")).replace(" or ", ", ") or expectation(kind)
    return SettingsError("settings-value", place=place, key=dotted(path), expected=expected)


def expectation(kind: str) -> str:
    """What pydantic wanted, as a word both languages understand."""
    forms = {"date": "YYYY-MM-DD", "float": "0.0 - 1.0", "int": "0, 1, 2 ...", "bool": "true | false"}
    forms |= {"string": '"..."', "tuple": '["...", "..."]', "dict": "[...]", "dataclass": "[...]"}
    return next((form for start, form in forms.items() if kind.startswith(start)), kind)


def _check_values(settings: Settings, origins: Mapping[str, Origin]) -> None:
    """What types cannot say: the period's form, known names, probabilities, names used once."""
    if settings.project.period is not None and not _PERIOD.fullmatch(settings.project.period):
        _refuse(("project", "period"), "YYYY-MM", origins)
    check_columns(settings.schema, lambda path: _place(path, origins))
    check_rules(settings.rule, settings.own_columns(), lambda path: _place(path, origins))
    codes = [*shipped(), *(rule.code for rule in settings.rule)]
    for code in settings.rules:
        _must_be_known(("rules", code), code, codes, origins)
    own = [one.name for one in settings.own_columns() if one.kind is Kind.PENDUDUK]
    for level, weights in settings.merge.trust.items():
        for name, weight in weights.items():
            _must_be_known(("merge", "trust", level, name), name, (*SURVIVING, *own), origins)
            _must_be_probability(("merge", "trust", level, name), weight, origins)
    for key in ("match", "review"):
        _must_be_probability(("link", key), getattr(settings.link, key), origins)
    if (low := settings.link.review) is not None and (high := settings.link.match) is not None and low > high:
        _refuse(("link", "review"), f"<= {high}", origins)
    _check_reviewed(settings, origins)
    seen: set[str] = set()
    fields = sorted(_COLUMNS.union(one.name for one in settings.own_columns()))
    for number, source in enumerate(settings.source):
        _check_source(number, source, fields, origins)
        if source.name in seen:
            _refuse(("source", number, "name"), f'!= "{source.name}"', origins)
        seen.add(source.name)


def _check_reviewed(settings: Settings, origins: Mapping[str, Origin]) -> None:
    for file, lines in settings.reviewed.items():
        if not all(_REVIEWED.fullmatch(line) for line in lines):
            _refuse(("reviewed", file), '["KT203 D17 1a2b3 Sheet1", ...]', origins)


def _check_source(
    number: int, source: SourceSettings, fields: Sequence[str], origins: Mapping[str, Origin]
) -> None:
    _must_be_probability(("source", number, "trust"), source.trust, origins)
    if source.header_row is not None and source.header_row < 1:
        _refuse(("source", number, "header_row"), ">= 1", origins)
    for header, name in source.columns.items():
        _must_be_known(("source", number, "columns", header), name, fields, origins)


def _must_be_known(
    path: tuple[str | int, ...], name: str, known: Iterable[str], origins: Mapping[str, Origin]
) -> None:
    names = list(known)
    if name not in names:
        near = difflib.get_close_matches(name, names, n=3) or names[:6]
        _refuse(path, ", ".join(near), origins)


def _must_be_probability(
    path: tuple[str | int, ...], value: float | None, origins: Mapping[str, Origin]
) -> None:
    if value is not None and not 0 <= value <= 1:
        _refuse(path, "0.0 - 1.0", origins)


def _refuse(path: tuple[str | int, ...], expected: str, origins: Mapping[str, Origin]) -> None:
    raise SettingsError(
        "settings-value", place=_place(path, origins), key=dotted(path), expected=expected
    ) from None


def _place(path: tuple[str | int, ...], origins: Mapping[str, Origin]) -> str:
    """The nearest enclosing key that has a place."""
    for end in range(len(path), 0, -1):
        if origin := origins.get(".".join(map(str, path[:end]))):
            return origin.place
    return "kalteng.toml"


def _known(path: tuple[str | int, ...]) -> list[str]:
    """The keys that exist below ``path``."""
    kind: Any = Settings
    own: dict[str, Any] = {"source": SourceSettings, "rule": OwnRule, "column": ColumnSettings, **_SCHEMAS}
    for part in path:
        if isinstance(part, int):
            continue
        if part == "schema":
            continue  # the next part names one of the schemas
        hint = get_type_hints(kind).get(part)
        kind = own.get(part, hint)
        if not dataclasses.is_dataclass(kind):
            return []
    if path[-1:] == ("schema",):
        return list(Kind)
    return [f.name for f in dataclasses.fields(kind)]

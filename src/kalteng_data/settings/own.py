"""Rules of one's own, ``[[rule]]``: what may stand in them, and their words as the catalogue has words."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from kalteng_data.catalogue import LANGUAGES, Rule, shipped, word
from kalteng_data.errors import SettingsError
from kalteng_data.fields import RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kalteng_data.model import OwnColumn
    from kalteng_data.settings.model import OwnRule, Texts

CODE = re.compile(r"(?!KT)[A-Z]{2,5}\d{3}")
"""Codes of own rules; those of the program itself begin with ``KT``."""

_CELLS = {Kind.PENDUDUK: RAW_PERSON, Kind.KELUARGA: RAW_FAMILY, Kind.DESA: RAW_VILLAGE}
_BLANKS = {"value"}


def words_of(rules: Iterable[OwnRule]) -> tuple[Rule, ...]:
    """The rules as entries of the catalogue; a text given once serves both languages."""
    return tuple(
        Rule(
            code=rule.code,
            severity=rule.severity,
            family="own",
            quarantines=False,
            title=_both(rule.title),
            message=_both(rule.message or rule.title),
            fix=_both(rule.fix) if rule.fix else {lang: word("rules.own_fix", lang) for lang in LANGUAGES},
            why={lang: word("rules.own_why", lang, sql=rule.sql, table=rule.table) for lang in LANGUAGES},
            example="",
            source="kalteng.toml",
        )
        for rule in rules
    )


def check_rules(
    rules: Iterable[OwnRule], own: Sequence[OwnColumn], place: Callable[[tuple[str | int, ...]], str]
) -> None:
    """Refuse codes, fields, texts and conditions that make no sense; ``place`` tells where a key stands.

    ``own`` are the columns that the workspace adds to the schemas: rules may name them too.

    Raises:
        SettingsError: the first of them, with key and place.
    """
    seen = set(shipped())
    for number, rule in enumerate(rules):
        where = ("rule", number)
        if not CODE.fullmatch(rule.code):
            raise _refused(place((*where, "code")), number, "code", "XX001 (!= KT...)")
        if rule.code in seen:
            raise _refused(place((*where, "code")), number, "code", f'!= "{rule.code}"')
        seen.add(rule.code)
        mine = [column for column in own if column.kind is rule.table]
        cells = [*_CELLS[rule.table], *(column.name for column in mine)]
        if rule.field is not None and rule.field not in cells:
            raise _refused(place((*where, "field")), number, "field", ", ".join(cells))
        for key in ("title", "message", "fix"):
            _check_texts(getattr(rule, key), key, number, place((*where, key)))
        _check_condition(rule, mine, number, place((*where, "sql")))


def _check_texts(texts: Texts | None, key: str, number: int, place: str) -> None:
    if texts is None:
        return
    allowed = set() if key == "title" else _BLANKS
    for text in _both(texts).values():
        try:
            blanks = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError:
            blanks = {text}
        if not text.strip() or blanks - allowed:
            raise _refused(place, number, key, '"...", "... {value} ..."' if allowed else '"..."')


def _check_condition(rule: OwnRule, own: Sequence[OwnColumn], number: int, place: str) -> None:
    # polars is needed by workspaces with rules of their own alone.
    from kalteng_data.ownrules import RefusedError, condition

    try:
        condition(rule.sql, rule.table, own)
    except RefusedError as refused:
        key = f"rule[{number + 1}].sql"
        if refused.column is not None:
            raise SettingsError(
                "settings-column", place=place, key=key, column=refused.column, known=refused.near
            ) from None
        raise SettingsError("settings-sql", place=place, key=key, why=refused.why) from None


def _refused(place: str, number: int, key: str, expected: str) -> SettingsError:
    return SettingsError("settings-value", place=place, key=f"rule[{number + 1}].{key}", expected=expected)


def _both(texts: Texts) -> dict[str, str]:
    if isinstance(texts, str):
        return dict.fromkeys(LANGUAGES, texts)
    given = {str(lang): text for lang, text in texts.items()}
    return {lang: given.get(lang) or next(iter(given.values()), "") for lang in LANGUAGES}

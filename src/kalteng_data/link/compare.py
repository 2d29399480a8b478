"""The kernel: records of one block set in, pairs with their agreement pattern out; pure, knows no whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kalteng_data.errors import SettingsError
from kalteng_data.link.block import THREADS, key_matrix, pairs_of_rule, unpacked
from kalteng_data.link.columns import Columns, Pairs

if TYPE_CHECKING:
    from kalteng_data.link.columns import Array
    from kalteng_data.link.model import LinkModel

CHUNK = 1 << 18
"""Pairs compared at once by one thread: about 60 bytes of gathered columns a pair and field."""


def encode(frame: pl.DataFrame, model: LinkModel) -> pl.DataFrame:
    """Integers of all fields, named ``field.part``; same height and order as ``frame``.

    Raises:
        SettingsError: ``bad-model`` when the frame lacks a column or the model names a part that is none.
    """
    for comparator in model.fields:
        for wanted in comparator.inputs:
            if wanted not in frame.columns:
                raise SettingsError(
                    "bad-model",
                    model=model.name,
                    key=f"fields.{comparator.field}",
                    why=f"needs a column {wanted}",
                )
    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(lambda comparator: comparator.encode(frame), model.fields))
    encoded = pl.DataFrame(
        [
            series.rename(f"{comparator.field}.{part}")
            for comparator, found in zip(model.fields, parts, strict=True)
            for part, series in found.items()
        ]
    )
    for rule in model.rules:
        check_parts(encoded, rule.keys, model, f"rules.{rule.name}.keys")
    check_parts(encoded, model.order, model, "order")
    check_parts(encoded, model.group.keys if model.group else (), model, "group.keys")
    return encoded


def check_parts(encoded: pl.DataFrame, parts: tuple[str, ...], model: LinkModel, key: str) -> None:
    """Refuse a model that names an encoded column which no field makes."""
    for part in parts:
        if part not in encoded.columns or encoded.schema[part] == pl.String:
            known = sorted(c for c, dtype in encoded.schema.items() if dtype != pl.String)
            raise SettingsError(
                "bad-model", model=model.name, key=key, why=f"{part}: known are {', '.join(known)}"
            )


def with_keys(encoded: pl.DataFrame, keys: Array) -> pl.DataFrame:
    """Records that carry all their rules' keys, as the kernel wants them."""
    return encoded.with_columns(pl.Series(f"key_{place}", keys[:, place]) for place in range(keys.shape[1]))


def kernel(records: pl.DataFrame, rule: int, model: LinkModel) -> pl.DataFrame:
    """Pairs that rule number ``rule`` is the first to make among ``records``, with their agreement pattern.

    ``records`` has ``id`` (UInt32), the encoded columns and ``key_0`` and so on: a bucket of the records that
    share keys of this rule, or all records. Returns ``left, right`` (ids, left below right) and ``pattern``.
    """
    columns = Columns.of(records)
    made = pairs_of_rule(key_matrix(columns, len(model.rules)), rule)
    patterns = compare(columns, made, model)
    left, right = unpacked(made)
    a, b = columns["id"][left], columns["id"][right]
    return pl.DataFrame({"left": np.minimum(a, b), "right": np.maximum(a, b), "pattern": patterns})


def compare(columns: Columns, pairs: Array, model: LinkModel) -> Array:
    """Agreement pattern of each pair number: the fields' levels as one number of mixed radix (UInt64)."""

    def chunk(begin: int) -> Array:
        part = Pairs(columns, *unpacked(pairs[begin : begin + CHUNK]))
        pattern = np.zeros(len(part), dtype=np.uint64)
        for comparator in model.fields:
            pattern = pattern * np.uint64(len(comparator.levels)) + comparator.compare(part)
        return pattern

    begins = range(0, len(pairs), CHUNK)
    # numpy and rapidfuzz let other threads run while they work, and chunks share nothing.
    with ThreadPoolExecutor(THREADS) as pool:
        return np.concatenate([np.zeros(0, dtype=np.uint64), *pool.map(chunk, begins)])


def levels_of(patterns: Array, radix: tuple[int, ...]) -> Array:
    """(patterns, fields) array of levels out of pattern numbers."""
    levels = np.zeros((len(patterns), len(radix)), dtype=np.uint8)
    rest = patterns.copy()
    for place in range(len(radix) - 1, -1, -1):
        rest, level = np.divmod(rest, np.uint64(radix[place]))
        levels[:, place] = level
    return levels

"""recordlinkage's classifiers as choices of a model, on the same agreement patterns."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kalteng_data.errors import SettingsError
from kalteng_data.link.classifiers import SUPERVISED, favouring, features, fitted
from kalteng_data.link.parse import read_model
from kalteng_data.link.weigh import Patterns

if TYPE_CHECKING:
    from kalteng_data.link.model import LinkModel

FIELDS, LEVELS = 5, 4
TEXT = (
    'order = ["f0.key"]\n'
    + "".join(f'[fields.f{i}]\ntype = "text"\ncolumn = "f{i}"\n' for i in range(FIELDS))
    + '[rules.a]\nkeys = ["f0.key"]\nmax_block = 9\n'
    + "[classes.same]\nsame = true\nprior = 0.5\n[classes.same.start]\n"
    + "".join(f"f{i} = {{ equal = 0.8, close = 0.15, differ = 0.05 }}\n" for i in range(FIELDS))
    + "[classes.other]\nsame = false\nprior = 0.5\n[classes.other.start]\n"
    + "".join(f"f{i} = {{ equal = 0.1, close = 0.1, differ = 0.8 }}\n" for i in range(FIELDS))
    + "[clustering]\ncomponent = 0.0\ncluster = 0.0\ncomplete = 9\nreview = [-1.0, 1.0]\n"
)


def model_with(classifier: str) -> LinkModel:
    return dataclasses.replace(read_model(TEXT), classifier=classifier)


def made(pairs: int = 6000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    same = rng.random(pairs) < 0.3
    draw = rng.random((pairs, FIELDS))
    levels = np.where(
        same[:, None],
        1 + np.searchsorted([0.85, 0.95], draw),
        1 + np.searchsorted([0.1, 0.2], draw),
    ).astype(np.uint8)
    levels[rng.random(levels.shape) < 0.05] = 0
    return levels, same


@pytest.mark.parametrize("kind", ["ecm", *SUPERVISED])
def test_each_classifier_tells_matches_from_others(kind: str) -> None:
    levels, same = made()
    codes = np.zeros(len(levels), dtype=np.uint64)
    for field in range(FIELDS):
        codes = codes * np.uint64(LEVELS) + levels[:, field]
    patterns = Patterns.of(codes, (LEVELS,) * FIELDS)
    labels = (levels[:300], same[:300]) if kind in SUPERVISED else None
    scorer = fitted(model_with(kind), patterns.levels, patterns.counts, labels)
    odds = scorer(patterns.levels)[patterns.rows_of(codes)]
    assert np.isfinite(odds).all()
    assert ((odds > 0) == same).mean() > 0.97
    best, worst = np.full((1, FIELDS), 1, np.uint8), np.full((1, FIELDS), 3, np.uint8)
    assert scorer(best)[0] > 0 > scorer(worst)[0]


@pytest.mark.parametrize("kind", SUPERVISED)
def test_supervised_classifiers_ask_for_decided_pairs(kind: str) -> None:
    levels, same = made(50)
    few = (levels[same][:20], np.ones(min(20, int(same.sum())), dtype=bool))
    for labels in (None, few):
        with pytest.raises(SettingsError, match="no-labels"):
            fitted(model_with(kind), levels, np.ones(len(levels)), labels)


def test_a_missing_field_is_neither_for_nor_against() -> None:
    favour = favouring(model_with("ecm"))
    assert favour[0] == [True, True, False]
    missing = features(np.zeros((1, FIELDS), dtype=np.uint8), favour)[0]
    assert missing.reshape(FIELDS, 2).tolist() == [[0, 1]] * FIELDS


def test_linking_without_them_does_not_import_recordlinkage() -> None:
    code = "import kalteng_data.resolve.people, sys; sys.exit('recordlinkage' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""Learning finds the parameters that made the data, and writes them down so that they can be used again."""

from __future__ import annotations

import numpy as np
import pytest

from kalteng_data.errors import SettingsError
from kalteng_data.link.em import learn
from kalteng_data.link.parse import read_model
from kalteng_data.link.tables import Layout
from kalteng_data.link.trained import read_trained
from kalteng_data.link.weigh import Patterns, score_patterns

TEXT = """
order = ["a.key"]
joints = [["c", "d"]]
[fields.a]
type = "text"
column = "a"
[fields.b]
type = "text"
column = "b"
[fields.c]
type = "text"
column = "c"
[fields.d]
type = "text"
column = "d"
[rules.a]
keys = ["a.key"]
max_block = 10
[classes.same]
same = true
prior = 0.5
[classes.same.start]
a = { equal = 0.8, close = 0.1, differ = 0.1 }
b = { equal = 0.8, close = 0.1, differ = 0.1 }
c = { equal = 0.8, close = 0.1, differ = 0.1 }
d = { equal = 0.8, close = 0.1, differ = 0.1 }
[classes.other]
same = false
prior = 0.5
[classes.other.start]
a = { equal = 0.1, close = 0.1, differ = 0.8 }
b = { equal = 0.1, close = 0.1, differ = 0.8 }
c = { equal = 0.1, close = 0.1, differ = 0.8 }
d = { equal = 0.1, close = 0.1, differ = 0.8 }
[learning]
start_weight = 20.0
joint_weight = 50.0
iterations = 200
tolerance = 0.0000001
[clustering]
component = 0.0
cluster = 0.0
complete = 10
review = [-1.0, 1.0]
"""
MODEL = read_model(TEXT, "test")
SAME = np.array([[0.90, 0.06, 0.04], [0.70, 0.20, 0.10], [0.85, 0.05, 0.10], [0.80, 0.10, 0.10]])
OTHER = np.array([[0.05, 0.05, 0.90], [0.20, 0.10, 0.70], [0.10, 0.10, 0.80], [0.05, 0.15, 0.80]])
SHARE, PAIRS, MISSING = 0.3, 60_000, 0.1


def simulated(seed: int, *, dependent: bool = False) -> tuple[Patterns, np.ndarray, np.ndarray]:
    """Patterns of pairs made from known parameters, whose fields ``c`` and ``d`` may travel together."""
    rng = np.random.default_rng(seed)
    same = rng.random(PAIRS) < SHARE
    levels = np.zeros((PAIRS, 4), dtype=np.uint8)
    for field in range(4):
        draw = rng.random(PAIRS)
        for mask, m in ((same, SAME[field]), (~same, OTHER[field])):
            levels[mask, field] = 1 + np.searchsorted(np.cumsum(m)[:2], draw[mask])
    if dependent:
        copied = rng.random(PAIRS) < 0.9
        levels[copied, 3] = levels[copied, 2]
    levels[rng.random(levels.shape) < MISSING] = 0
    codes = np.zeros(PAIRS, dtype=np.uint64)
    for field in range(4):
        codes = codes * np.uint64(4) + levels[:, field]
    return Patterns.of(codes, MODEL.radix), codes, same


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_learning_recovers_the_parameters_that_made_the_data(seed: int) -> None:
    patterns, _, _ = simulated(seed)
    found = learn(MODEL, patterns.levels, patterns.counts)
    assert found.priors[0] == pytest.approx(SHARE, abs=0.015)
    for field in range(4):
        assert found.margins[0][field][1:] == pytest.approx(SAME[field], abs=0.03)
        assert found.margins[1][field][1:] == pytest.approx(OTHER[field], abs=0.03)


def test_fields_that_travel_together_are_not_counted_twice() -> None:
    patterns, codes, same = simulated(4, dependent=True)
    errors = []
    for model in (MODEL, read_model(TEXT.replace('joints = [["c", "d"]]', ""), "test")):
        found = learn(model, patterns.levels, patterns.counts)
        scores = score_patterns(model, found, patterns.levels)
        odds = (scores.same - np.logaddexp(scores.other, scores.chance))[patterns.rows_of(codes)]
        probability = 1 / (1 + np.exp(-odds))
        errors.append(float(np.mean((probability - same) ** 2)))
    assert errors[0] < errors[1], "joint tables make the better probabilities (Brier score)"


def test_probabilities_of_each_set_of_missing_fields_add_up_to_one() -> None:
    layout = Layout.of(MODEL)
    patterns, _, _ = simulated(5)
    found = learn(MODEL, patterns.levels, patterns.counts)
    independent = layout.independent(0, found.margins[0])
    table = layout.smoothed(0, found.joint_counts[0][0], independent, 50.0)
    assert np.bincount(layout.missing_sets[0], table) == pytest.approx(np.ones(4))


def test_a_pair_without_anything_to_compare_keeps_the_prior_odds() -> None:
    patterns, _, _ = simulated(6)
    found = learn(MODEL, patterns.levels, patterns.counts)
    scores = score_patterns(MODEL, found, np.zeros((1, 4), dtype=np.uint8))
    assert scores.same - scores.other == pytest.approx(np.log(found.priors[0] / found.priors[1]))


def test_a_cap_holds_whatever_the_data_say() -> None:
    cap = '[[caps]]\nclass = "same"\nfield = "a"\nlevel = "differ"\nat_most = 0.0001\n'
    model = read_model(TEXT.replace("[learning]", cap + "[learning]"), "test")
    patterns, _, _ = simulated(7)
    levels = np.array([[3, 0, 0, 0], [1, 0, 0, 0]], dtype=np.uint8)
    found = learn(model, patterns.levels, patterns.counts)
    scores = score_patterns(model, found, levels)
    assert np.exp(scores.same - np.log(found.priors[0]))[0] == pytest.approx(0.0001)


def test_the_trained_model_is_readable_and_scores_the_same_when_read_again() -> None:
    patterns, _, _ = simulated(8)
    found = learn(MODEL, patterns.levels, patterns.counts)
    text = found.to_json(MODEL)
    assert '"equal"' in text
    again = read_trained(text, MODEL)
    one = score_patterns(MODEL, found, patterns.levels)
    two = score_patterns(MODEL, again, patterns.levels)
    assert two.same == pytest.approx(one.same, abs=1e-2)
    assert two.other == pytest.approx(one.other, abs=1e-2)


def test_training_of_another_model_is_refused() -> None:
    patterns, _, _ = simulated(9)
    text = learn(MODEL, patterns.levels, patterns.counts).to_json(MODEL)
    other = read_model(
        TEXT.replace("[classes.other]", "[classes.else]").replace("classes.other.", "classes.else.")
    )
    with pytest.raises(SettingsError, match="stale-model"):
        read_trained(text, other)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("[rules.a]", "[rules.a]\nmax_blok = 3"), "rules.a.max_blok"),
        (("max_block = 10", ""), "rules.a.max_block"),
        (("max_block = 10", 'max_block = "10"'), "rules.a.max_block"),
        (('type = "text"\ncolumn = "a"', 'type = "txt"\ncolumn = "a"'), "fields.a.type"),
        (("a = { equal = 0.8, close", "a = { eqal = 0.8, close"), "classes.same.start.a.eqal"),
        (("a = { equal = 0.8, close", "a = { equal = 1.8, close"), "classes.same.start.a"),
        (('joints = [["c", "d"]]', 'joints = [["c", "x"]]'), "joints"),
        (('joints = [["c", "d"]]', 'joints = [["c", "d"], ["d", "a"]]'), "joints"),
        (("same = true", "same = false"), "classes"),
        (("cluster = 0.0", 'cluster = 0.0\nvetoes = ["a.never"]'), "clustering.vetoes.a.never"),
        (('order = ["a.key"]', "order = 3x"), "TOML"),
        (('order = ["a.key"]', ""), "order"),
        (('order = ["a.key"]', 'order = ["a.key"]\nclassifier = "magic"'), "classifier"),
    ],
)
def test_a_wrong_model_is_refused_and_the_key_is_named(change: tuple[str, str], key: str) -> None:
    assert change[0] in TEXT
    with pytest.raises(SettingsError) as caught:
        read_model(TEXT.replace(*change), "test")
    assert caught.value.details["key"] == key

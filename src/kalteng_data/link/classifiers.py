"""The one importer of recordlinkage: its classifiers as choices of a linkage model, on the same patterns.

Imported only when a model names one of them (it takes over a second): ``ecm`` learns without labels, the
others from pairs that people decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import recordlinkage

from kalteng_data.errors import SettingsError
from kalteng_data.link.tables import starts

if TYPE_CHECKING:
    from collections.abc import Callable

    from kalteng_data.link.columns import Array
    from kalteng_data.link.model import LinkModel

SUPERVISED = ("logistic", "naive_bayes", "svm")
FEWEST = 5
"""Decided pairs of each kind without which nothing can be learned from them."""
ROWS = 200_000
"""Comparison vectors given to ``ecm``, which wants a row a pair: patterns repeated in proportion."""
ECM_STEPS = (10, 5, 2, 1)
"""Most iterations of ``ecm``: the first number that ends with probabilities it can use."""
EXTREME = 20.0
"""Log-odds beyond which a probability of these classifiers is rounding."""


def fitted(
    model: LinkModel, levels: Array, counts: Array, labels: tuple[Array, Array] | None
) -> Callable[[Array], Array]:
    """A classifier of recordlinkage, trained; maps (patterns, fields) levels to log-odds.

    Args:
        model: Its ``classifier`` is ``ecm`` (unsupervised) or one of ``SUPERVISED``.
        levels: (patterns, fields) levels of the distinct patterns.
        counts: Pairs of each pattern.
        labels: Levels of decided pairs, and whether each is a match.

    Raises:
        SettingsError: ``no-labels`` when a supervised classifier has too few decided pairs of a kind.
    """
    favour = favouring(model)
    kernel: Any
    if model.classifier == "ecm":
        kernel = _ecm(_repeated(features(levels, favour), counts))
    else:
        if labels is None or min(labels[1].sum(), (~labels[1]).sum()) < FEWEST:
            raise SettingsError("no-labels", model=model.name, classifier=model.classifier)
        kernel = {
            "logistic": recordlinkage.LogisticRegressionClassifier,
            "naive_bayes": recordlinkage.NaiveBayesClassifier,
            "svm": recordlinkage.SVMClassifier,
        }[model.classifier]()
        vectors = _frame(features(labels[0], favour))
        kernel.fit(vectors, vectors.index[labels[1]])

    def scorer(asked: Array) -> Array:
        if not len(asked):
            return np.zeros(0)
        vectors = _frame(features(asked, favour))
        if model.classifier == "svm":
            # A margin, not a probability: its sign decides, its size orders.
            odds: Array = kernel.kernel.decision_function(vectors.to_numpy())
        else:
            with np.errstate(divide="ignore"):
                probability = np.asarray(kernel.prob(vectors), dtype=np.float64)
                odds = np.log(probability) - np.log1p(-probability)
        bounded: Array = np.clip(np.nan_to_num(odds, posinf=EXTREME, neginf=-EXTREME), -EXTREME, EXTREME)
        return bounded

    return scorer


def favouring(model: LinkModel) -> list[list[bool]]:
    """For each field and level but ``missing``, whether the model's starts find it likelier in a match."""
    same = [c.same for c in model.classes]
    begin = starts(model)
    result = []
    for place in range(len(model.fields)):
        m = np.mean([row[place] for row, match in zip(begin, same, strict=True) if match], axis=0)
        u = np.mean([row[place] for row, match in zip(begin, same, strict=True) if not match], axis=0)
        result.append([bool(x) for x in (m >= u)[1:]])
    return result


def features(levels: Array, favour: list[list[bool]]) -> Array:
    """Binary features, two a field: it agrees, and it does not disagree; a missing field does neither.

    A level that the model's starts find likelier in a match is agreement, another is disagreement. So each
    feature is 1 where a match should have 1, as the classifiers' own start has it (0.9 for each, Jaro 1989).
    """
    columns = []
    for place, field in enumerate(favour):
        good = np.array([False, *field])
        agrees = good[levels[:, place]]
        columns += [agrees, agrees | (levels[:, place] == 0)]
    return np.column_stack(columns).astype(np.int64)


def _ecm(vectors: pd.DataFrame) -> Any:  # noqa: ANN401 (recordlinkage has no types)
    """The unsupervised classifier, stopped before its unsmoothed probabilities reach 0 and spoil it."""
    for steps in ECM_STEPS:
        kernel = recordlinkage.ECMClassifier(init="jaro", max_iter=steps, atol=1e-4)
        with np.errstate(divide="ignore", invalid="ignore"):
            kernel.fit(vectors)
        if np.isfinite(kernel.kernel.feature_log_prob_).all():
            break
    return kernel


def _repeated(vectors: Array, counts: Array) -> pd.DataFrame:
    """Vectors in proportion to their pairs, and for each feature one with it alone and one without it alone.

    These keep every feature possible in both classes, for the library does not smooth.
    """
    scale = min(1.0, ROWS / counts.sum())
    times = np.maximum(1, np.rint(counts * scale)).astype(np.int64)
    alone = np.eye(vectors.shape[1], dtype=np.int64)
    return _frame(np.vstack([np.repeat(vectors, times, axis=0), alone, 1 - alone]))


def _frame(vectors: Array) -> pd.DataFrame:
    return pd.DataFrame(vectors, columns=[f"f{place}" for place in range(vectors.shape[1])])

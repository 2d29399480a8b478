"""A trained model: what learning found, readable, kept beside the data and used again next month."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kalteng_data.errors import SettingsError
from kalteng_data.link.tables import Layout

if TYPE_CHECKING:
    from kalteng_data.link.columns import Array
    from kalteng_data.link.model import LinkModel


@dataclass(frozen=True)
class Trained:
    """Learned parameters of a model's classes.

    ``priors`` is (classes,); ``margins`` holds m probabilities by class and field; ``joint_counts`` expected
    pairs by class and table, flat. ``pairs`` were learned from; ``log_likelihood`` is the mean per pair.
    """

    model: str
    classes: tuple[str, ...]
    priors: Array
    margins: list[list[Array]]
    joint_counts: list[list[Array]]
    pairs: int
    iterations: int
    log_likelihood: float

    def to_json(self, model: LinkModel) -> str:
        """Readable text: levels by name, joint counts of a thousandth of a pair and less left out."""
        layout = Layout.of(model)
        names = [c.field for c in model.fields]
        content: dict[str, Any] = {
            "model": self.model,
            "pairs": self.pairs,
            "iterations": self.iterations,
            "log_likelihood": self.log_likelihood,
            "classes": {},
        }
        for place, name in enumerate(self.classes):
            m = {
                c.field: dict(zip(c.levels[1:], self.margins[place][f][1:].tolist(), strict=True))
                for f, c in enumerate(model.fields)
            }
            joints = {}
            for t, fields in enumerate(layout.members):
                if len(fields) > 1:
                    joints["+".join(names[f] for f in fields)] = _sparse(
                        self.joint_counts[place][t], layout.shape(t), [model.fields[f].levels for f in fields]
                    )
            content["classes"][name] = {"prior": float(self.priors[place]), "m": m, "joint_counts": joints}
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def read_trained(text: str, model: LinkModel) -> Trained:
    """Parameters out of ``to_json``'s text.

    Raises:
        SettingsError: ``stale-model`` when classes, fields or levels are not those of ``model``.
    """
    content = json.loads(text)
    layout = Layout.of(model)
    names = [c.field for c in model.fields]
    try:
        classes = [content["classes"][c.name] for c in model.classes]
        margins = [
            [np.array([0.0] + [entry["m"][c.field][level] for level in c.levels[1:]]) for c in model.fields]
            for entry in classes
        ]
        joint_counts = []
        for entry in classes:
            row = []
            for t, fields in enumerate(layout.members):
                flat = np.zeros(int(np.prod(layout.shape(t))))
                if len(fields) > 1:
                    levels = [model.fields[f].levels for f in fields]
                    for key, count in entry["joint_counts"]["+".join(names[f] for f in fields)].items():
                        cell = [known.index(said) for known, said in zip(levels, key.split("/"), strict=True)]
                        flat[np.ravel_multi_index(tuple(cell), layout.shape(t))] = count
                row.append(flat)
            joint_counts.append(row)
    except (KeyError, ValueError) as error:
        raise SettingsError("stale-model", model=model.name, why=str(error)) from error
    return Trained(
        model=content["model"],
        classes=tuple(c.name for c in model.classes),
        priors=np.array([entry["prior"] for entry in classes]),
        margins=margins,
        joint_counts=joint_counts,
        pairs=content["pairs"],
        iterations=content["iterations"],
        log_likelihood=content["log_likelihood"],
    )


def _sparse(flat: Array, shape: tuple[int, ...], levels: list[tuple[str, ...]]) -> dict[str, float]:
    filled = np.flatnonzero(flat >= 1e-3)
    cells = zip(*np.unravel_index(filled, shape), strict=True)
    return {
        "/".join(known[at] for known, at in zip(levels, cell, strict=True)): round(float(flat[at]), 3)
        for at, cell in zip(filled, cells, strict=True)
    }

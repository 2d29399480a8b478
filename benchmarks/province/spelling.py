"""Names of places as a list writes them: one habit a village, and a slip here and there.

A written name always stays closest to its own village among those of the kecamatan: a list that calls a
village by another one's name would make the truth wrong, not the list hard.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from benchmarks.province.slips_names import typing_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.province.draft import Draft
    from benchmarks.province.profiles import Rates
    from benchmarks.province.villages import Land

ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7"}


def _numeral(name: str, _rng: np.random.Generator) -> str:
    words = name.split(" ")
    back = {v: k for k, v in ROMAN.items()}
    words[-1] = ROMAN.get(words[-1], back.get(words[-1], words[-1]))
    return " ".join(words)


def _vowel(name: str, rng: np.random.Generator) -> str:
    change = {"A": "E", "E": "A", "O": "U", "U": "O"}
    places = [i for i, c in enumerate(name) if c in change and i]
    if not places:
        return name
    at = places[int(rng.integers(0, len(places)))]
    return name[:at] + change[name[at]] + name[at + 1 :]


def _joined(name: str, _rng: np.random.Generator) -> str:
    return re.sub(r"(\w{3,}) (?!I+$|IV$|V$|\d)", r"\1", name, count=1)


def _doubled(name: str, rng: np.random.Generator) -> str:
    single = re.sub(r"([LMNPRST])\1", r"\1", name)
    if single != name:
        return single
    places = [
        i for i, c in enumerate(name) if c in "LMNPRST" and 0 < i < len(name) - 1 and name[i - 1] in "AIUEO"
    ]
    if not places:
        return name
    at = places[int(rng.integers(0, len(places)))]
    return name[:at] + name[at] + name[at:]


def _shortened(name: str, rng: np.random.Generator) -> str:
    tumbang = ("TBG.", "TB.", "TBG")[int(rng.integers(0, 3))]
    for pattern, short in (
        (r"^TUMBANG\b", tumbang),
        (r"^MUARA\b", "MA."),
        (r"^TANJUNG\b", "TJ."),
        (r"\bBARU$", "BR."),
    ):
        if re.search(pattern, name) and " " in name:
            return re.sub(pattern, short, name)
    if name.startswith("SUNGAI "):
        return "SEI " + name[7:]
    return "SUNGAI " + name[4:] if name.startswith("SEI ") else name


WAYS: tuple[Callable[[str, np.random.Generator], str], ...] = (
    _numeral,
    _vowel,
    _joined,
    _doubled,
    _shortened,
)
"""Ways to write a village otherwise: numerals, a/e, o/u, joined words, doubled letters, Tbg., Sei."""


def village_names(land: Land, rates: Rates, level: str, rng: np.random.Generator) -> NDArray[np.object_]:
    """Each village's name as the list of ``level`` writes it, in upper case."""
    official = [str(v).upper() for v in land.frame["nama_desa"]]
    kind = [str(v).lower() for v in land.frame["jenis"]]
    beside = _neighbours(land, official)
    written = list(official)
    rate = rates.of("place_spelling", level)
    for i in np.flatnonzero(rng.random(len(official)) < rate).tolist():
        for k in rng.permutation(len(WAYS)).tolist():
            name = WAYS[k](official[i], rng)
            if name != official[i] and _own(name, official[i], beside[i]):
                written[i] = name
                break
    if level == "provinsi":
        for i in np.flatnonzero(rng.random(len(official)) < 0.25).tolist():
            town = kind[i].startswith("kel")
            before = (("KEL. ", "KELURAHAN ") if town else ("DESA ", "DS. "))[int(rng.integers(0, 2))]
            written[i] = before + written[i]
    return np.array(written, dtype=object)


def slip_places(
    draft: Draft, land: Land, written: NDArray[np.object_], rates: Rates, rng: np.random.Generator
) -> NDArray[np.object_]:
    """The village's name on every row: as ``written``, with a typing error on the rows of a few cards."""
    text = written[draft.village]
    card, where = np.unique(draft.card, return_inverse=True)
    hit = rng.random(len(card)) < rates.of("place_slip", draft.level)
    official = [str(v).upper() for v in land.frame["nama_desa"]]
    beside = _neighbours(land, official)
    for row in np.flatnonzero(hit[where]).tolist():
        village = int(draft.village[row])
        name = typing_error(str(written[village]), rng)
        if _own(name, official[village], beside[village]):
            text[row] = name
    return text


def _neighbours(land: Land, official: list[str]) -> list[list[str]]:
    """Names of the other villages of each village's kecamatan, from the whole reference."""
    from kalteng_data import reference

    by_kecamatan: dict[str, list[str]] = {}
    every = reference.villages()
    for kecamatan, name in zip(every["kode_kecamatan"], every["nama_desa"], strict=True):
        by_kecamatan.setdefault(str(kecamatan), []).append(str(name).upper())
    return [
        [other for other in by_kecamatan[str(k)] if other != name]
        for k, name in zip(land.frame["kode_kecamatan"], official, strict=True)
    ]


def _own(name: str, official: str, beside: list[str]) -> bool:
    """Whether ``name`` is closer to its own village than to any other of the kecamatan."""
    bare = re.sub(r"^(DESA|DS\.|KEL\.|KELURAHAN) ", "", name)
    mine = fuzz.ratio(bare, official)
    return mine >= 70 and all(fuzz.ratio(bare, other) < mine - 3 for other in beside)

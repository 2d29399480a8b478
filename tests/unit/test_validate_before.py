"""Villages beside last month: chance is not reported, small villages least of all; real losses are."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kalteng_data.validate.before_lists import LEAST, NOW, THEN, changed, continued

VILLAGES = 1571


def codes(n: int = VILLAGES) -> list[str]:
    return [f"62.{at // 112 + 1:02d}.{at % 112 // 12 + 1:02d}.2{at % 12 + 1:03d}" for at in range(n)]


def then(sizes: list[int], ref: str = "kabupaten") -> pl.DataFrame:
    rows = {"ref": ref, "level": ref.partition("/")[0], "kode_desa": codes(len(sizes)), "m": sizes}
    return pl.DataFrame(rows, schema=THEN)


def now(sizes: list[int | None], level: str = "kabupaten") -> pl.DataFrame:
    kept = [(code, n) for code, n in zip(codes(len(sizes)), sizes, strict=True) if n]
    rows = {
        "list": level or "a.csv", "level": level, "kode_desa": [code for code, _ in kept],
        "n": [n for _, n in kept], "table": 0, "row": list(range(2, len(kept) + 2)),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=NOW)


def far(before: list[int], after: list[int | None], months: float = 1.0) -> pl.DataFrame:
    one, other = now(after), then(before)
    return changed(one, other, continued(one, other), months)


@pytest.mark.parametrize("seed", range(20))
def test_families_that_come_and_go_by_chance_are_not_reported(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before = rng.integers(20, 4000, VILLAGES)
    families = before / 4
    step = 4 * (rng.poisson(0.01 * families).astype(int) - rng.poisson(0.01 * families).astype(int))
    reported = far(before.tolist(), np.maximum(before + step, 1).tolist())
    assert reported.height <= 1, reported


@pytest.mark.parametrize(
    ("before", "after", "reported"),
    [
        (1000, 899, True), (1000, 901, False), (1000, 1101, True), (1000, 1099, False),
        (100, 88, True), (100, 89, False), (40, 32, True), (40, 33, False), (LEAST - 1, 5, False),
        (5, 200, False),
    ],
)  # fmt: skip
def test_both_thresholds_hold_in_both_directions(before: int, after: int, *, reported: bool) -> None:
    assert (far([before], [after]).height == 1) is reported


def test_what_a_year_explains_is_not_reported_as_a_month() -> None:
    assert far([100], [80]).height == 1
    assert far([100], [80], months=12).height == 0


def test_a_village_is_missing_where_most_of_its_neighbours_came() -> None:
    before = [200] * 24  # two kecamatan of twelve villages in one regency
    missing = far(before, [None, *[200] * 11, *[None] * 12])
    assert missing["kode_desa"].to_list() == [codes()[0]]
    assert far(before, [200, *[None] * 23]).is_empty()
    assert far([LEAST - 1, *before[1:]], [None, *[200] * 23]).is_empty()


def test_a_list_continues_the_list_of_its_own_kind() -> None:
    both = pl.concat([then([200] * 9, "pusat"), then([150] * 9, "pusat/dtsen"), then([50] * 9, "pusat/aid")])
    sent = now([151] * 9, "pusat")
    pairs = continued(sent, both)
    assert pairs["ref"].to_list() == ["pusat/dtsen"]
    assert changed(sent, both, pairs, 1.0).is_empty()
    assert continued(now([48] * 9, ""), both)["ref"].to_list() == ["pusat/aid"]
    assert continued(now([48] * 9, "kabupaten"), both).is_empty()

from __future__ import annotations

import polars as pl
import pytest

from kalteng_data.merge.ids import FAMILY, PERSON, is_sound, opaque_id


def test_ids_carry_a_luhn_digit_that_finds_any_single_slip() -> None:
    made = pl.select(opaque_id(PERSON, pl.int_range(1, 2000))).to_series().to_list()
    assert all(is_sound(text) for text in made)
    assert len(set(made)) == len(made)
    slipped = made[122][:5] + str((int(made[122][5]) + 1) % 10) + made[122][6:]
    assert not is_sound(slipped)


@pytest.mark.parametrize("text", ["", "P", "P12", "X0000000018", "P00000000180", "K00000000A8"])
def test_other_texts_are_not_sound(text: str) -> None:
    assert not is_sound(text)


def test_known_number() -> None:
    # the usual example is 7992739871 with digit 3; without its leading 7, which is not doubled, 3 + 7 gives 0
    assert pl.select(opaque_id(FAMILY, pl.lit(992739871))).item() == "K9927398710"

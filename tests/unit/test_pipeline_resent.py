from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from kalteng_data.model import Kind, Level, Source, Table
from kalteng_data.pipeline.resent import CODE, LEAST, findings, resent, with_voices

CONTENT = ("nama", "nik")


def rows(*tables: range) -> pl.DataFrame:
    """Tables of invented rows: each number is a person, alike wherever it stands."""
    return pl.concat(
        pl.DataFrame(
            {
                "table": [index] * len(people),
                "nama": [f"N{n}" for n in people],
                "nik": [str(n) for n in people],
            },
            schema_overrides={"table": pl.UInt32},
        )
        for index, people in enumerate(tables)
    )


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ((range(50), range(50)), {1: 0}),
        ((range(50), range(5, 55)), {1: 0}),
        ((range(50), range(6, 56)), {}),
        ((range(50), range(50, 100)), {}),
        ((range(30), range(100)), {0: 1}),
        ((range(100), range(30)), {1: 0}),
        ((range(LEAST - 1), range(LEAST - 1)), {}),
        ((range(LEAST), range(LEAST)), {1: 0}),
        ((range(50), range(50), range(50)), {1: 0, 2: 0}),
        ((range(100), range(100, 200), range(200), range(200)), {0: 2, 1: 2, 3: 2}),
        ((range(50),), {}),
    ],
)
def test_a_table_nine_tenths_of_which_stand_in_another_repeats_it(
    tables: tuple[range, ...], expected: dict[int, int]
) -> None:
    frame = rows(*tables)
    assert resent(frame, CONTENT) == expected
    assert resent(frame.sample(fraction=1.0, shuffle=True, seed=7), CONTENT) == expected


def test_one_row_many_times_is_no_content() -> None:
    same = rows(*(range(1) for _ in range(60))).with_columns(table=pl.int_range(60).cast(pl.UInt32) % 2)
    assert resent(same, CONTENT) == {}


def test_a_finding_names_the_other_and_copies_speak_with_its_voice() -> None:
    levels = (Level.KABUPATEN, Level.PROVINSI, Level.PUSAT)
    tables = [
        Table(i, Source(Path("x"), f"{level}.xlsx", level), "Data", Kind.PENDUDUK, 1, (), 50)
        for i, level in enumerate(levels)
    ]
    repeats = {1: 0, 2: 1}
    made = findings(repeats, tables)
    assert made["code"].to_list() == [CODE, CODE]
    assert made["table"].to_list() == [1, 2]
    assert made["detail"].to_list() == ["kabupaten/kabupaten.xlsx Data", "provinsi/provinsi.xlsx Data"]
    frame = with_voices(rows(range(1), range(1), range(1)), repeats, tables)
    assert frame["voice"].n_unique() == 1
    assert frame["copied"].to_list() == [False, True, True]
    alone = with_voices(rows(range(1), range(1), range(1)), {}, tables)
    assert alone["voice"].n_unique() == 3
    assert not alone["copied"].any()

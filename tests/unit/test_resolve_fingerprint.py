from __future__ import annotations

import polars as pl

from kalteng_data.resolve.fingerprint import entity_order, fingerprint


def test_equal_rows_have_equal_prints_and_others_differ() -> None:
    frame = pl.DataFrame({"a": ["budi", "siti", None, "budi"], "b": ["x", None, "y", "x"]})
    prints = fingerprint(frame, ["a", "b"])
    assert prints[0] == prints[3]
    assert len(set(prints.tolist())) == 3


def test_a_blank_and_a_missing_cell_differ_and_columns_do_not_run_together() -> None:
    frame = pl.DataFrame({"a": ["ab", "a", "", None], "b": ["c", "bc", "abc", "abc"]})
    assert len(set(fingerprint(frame, ["a", "b"]).tolist())) == 4


def test_print_does_not_change_between_versions() -> None:
    frame = pl.DataFrame({"a": ["BUDI"], "b": [1970]})
    assert fingerprint(frame, ["a", "b"]).tolist() == [18208046658354648240]


def test_an_empty_frame_has_no_prints() -> None:
    assert fingerprint(pl.DataFrame({"a": []}, schema={"a": pl.String}), ["a"]).size == 0


def test_numbers_of_entities_do_not_depend_on_the_order_of_rows() -> None:
    frame = pl.DataFrame({"name": list("abcdefgh"), "entity": [1, 1, 2, 3, 3, 3, 4, 5]})

    def numbers(rows: pl.DataFrame) -> dict[str, int]:
        order = entity_order(rows["entity"], fingerprint(rows, ["name"]))
        joined = rows.join(order, on="entity")
        return dict(zip(joined["name"], joined["number"], strict=True))

    renamed = frame.with_columns((9 - pl.col("entity")).alias("entity")).reverse()
    assert numbers(frame) == numbers(renamed)

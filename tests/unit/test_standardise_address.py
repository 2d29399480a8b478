"""Addresses, RT and RW."""

from __future__ import annotations

import polars as pl
import pytest

from kalteng_data.fields import RAW_PERSON
from kalteng_data.standardise.address import address, neighbourhoods
from kalteng_data.standardise.rows import whole


def rt_rw(**cells: str | None) -> tuple[str | None, str | None]:
    raw = whole(
        pl.DataFrame({k: [v] for k, v in cells.items()}, schema=dict.fromkeys(cells, pl.String)), RAW_PERSON
    )
    rt, rw = neighbourhoods(raw)
    return rt.item(), rw.item()


@pytest.mark.parametrize(
    "written",
    ["Jl. Merdeka No. 05", "JALAN MERDEKA NO 5", "jln merdeka, nomor 5", "Jl.Merdeka No.5 RT 3 RW 1",
     "Jl Merdeka No 05 RT/RW 003/001"],
)  # fmt: skip
def test_one_address_written_five_ways_compares_alike(written: str) -> None:
    assert address(pl.Series([written]))["alamat_cocok"].item() == "MERDEKA NO 5"


@pytest.mark.parametrize("nothing", [None, "", "-", "0", "00", ".", "tidak ada"])
def test_a_cell_without_an_address_gives_none(nothing: str | None) -> None:
    assert set(address(pl.Series([nothing], dtype=pl.String)).row(0)) == {None}


@pytest.mark.parametrize(
    ("cells", "pair"),
    [
        ({"rt": "3", "rw": "1"}, ("003", "001")),
        ({"rt": "003", "rw": "01.0"}, ("003", "001")),
        ({"rt": "RT 03", "rw": "RW. 1"}, ("003", "001")),
        ({"rt": "003/001"}, ("003", "001")),
        ({"rt_rw": "003/001"}, ("003", "001")),
        ({"rt_rw": "RT 3 RW 1"}, ("003", "001")),
        ({"rt_rw": "RT.003/RW.001"}, ("003", "001")),
        ({"rt_rw": "RT/RW 3/1"}, ("003", "001")),
        ({"rt_rw": "3-1"}, ("003", "001")),
        ({"rt_rw": "3"}, ("003", None)),
        ({"rt": "VII", "rw": "II"}, ("007", "002")),
        ({"rt": "RT. XIV"}, ("014", None)),
        ({"rt_rw": "RT. IX / RW. IV"}, ("009", "004")),
        ({"rt_rw": "012 / -"}, ("012", None)),
        ({"rt_rw": "-/2"}, (None, "002")),
        ({"rt": "IIII", "rw": "RT II"}, (None, None)),
        ({"alamat": "JL. X RT 3 RW 1"}, ("003", "001")),
        ({"alamat": "JL. X RT.03/RW.01"}, ("003", "001")),
        ({"rt": "-", "rw": "000"}, (None, None)),
        ({"rt": "0", "rw": "1", "alamat": "JL. X RT 7"}, ("007", "001")),
        ({"rt": "5", "rt_rw": "003/001", "alamat": "RT 9 RW 9"}, ("005", "001")),
        ({"rt": "6203011708800001", "rw": "2021-03-01 00:00:00"}, (None, None)),
    ],
)  # fmt: skip
def test_rt_and_rw_are_found_wherever_they_stand(
    cells: dict[str, str | None], pair: tuple[str | None, str | None]
) -> None:
    assert rt_rw(**cells) == pair

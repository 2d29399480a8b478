"""Rows as text: from a draft to the record frame, and from there to each level's own columns.

The record frame is what ``Province.records`` holds; ``pusat``, ``provinsi`` and ``kabupaten`` turn it into
the columns that level sends (DOMAIN, "Layouts"): codes of the Regsosek or of the adminduk list, labels,
dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.province.draft import DATE_MISSING, DATE_YEAR
from benchmarks.province.families import TODAY
from benchmarks.province.history import STREETS
from benchmarks.province.slips_rest import EMPTY
from benchmarks.province.traps import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.attributes import Attributes
    from benchmarks.province.draft import Draft
    from benchmarks.province.families import People
    from benchmarks.province.history import History
    from benchmarks.province.villages import Land

TRUTH = (
    "person", "family", "village", "traps", "sex", "one_word_name", "has_nik", "regency", "twin_group",
    "namesake_group",
)  # fmt: skip
"""Columns of a record frame that only the truth may see."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What the rows of every list are written from."""

    land: Land
    people: People
    facts: Attributes
    told: History
    twin: NDArray[np.int64]
    namesake: NDArray[np.int64]
    names: NDArray[np.object_]


def record_frame(
    draft: Draft, texts: Texts, desa: NDArray[np.object_], rng: np.random.Generator
) -> pl.DataFrame:
    """The record frame of a list, one row a listing: truth, then the values as text (null is blank)."""
    facts, people, who = texts.facts, texts.people, draft.person
    truth = _truth(draft, texts)
    digits = pl.DataFrame(
        {"nik": draft.nik, "text": pl.Series(draft.nik_text, dtype=pl.String), "kk": draft.kk}
    )
    nik = (
        pl.when(pl.col("text") != "").then("text").when(pl.col("nik") > 0).then(pl.col("nik").cast(pl.String))
    )
    kk = pl.when(pl.col("kk") > 0).then(pl.col("kk").cast(pl.String))
    place = texts.land.frame.select(
        "kode_desa", "kode_bps", "kode_kecamatan", "kecamatan", "kode_kabupaten", "kabupaten",
        "kode_bps_kecamatan", "kode_bps_kabupaten",
    )[draft.village]  # fmt: skip
    # Work and schooling are asked anew by every list; one in twelve answers otherwise.
    work = facts.work[who]
    anew = np.flatnonzero((rng.random(len(draft)) < 0.08) & (work > 3))
    work[anew] = work[anew][rng.permutation(len(anew))]
    values = pl.DataFrame(
        {
            "nama": pl.Series(draft.name, dtype=pl.String),
            "jenis_kelamin": pl.Series(np.where(draft.male, "L", "P")),
            "tempat_lahir": pl.Series(facts.birthplace[who], dtype=pl.String),
            "hari": draft.day, "bulan": draft.month, "tahun": draft.year, "tanggal_status": draft.date_state,
            "shdk": draft.role, "agama": facts.religion[who], "pendidikan": facts.schooling[who],
            "pekerjaan": work, "status_kawin": facts.marriage[who], "golongan_darah": facts.blood[who],
            "nama_ayah": pl.Series(facts.father[who], dtype=pl.String),
            "nama_ibu": pl.Series(facts.mother[who], dtype=pl.String),
            "nama_kepala_keluarga": pl.Series(_heads(draft), dtype=pl.String),
            "alamat": address(draft, texts.land),
            "dusun": _padded(draft.rw, "DUSUN ", 1), "rt": _padded(draft.rt, "", 3), "rw": _padded(draft.rw,
            "", 3),
            "desa": pl.Series(desa, dtype=pl.String), "status_dasar": draft.status,
            "desil": people.desil[who],
            "bansos_pkh": facts.aid[who, 0], "bansos_sembako": facts.aid[who, 1],
            "bansos_blt_dd": facts.aid[who, 2], "bansos_pbi": facts.aid[who, 3],
            "nik_angka": draft.nik_cell, "no_kk_angka": draft.kk_cell,
        }
    )  # fmt: skip
    date = (
        pl.when(pl.col("tanggal_status") == DATE_MISSING)
        .then(None)
        .when(pl.col("tanggal_status") == DATE_YEAR)
        .then(pl.format("{}-00-00", pl.col("tahun")))
        .otherwise(_date("{}-{}-{}", ("tahun", "bulan", "hari")))
    )
    numbers = digits.select(nik.alias("nik"), kk.alias("no_kk"))
    return pl.concat([truth, numbers, values, place], how="horizontal").with_columns(
        date.alias("tanggal_lahir")
    )


def _truth(draft: Draft, texts: Texts) -> pl.DataFrame:
    """The columns ``TRUTH`` of a draft: who it is, the family now, the village as stated, subgroups."""
    who = draft.person
    single = pl.Series(texts.names[who], dtype=pl.String).str.contains(" ", literal=True).not_()
    village = texts.land.frame["kode_desa"].gather(draft.village.astype(np.uint32))
    return pl.DataFrame(
        {
            "person": _numbered(who, "P"), "family": _numbered(texts.told.after[who], "F"),
            "village": village,
            "traps": words(draft.bits), "sex": pl.Series(np.where(texts.people.male[who], "L", "P")),
            "one_word_name": single, "has_nik": (draft.nik > 0) & (draft.nik_text == ""),
            "regency": village.str.slice(0, 5), "twin_group": _numbered(texts.twin[who], "T"),
            "namesake_group": _numbered(texts.namesake[who], "N"),
        }
    )  # fmt: skip


def _numbered(value: NDArray[np.int64], letter: str) -> pl.Series:
    """``P0000012`` for 12 and null for a negative number."""
    frame = pl.DataFrame({"v": value})
    text = letter + pl.col("v").cast(pl.String).str.zfill(7)
    return frame.select(pl.when(pl.col("v") >= 0).then(text)).to_series()


def _padded(value: NDArray[np.int64], before: str, width: int) -> pl.Series:
    frame = pl.DataFrame({"v": value})
    text = before + pl.col("v").cast(pl.String).str.zfill(width)
    return frame.select(pl.when(pl.col("v") != EMPTY).then(text)).to_series()


def _date(form: str, parts: tuple[str, str, str], widths: tuple[int, int, int] = (4, 2, 2)) -> pl.Expr:
    columns = [pl.col(p).cast(pl.String).str.zfill(w) for p, w in zip(parts, widths, strict=True)]
    return pl.format(form, *columns)


def _heads(draft: Draft) -> NDArray[np.object_]:
    """Name of the head of each row's card as this list writes it; else of the card's first person."""
    order = np.lexsort((np.arange(len(draft)), draft.role != 1, draft.card))
    _, first = np.unique(draft.card[order], return_index=True)
    where = np.searchsorted(draft.card[order][first], draft.card)
    named: NDArray[np.object_] = draft.name[order[first]][where]
    return named


def address(draft: Draft, land: Land) -> pl.Series:
    """The address of each row, in the card's own form or in one of the other ways; null where it is empty."""
    streets = np.array([*STREETS, ""], dtype=object)
    frame = pl.DataFrame(
        {
            "s": pl.Series(streets[draft.street], dtype=pl.String), "h": draft.house, "rt": draft.rt,
            "form": draft.address_form,
            "d": land.frame["nama_desa"].str.to_uppercase().gather(draft.village.astype(np.uint32)),
        }
    )  # fmt: skip
    s, h, d = pl.col("s"), pl.col("h"), pl.col("d")
    rt = pl.col("rt").clip(1, None)
    on_street = [
        pl.format("JL. {} NO. {}", s, h), pl.format("JALAN {} {}", s, h), pl.format("JL {}", s),
        pl.format("JLN. {} NO {}", s, h), pl.format("{} NO.{}", s, h), pl.format("JL. {} RT {}", s, rt),
        pl.format("JL. {} DESA {}", s, d),
    ]  # fmt: skip
    in_village = [
        pl.format("DESA {}", d), pl.format("DS. {}", d), pl.format("{} RT {}", d, rt),
        pl.format("KAMPUNG {}", d),
        pl.format("DESA {} RT. {}", d, rt), pl.format("{} NO. {}", d, h), d,
    ]  # fmt: skip
    form = pl.lit(None, dtype=pl.String)
    for k, (street, village) in enumerate(zip(on_street, in_village, strict=True)):
        form = (
            pl.when(pl.col("form") == k)
            .then(pl.when(s != "").then(street).otherwise(village))
            .otherwise(form)
        )
    return frame.select(form).to_series()


REGSOSEK_ROLE = {
    1: "1",
    2: "2",
    3: "2",
    4: "3",
    5: "4",
    6: "5",
    7: "6",
    8: "6",
    9: "8",
    10: "7",
    11: "8",
    0: "",
}
"""Family role of the adminduk list in the numbers of Regsosek and DTSEN (there 3 is a child)."""

ROLE_LABEL = {
    1: "Kepala Keluarga", 2: "Suami", 3: "Istri", 4: "Anak", 5: "Menantu", 6: "Cucu", 7: "Orang Tua",
    8: "Mertua",
    9: "Famili Lain", 10: "Pembantu", 11: "Lainnya", 0: "",
}  # fmt: skip
FAITH_LABEL = {1: "Islam", 2: "Kristen", 3: "Katholik", 4: "Hindu", 7: "Kaharingan"}
MARRIAGE_LABEL = {1: "Belum Kawin", 2: "Kawin", 3: "Cerai Hidup", 4: "Cerai Mati"}
SCHOOL_LABEL = {
    1: "Tidak/Belum Sekolah", 2: "Belum Tamat SD/Sederajat", 3: "Tamat SD/Sederajat", 4: "SLTP/Sederajat",
    5: "SLTA/Sederajat", 6: "Diploma I/II", 7: "Akademi/Diploma III/S. Muda", 8: "Diploma IV/Strata I",
    9: "Strata II", 10: "Strata III",
}  # fmt: skip
WORK_LABEL = {
    1: "Belum/Tidak Bekerja", 2: "Mengurus Rumah Tangga", 3: "Pelajar/Mahasiswa", 5: "Pegawai Negeri Sipil",
    9: "Petani/Pekebun", 11: "Nelayan/Perikanan", 13: "Konstruksi", 15: "Karyawan Swasta",
    18: "Karyawan Honorer",
    19: "Buruh Harian Lepas", 20: "Buruh Tani/Perkebunan", 27: "Tukang Kayu", 65: "Guru", 81: "Sopir",
    84: "Pedagang", 85: "Perangkat Desa", 88: "Wiraswasta",
}  # fmt: skip
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip


def _label(column: str, labels: dict[int, str]) -> pl.Expr:
    return pl.col(column).replace_strict(labels, default="", return_dtype=pl.String)


def _code(column: str) -> pl.Expr:
    return (
        pl.when(pl.col(column) > 0).then(pl.col(column).cast(pl.String)).otherwise(pl.lit("")).alias(column)
    )


def pusat(records: pl.DataFrame) -> pl.DataFrame:
    """DTSEN-like: BPS codes (blank where the reference knows none), Regsosek numbers, dates YYYYMMDD."""
    day = (
        pl.when(pl.col("tanggal_status") == DATE_MISSING)
        .then(pl.lit(""))
        .when(pl.col("tanggal_status") == DATE_YEAR)
        .then(pl.format("{}0000", pl.col("tahun")))
        .otherwise(_date("{}{}{}", ("tahun", "bulan", "hari")))
    )
    members = pl.len().over("no_kk")
    # The centre's system writes typographic apostrophes: bytes above 127, not UTF-8.
    curly = [
        pl.col(c).str.replace_all("'", "\u2019").alias(c) for c in ("nama", "alamat", "nama_kepala_keluarga")
    ]
    return records.with_columns(curly).select(
        "nik", "no_kk", "nama", "tempat_lahir", day.alias("tanggal_lahir"),
        _sex_number().alias("id_jenis_kelamin"),
        _label("shdk", REGSOSEK_ROLE).alias("id_hub_kepala_keluarga"),
        _code("status_kawin").alias("id_status_perkawinan"),
        _code("pendidikan").alias("id_jenjang_pendidikan_dukcapil"),
        "nama_kepala_keluarga", members.cast(pl.String).alias("jumlah_anggota_keluarga"),
        pl.lit("62").alias("kode_provinsi"), pl.lit("KALIMANTAN TENGAH").alias("provinsi"),
        pl.col("kode_bps_kabupaten").alias("kode_kabupaten_kota"),
        pl.col("kabupaten").str.to_uppercase().str.replace("KABUPATEN ", "").alias("kabupaten_kota"),
        pl.col("kode_bps_kecamatan").alias("kode_kecamatan"),
        pl.col("kecamatan").str.to_uppercase().alias("kecamatan"),
        pl.col("kode_bps").alias("kode_kelurahan_desa"), pl.col("desa").alias("kelurahan_desa"), "alamat",
        "rt", "rw",
        pl.col("desil").cast(pl.String).alias("desil_nasional"),
        *(_flag(f"bansos_{p}").alias(h) for p, h in (("pkh", "pkh"), ("sembako", "bpnt"), ("pbi", "pbi"))),
    )  # fmt: skip


def _sex_number() -> pl.Expr:
    return pl.when(pl.col("jenis_kelamin") == "L").then(pl.lit("1")).otherwise(pl.lit("2"))


def _regency() -> pl.Expr:
    """Names of regencies as the province writes them: some short, some with "Kab." before."""
    name = pl.col("kabupaten")
    with_word = pl.col("kode_kabupaten").str.slice(-1).cast(pl.Int64) % 3 == 0
    return pl.when(with_word & ~name.str.starts_with("Kota ")).then("Kab. " + name).otherwise(name)


def _flag(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int8).cast(pl.String)


def provinsi(records: pl.DataFrame) -> pl.DataFrame:
    """The province's form: place and date of birth in one column, RT/RW in one, names of places only."""
    month = pl.col("bulan").replace_strict(dict(enumerate(MONTHS, 1)), return_dtype=pl.String)
    day = (
        pl.when(pl.col("tanggal_status") == DATE_MISSING)
        .then(pl.lit(""))
        .when(pl.col("tanggal_status") == DATE_YEAR)
        .then(pl.format("00-00-{}", pl.col("tahun")))
        # One village in four writes the month as a word.
        .when(pl.col("village").str.slice(-1).cast(pl.Int64) % 4 == 3)
        .then(pl.format("{} {} {}", pl.col("hari"), month, pl.col("tahun")))
        .otherwise(_date("{}-{}-{}", ("hari", "bulan", "tahun"), (2, 2, 4)))
    )
    rt_rw = pl.when(pl.col("rt").is_not_null()).then(pl.format("{}/{}", "rt", "rw"))
    place = pl.col("tempat_lahir").str.to_titlecase()
    return records.with_columns(day.alias("day")).select(
        pl.int_range(1, pl.len() + 1).cast(pl.String).alias("No"),
        pl.col("no_kk").alias("No. KK"), pl.col("nik").alias("NIK"), pl.col("nama").alias("Nama Lengkap"),
        pl.when(pl.col("day") != "").then(pl.format("{}, {}", place, "day")).otherwise(place).alias(
            "Tempat, Tanggal Lahir"
        ),
        pl.col("jenis_kelamin").alias("L/P"), _label("shdk", ROLE_LABEL).alias("Hubungan Keluarga"),
        _label("agama", FAITH_LABEL).alias("Agama"), _label("status_kawin",
        MARRIAGE_LABEL).alias("Status Kawin"),
        _label("pendidikan", SCHOOL_LABEL).alias("Pendidikan"), _label("pekerjaan",
        WORK_LABEL).alias("Pekerjaan"),
        pl.col("alamat").str.to_titlecase().alias("Alamat"), rt_rw.alias("RT/RW"),
        pl.col("desa").str.to_titlecase().alias("Desa/Kelurahan"), pl.col("kecamatan").alias("Kecamatan"),
        _regency().alias("Kabupaten/Kota"),
    )  # fmt: skip


OPENSID = (
    "alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir",
    "agama_id", "pendidikan_kk_id", "pendidikan_sedang_id", "pekerjaan_id", "status_kawin", "kk_level",
    "warganegara_id", "ayah_nik", "nama_ayah", "ibu_nik", "nama_ibu", "golongan_darah_id", "akta_lahir",
    "dokumen_pasport", "tanggal_akhir_paspor", "dokumen_kitas", "akta_perkawinan", "tanggalperkawinan",
    "akta_perceraian", "tanggalperceraian", "cacat_id", "cara_kb_id", "hamil", "ktp_el", "status_rekam",
    "alamat_sekarang", "status_dasar", "suku", "tag_id_card", "id_asuransi", "no_asuransi", "lat", "lng",
)  # fmt: skip
"""The 43 headers of the OpenSID import, in their order."""


def kabupaten(records: pl.DataFrame) -> pl.DataFrame:
    """OpenSID's 43 columns in adminduk numbers, dates dd-mm-yyyy, the regency's place columns behind."""
    day = (
        pl.when(pl.col("tanggal_status") == DATE_MISSING)
        .then(pl.lit(""))
        .when(pl.col("tanggal_status") == DATE_YEAR)
        .then(pl.format("00-00-{}", pl.col("tahun")))
        .otherwise(_date("{}-{}-{}", ("hari", "bulan", "tahun"), (2, 2, 4)))
    )
    this_year = 1970 + int(TODAY / 365.2425)
    filled = {
        "sex": _sex_number(),
        "tempatlahir": pl.col("tempat_lahir"), "tanggallahir": day, "agama_id": _code("agama"),
        "pendidikan_kk_id": _code("pendidikan"), "pekerjaan_id": _code("pekerjaan"),
        "status_kawin": _code("status_kawin"), "kk_level": _code("shdk"), "warganegara_id": pl.lit("1"),
        "golongan_darah_id": _code("golongan_darah"), "cacat_id": pl.lit("7"),
        "status_dasar": _code("status_dasar"),
        "ktp_el": pl.when(pl.col("tahun") < this_year - 17).then(pl.lit("2")).otherwise(pl.lit("1")),
        "rt": pl.col("rt").fill_null("-"), "rw": pl.col("rw").fill_null("-"),
        "dusun": pl.col("dusun").fill_null("-"),
    }  # fmt: skip
    same = {"alamat", "nama", "no_kk", "nik", "nama_ayah", "nama_ibu"}
    columns = [pl.col(h) if h in same else filled.get(h, pl.lit("")).alias(h) for h in OPENSID]
    return records.select(
        *columns,
        pl.col("kode_desa"),
        pl.col("desa"),
        pl.col("kecamatan").str.to_uppercase().alias("kecamatan"),
    )


LAYOUTS = {"pusat": pusat, "provinsi": provinsi, "kabupaten": kabupaten}
"""The columns of each level, from its record frame; values are text, blank or null where there is none."""

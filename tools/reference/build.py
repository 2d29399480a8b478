"""Build the package's tables of places from two npm packages.

    npm pack idn-area-data@4.0.1 daerah-indonesia@1.0.1
    python tools/reference/build.py idn-area-data-4.0.1.tgz daerah-indonesia-1.0.1.tgz

Each argument is the packed file or its unpacked ``package`` folder. Writes ``districts.csv`` (136 rows) and
``villages.csv`` (1,571 rows) into ``src/kalteng_data/reference/data`` and prints how many villages received a
BPS code and by what. Kemendagri codes and names come from ``idn-area-data`` (ODbL-1.0 data), BPS codes from
``daerah-indonesia`` (MIT). The project's own tables ``regencies.csv`` (the pairs of codes) and
``aliases.csv`` (old names) are read, never written.

A BPS village is given to a Kemendagri village only within the same kecamatan, when the names agree after
spelling habits and numerals, or when one name is a slip of the pen from exactly one other that is still free
on both sides. Everything else stays without a code: the BPS list of 2018 lacks 38 villages, so what is left
over on both sides is no pair.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tarfile
from collections import Counter, defaultdict
from pathlib import Path

from kalteng_data.places.match import WITHIN_KECAMATAN, Pool

DATA = Path(__file__).parents[2] / "src" / "kalteng_data" / "reference" / "data"
PROVINCE = "62"


def read(package: Path, member: str) -> str:
    """Text of one file of an npm package, packed or unpacked."""
    if package.is_dir():
        return (package / member).read_text(encoding="utf-8")
    with tarfile.open(package) as archive:
        content = archive.extractfile(f"package/{member}")
        if content is None:
            raise FileNotFoundError(member)
        return content.read().decode("utf-8")


def kemendagri(package: Path, member: str) -> dict[str, str]:
    """Names by dotted code of one level of ``idn-area-data``, the province only."""
    rows = csv.DictReader(io.StringIO(read(package, f"data/{member}.csv")))
    return {row["code"]: row["name"] for row in rows if row["code"].startswith(f"{PROVINCE}.")}


def bps(package: Path, member: str) -> dict[str, str]:
    """Names by BPS code of one level of ``daerah-indonesia``, the province only."""
    rows = json.loads(read(package, f"data/{member}.json"))
    return {str(row["id"]): row["nama"] for row in rows if str(row["id"]).startswith(PROVINCE)}


def own_table(name: str) -> list[dict[str, str]]:
    """Rows of a table that the project keeps by hand."""
    return list(csv.DictReader(io.StringIO((DATA / f"{name}.csv").read_text(encoding="utf-8"))))


def pair(
    theirs: dict[str, str], ours: dict[str, str], aliases: list[dict[str, str]]
) -> dict[str, tuple[str, float]]:
    """BPS code and certainty by Kemendagri code, for the places of one region in both lists.

    ``theirs`` are BPS names by code, ``ours`` Kemendagri names by code with their old names. Names that agree
    are paired first; slips of the pen are judged among what is then left.
    """
    pairs: dict[str, tuple[str, float]] = {}
    for least in (0.99, 0.0):
        free_theirs = {c: n for c, n in theirs.items() if c not in {b for b, _ in pairs.values()}}
        free_ours = {c: n for c, n in ours.items() if c not in pairs}
        ours_pool = Pool()
        for code, name in ours.items():
            ours_pool.add(code, name, [row["alias"] for row in aliases if row["kode"] == code])
        forth: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for b, name in free_theirs.items():
            match = ours_pool.find(name, WITHIN_KECAMATAN)
            if match.code in free_ours and match.certainty >= least:
                forth[match.code].append((b, match.certainty))
        # Two BPS villages that both mean one of ours are no evidence for either.
        pairs |= {code: found[0] for code, found in forth.items() if len(found) == 1}
    return pairs


def write(name: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """One table of the package."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(kemendagri_package: Path, bps_package: Path) -> None:
    """Write the tables of kecamatan and villages."""
    regencies = {row["kode_kabupaten"]: row["kode_bps_kabupaten"] for row in own_table("regencies")}
    aliases = own_table("aliases")
    our_districts = kemendagri(kemendagri_package, "districts")
    our_villages = kemendagri(kemendagri_package, "villages")
    their_districts = bps(bps_package, "kecamatan")
    their_villages = bps(bps_package, "kelurahan")

    districts: dict[str, str] = {}
    for ours, theirs in regencies.items():
        found = pair(
            {c: n for c, n in their_districts.items() if c.startswith(theirs)},
            {c: n for c, n in our_districts.items() if c.startswith(f"{ours}.")},
            aliases,
        )
        districts |= {code: b for code, (b, _) in found.items()}
    by_district: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name in our_villages.items():
        by_district[code[:8]][code] = name
    villages: dict[str, tuple[str, float]] = {}
    for ours, theirs in districts.items():
        there = {c: n for c, n in their_villages.items() if c.startswith(theirs)}
        villages |= pair(there, by_district[ours], aliases)

    write(
        "districts.csv",
        ("kode_kecamatan", "kecamatan", "kode_kabupaten", "kode_bps_kecamatan"),
        [(c, n, c[:5], districts.get(c, "")) for c, n in sorted(our_districts.items())],
    )
    write(
        "villages.csv",
        ("kode_desa", "nama_desa", "jenis", "kode_kecamatan", "kode_bps"),
        [
            # Permendagri 72/2019: the last group begins with 1 for a kelurahan, with 2 for a desa.
            (c, n, "kelurahan" if c[9] == "1" else "desa", c[:8], villages.get(c, ("", 0))[0])
            for c, n in sorted(our_villages.items())
        ],
    )
    print(f"kecamatan {len(our_districts)}, with BPS code {len(districts)}")
    print(f"villages {len(our_villages)}, with BPS code {len(villages)} of {len(their_villages)} listed")
    for certainty, count in sorted(Counter(c for _, c in villages.values()).items(), reverse=True):
        print(f"  certainty {certainty}: {count}")
    paired = {b for b, _ in villages.values()}
    for b, name in sorted(their_villages.items()):
        if b not in paired:
            print(f"  without a partner: {b} {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

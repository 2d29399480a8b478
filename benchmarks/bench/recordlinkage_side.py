"""The Python library recordlinkage on one frame: ``python -m benchmarks.bench.recordlinkage_side FRAME OUT``.

As its documentation shows deduplication: blocks united, one comparison a field, its unsupervised ECM
classifier, here with connected components after it. It compares in one thread of pandas and holds all pairs
at once, so only the smallest size is asked of it. Prints one line of JSON like the other sides.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import polars as pl
import recordlinkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

BLOCKS: tuple[tuple[str, ...], ...] = (
    ("nik",), ("kk",), ("tanggal", "first"), ("tanggal", "desa"), ("nama", "desa"),
)  # fmt: skip
"""The rules under which Splink looks for pairs too."""


def main(source: str, target: str) -> None:
    """Link the frame and write ``rid, cluster``."""
    columns = ("nama", "nik", "kk", "tanggal", "kelamin", "desa", "alamat")
    frame = pl.read_parquet(source, columns=["rid", *columns])
    records = frame.select(
        *(pl.col(c).cast(pl.String) for c in columns), first=pl.col("nama").str.split(" ").list.first()
    ).to_pandas()
    begun, spent = time.perf_counter(), time.process_time()
    pairs = None
    for block in BLOCKS:
        usable = records.dropna(subset=list(block))
        found = recordlinkage.index.Block(list(block)).index(usable)
        pairs = found if pairs is None else pairs.union(found, sort=False)
    comparison = recordlinkage.Compare()
    comparison.string("nama", "nama", method="jarowinkler", threshold=0.88)
    for exact in ("nik", "kk", "tanggal", "kelamin", "desa"):
        comparison.exact(exact, exact)
    comparison.string("alamat", "alamat", method="jarowinkler", threshold=0.9)
    features = comparison.compute(pairs, records)
    matches = recordlinkage.ECMClassifier(init="jaro").fit_predict(features.fillna(0).astype(int))
    left, right = (np.asarray(matches.get_level_values(side)) for side in (0, 1))
    graph = coo_array((np.ones(len(left)), (left, right)), shape=(frame.height, frame.height))
    _, labels = connected_components(graph, directed=False)
    seconds, processor = time.perf_counter() - begun, time.process_time() - spent
    frame.select("rid", cluster=pl.Series(labels)).write_parquet(target)
    print(json.dumps({"seconds": seconds, "cpu": processor, "pairs": len(features)}))


if __name__ == "__main__":
    main(*sys.argv[1:3])

"""Splink on one frame, in the interpreter that has it: ``python splink_side.py FRAME.parquet OUT.parquet``.

Imports nothing of the project: it runs in another environment. The settings are those that Splink's own
documentation shows for persons (its tutorial and its example of 50,000 historical persons): forename and
surname with term frequencies of the whole name, date of birth, exact matches and edit distances for the
rest; u by random sampling, m by EM under two blocking rules, predictions from 0.9, clusters from 0.95.
Prints one line of JSON: seconds (reading the file left out), peak memory in MiB, pairs scored.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from pathlib import Path

import polars as pl


def main(source: str, target: str, threshold: float = 0.95) -> None:
    """Link the frame and write ``rid, cluster``."""
    warnings.simplefilter("ignore")
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink.blocking_analysis import count_comparisons_from_blocking_rules

    words = pl.col("nama").str.split(" ")
    frame = pl.read_parquet(source).select(
        unique_id="rid",
        first_name=words.list.first(),
        surname=words.list.last(),
        full_name="nama",
        dob="tanggal",
        nik="nik",
        no_kk="kk",
        village="desa",
        sex="kelamin",
        address="alamat",
    )
    begun, spent = time.perf_counter(), time.process_time()
    rules = [
        block_on("nik"),
        block_on("no_kk"),
        block_on("dob", "first_name"),
        block_on("dob", "village"),
        block_on("full_name", "village"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="full_name"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=False),
            cl.LevenshteinAtThresholds("nik", [1, 2]),
            cl.LevenshteinAtThresholds("no_kk", [1, 2]),
            cl.ExactMatch("village").configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("address", [0.9]),
        ],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    records = DuckDBAPI().register(frame.to_arrow())
    linker = Linker(records, settings, log_level=50)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("nik"), block_on("full_name", "dob")], recall=0.9
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("full_name", "dob"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("no_kk", "dob"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("nik"))
    predicted = linker.inference.predict(threshold_match_probability=0.9)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=threshold
    )
    table = pl.DataFrame(clusters.as_duckdbpyrelation().arrow())
    seconds, processor = time.perf_counter() - begun, time.process_time() - spent
    table.select(rid="unique_id", cluster="cluster_id").write_parquet(target)
    peak = peak_memory()
    # Counted apart, after the clock has stopped: the pairs that blocking gave to be scored.
    counted = count_comparisons_from_blocking_rules(
        records, blocking_rules=rules, link_type="dedupe_only", record_sample_proportion=1.0
    )
    pairs = counted[-1]["cumulative_comparison_count"]
    print(json.dumps({"seconds": seconds, "cpu": processor, "peak_mib": peak, "pairs": pairs}))


def peak_memory() -> float:
    """Peak resident memory of this program in MiB; the figure of getrusage begins at its parent's."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return float(line.split()[1]) / 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(float, sys.argv[3:]))

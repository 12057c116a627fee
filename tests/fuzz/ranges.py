"""Numbers outside their allowed range: file, what stands there, what is put there, odd ones, and a good one."""

from __future__ import annotations

NO_NUMBER = ("nan", "inf", "-inf", "", "x")
NONE = (*NO_NUMBER, "1e400", "1_0", "0x1")  # TOML and YAML know the last two
BELOW_NOUGHT = (*NONE, "-1", "-0.5")
NOT_ABOVE_NOUGHT = (*BELOW_NOUGHT, "0")
NO_SHARE = (*BELOW_NOUGHT, "1.01", "50")
OUT_OF_RANGE = (
    ("street/postcodes.csv.gz", "Z1,C1,N,1", "Z1,C1,N,{}", BELOW_NOUGHT, "2"),
    ("street/postcodes.csv.gz", "530400,180000", "{},180000", NONE, "530401.5"),
    ("street/zones.csv", "30.0", "{}", (*BELOW_NOUGHT, "1e12"), "31"),
    ("street/sites.csv", "531200.0", "{}", (*NONE, "1e12"), "531201"),
    (
        "street/hours.csv",
        "2025-01-01",
        "{}",
        ("", "2025-02-30", "20250101", "0001-01-01", "2025-W01-1", "45931"),
        "2024-02-29",
    ),
    ("parameters/profiles.csv", ",4.8,", ",{},", (*NOT_ABOVE_NOUGHT, "131", "4800"), "5"),
    ("parameters/profiles.csv", ",65,", ",{},", (*BELOW_NOUGHT, "65.5", "121", "66"), "75"),
    ("parameters/offline_shares.csv", "65,74,0.1", "65,74,{}", NO_SHARE, "1"),
    ("parameters/offline_shares.csv", "65,74,0.1", "{},74,0.1", (*BELOW_NOUGHT, "75", "200"), "60"),
    ("parameters/offline_shares.csv", "75,,0.2", "75,{},0.2", ("-1", "nan", "74", "80"), ""),
    (
        "parameters/screening_network.toml",
        "door_metres = 0.0",
        "door_metres = {}",
        (*NO_NUMBER, "-1", "true", '"1"'),
        "1e2",
    ),
    (
        "parameters/screening_network.toml",
        "metre = 1.0",
        "metre = {}",
        (*NO_NUMBER, "-1", "0.9", "11", "true"),
        "1",
    ),
    ("parameters/drive_speeds.csv", "48.3", "{}", (*NOT_ABOVE_NOUGHT, "4.9", "131"), "50"),
    (
        "parameters/drive_speeds.csv",
        "urban_delay,1.5",
        "urban_delay,{}",
        (*NOT_ABOVE_NOUGHT, "0.9", "11"),
        "1",
    ),
    (
        "parameters/uncertainty.csv",
        "triangular,0.8,1,1.2",
        "triangular,{},1,1.2",
        (*NOT_ABOVE_NOUGHT, "1.1"),
        "1e-1",
    ),
    ("parameters/uncertainty.csv", "-1,0,1", "-1,0,{}", (*NONE, "1.5", "-0.1"), "0.5"),
    ("parameters/uncertainty.csv", "normal,,0,,0.05", "normal,,0,,{}", (*BELOW_NOUGHT, "11"), "1"),
    ("parameters/money.csv", "ways_a_visit,2,2,2", "ways_a_visit,{},2,2", (*BELOW_NOUGHT, "2.5"), "1"),
    (
        "parameters/money.csv",
        "days_a_year,100,100,100",
        "days_a_year,100,100,{}",
        (*NONE, "367", "99"),
        "366",
    ),
    ("parameters/counter_use.csv", "that_report_high,0.25", "that_report_high,{}", (*NO_SHARE, "0"), "1"),
    ("parameters/counter_use.csv", "day_low,2.5", "day_low,{}", (*BELOW_NOUGHT, "5"), "4"),
    (
        "parameters/equality_rules.csv",
        "far_percentile,0.9",
        "far_percentile,{}",
        (*NO_SHARE, "0", "1"),
        "0.5",
    ),
    ("parameters/equality_rules.csv", "risk,1.1", "risk,{}", (*NOT_ABOVE_NOUGHT, "0.9"), "1"),
    ("parameters/equality_rules.csv", "fewest_clusters,10", "fewest_clusters,{}", (*BELOW_NOUGHT, "1"), "2"),
    ("parameters/standards.csv", ",band,15,", ",band,{},", (*NOT_ABOVE_NOUGHT, "20000"), "0.5"),
    ("scenario.yaml", "", "seed: {}\n", (*NO_NUMBER, "-1", "4294967296", "1.5"), "0"),
    ("scenario.yaml", "", "draws: {}\n", (*NO_NUMBER, "99", "10001", "100.5"), "100"),
    ("scenario.yaml", "", "minutes_needed: {}\n", ("nan", "inf", "-1", "241", "x"), "240"),
    ("scenario.yaml", "", "soon_minutes: {}\n", (*NO_NUMBER, "0", "1441"), "1440"),
    ("scenario.yaml", "", "headline_minutes: {}\n", (*NO_NUMBER, "0", "1441", "-5"), "1"),
    (
        "scenario.yaml",
        "",
        "thresholds_minutes: [{}]\n",
        (*NO_NUMBER, "0", "1441", "15, 15", "30, 15"),
        "1, 1440",
    ),
    ("scenario.yaml", "", "week_of: {}\n", ("2025-10-07", "2025-02-30", "45931", "1759276800"), "2026-03-09"),
)
"""A scenario's key is added at its end."""

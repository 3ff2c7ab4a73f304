"""Names of version 0.1.0 are read, and one line says what they are called since."""

import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.catalogue.overrides import Inputs, declared, inputs_from
from diffusion.errors import InputError, RenamedWarning
from diffusion.scenario.renamed import RENAMED
from diffusion.sweeps.design import read_design
from diffusion.sweeps.plan import plan_sweep
from diffusion.sweeps.run import run_sweep
from diffusion.sweeps.verify import verify_sweep

SENIK = diffusion.load("senik")
COMMUNITY = "community.toml: paguyuban is called association now, modules.group is called "
COMMUNITY += "modules.association now"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Senik as version 0.1.0 wrote it."""
    folder = shutil.copytree(library_root() / "senik", tmp_path / "senik")
    file, numbers = folder / "community.toml", folder / "parameters" / "default.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("[association]", "[paguyuban]").replace("\nassociation = ", "\ngroup = "),
        encoding="utf-8",
    )
    text = numbers.read_text(encoding="utf-8")
    numbers.write_text(text.replace("[association]", "[group]"), encoding="utf-8")
    return folder


def test_the_package_says_the_new_names_itself() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        diffusion.load("senik")


def test_a_folder_with_the_old_keys_is_read_with_one_line_a_file(old: Path) -> None:
    with pytest.warns(RenamedWarning) as told:
        community = diffusion.load(old)
    assert community.file == SENIK.file
    assert community.parameter_sets == SENIK.parameter_sets
    assert sorted(str(one.message) for one in told) == [
        COMMUNITY,
        "parameters/default.toml: group is called association now",
    ]


def test_an_old_key_beside_the_new_one_is_refused(old: Path) -> None:
    file = old / "community.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\ngroup = true", "\ngroup = true\nassociation = true"))
    with pytest.warns(RenamedWarning), pytest.raises(InputError) as error:
        diffusion.load(old)
    assert "modules.group: expected one of association, finance" in str(error.value)


@pytest.mark.parametrize(
    ("path", "value", "since"),
    [
        ("community.paguyuban.saving", 5_000, "community.association.saving"),
        ("community.modules.group", False, "community.modules.association"),
        ("parameters.group.join_chance", 0.9, "parameters.association.join_chance"),
    ],
)
def test_an_old_path_sets_what_the_new_one_sets(path: str, value: object, since: str) -> None:
    with pytest.warns(RenamedWarning, match=f"{re.escape(path)} is called {re.escape(since)} now"):
        other = SENIK.with_settings({path: value})
    assert other == SENIK.with_settings({since: value})
    assert other != SENIK


def test_a_name_that_only_begins_alike_is_not_an_old_one() -> None:
    with pytest.raises(InputError, match="group_weights"):
        SENIK.with_settings({"parameters.group_weights": 1.0})


DESIGN = """
title = "As it was written for 0.1.0"
model = "senik"
programmes = ["campaign_only"]
replicates = 2
months = 6
outcomes = ["ever_tried", "adopters"]

[[factor]]
path = "community.modules.group"
levels = [true, false]
"""


def test_a_design_with_old_names_is_read_and_its_factor_keeps_its_column(tmp_path: Path) -> None:
    file = tmp_path / "sweep.toml"
    file.write_text(DESIGN, encoding="utf-8")
    with pytest.warns(RenamedWarning) as told:
        design, _ = read_design(file)
    (factor,) = design.factor
    assert (factor.path, factor.column) == ("community.modules.association", "group")
    assert design.outcomes == ("ever_adopted", "adopters")
    assert sorted(str(one.message) for one in told) == [
        "sweep.toml: community.modules.group is called community.modules.association now",
        "sweep.toml: ever_tried is called ever_adopted now",
    ]
    with pytest.warns(RenamedWarning):
        job = plan_sweep(file).job
    on, off = (job.inputs_at(point).community.file.modules.association for point in range(2))
    assert (on, off) == (True, False)


def test_what_a_sweep_wrote_down_with_the_old_keys_is_read() -> None:
    inputs = Inputs(SENIK, SENIK.parameter_sets["default"], (SENIK.programmes["none"],))
    written = declared(inputs)
    written["community"]["paguyuban"] = written["community"].pop("association")
    written["parameters"]["group"] = written["parameters"].pop("association")
    with pytest.warns(RenamedWarning):
        again = inputs_from(written)
    assert again.community.file == SENIK.file
    assert again.parameters == inputs.parameters


def test_a_sweep_of_version_0_1_0_is_verified(tmp_path: Path) -> None:
    """Its folder names the outcome as it was called then, in the design and in the table."""
    file, folder = tmp_path / "sweep.toml", tmp_path / "out"
    file.write_text(DESIGN, encoding="utf-8")
    with pytest.warns(RenamedWarning):
        run_sweep(file, folder, workers=1)
    origin = (folder / "provenance.json").read_text(encoding="utf-8")
    (folder / "provenance.json").write_text(origin.replace("ever_adopted", "ever_tried"))
    table = pq.read_table(folder / "table.parquet")
    names = ["ever_tried" if name == "ever_adopted" else name for name in table.column_names]
    pq.write_table(table.rename_columns(names), folder / "table.parquet")
    with pytest.warns(RenamedWarning, match="ever_tried is called ever_adopted now"):
        agreement = verify_sweep(folder)
    assert agreement.agrees
    assert agreement.n_rows == 4


@pytest.mark.slow
def test_the_command_says_it_in_one_line_on_standard_error(old: Path) -> None:
    command = [sys.executable, "-m", "diffusion.cli", "check", str(old)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in told.stderr.splitlines() if line.startswith("note: ")]
    assert "note: " + COMMUNITY in " ".join(told.stderr.split())
    assert len(lines) == 2
    assert "is called" not in told.stdout


def test_each_new_name_is_there() -> None:
    """No entry of the table leads to a name that is gone itself."""
    for new in RENAMED.values():
        root, *steps = new.split(".")
        assert new not in RENAMED
        found: object = {
            "community": SENIK.file,
            "parameters": SENIK.parameter_sets["default"],
        }.get(root)
        for step in steps if found is not None else ():
            found = getattr(found, step)

"""What a person imports: names, a community by its name, one programme or many, a budget."""

import ast
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import get_type_hints

import numpy as np
import pytest
from communities import SENIK

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.ensembles.options import RunKeywords, RunOptions
from diffusion.errors import InputError

SHORT = {"n_runs": 3, "n_months": 6}


# ------------------------------------------------------------------ names
def test_the_stub_names_what_the_package_has() -> None:
    stub = ast.parse(Path(diffusion.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    names = [
        alias.name for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    assert sorted([*names, "__version__"]) == sorted(diffusion.__all__)
    assert len(set(names)) == len(names)
    for name in diffusion.__all__:
        assert getattr(diffusion, name) is not None
    assert set(names) <= set(dir(diffusion))


def test_no_module_bears_a_public_name() -> None:
    """Importing it would hide the function."""
    top = {path.stem for path in Path(diffusion.__file__).parent.iterdir()}
    assert top.isdisjoint(diffusion.__all__)


def test_the_version_stands_in_one_place() -> None:
    assert diffusion.__version__ == version("artisan-diffusion")


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="simulate_all"):
        diffusion.simulate_all  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_brings_nothing_heavy() -> None:
    code = "import sys, diffusion; print(*sys.modules); diffusion.Outcome; print(*sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    before, after = (set(line.split()) for line in printed.splitlines())
    heavy = {"numpy", "pandas", "numba", "mesa", "xarray", "pydantic", "networkx", "scipy"}
    assert heavy.isdisjoint(before)
    assert "numpy" in after, "negative control: the check sees nothing"


# ------------------------------------------------------------------ options
def test_the_keywords_are_the_options() -> None:
    assert list(get_type_hints(RunKeywords)) == list(RunOptions.__dataclass_fields__)


def test_a_misspelt_option_is_refused() -> None:
    with pytest.raises(TypeError, match="n_run"):
        diffusion.simulate("senik", "none", n_run=3)  # type: ignore[call-overload]


# ------------------------------------------------------------------ a community by name or path
def test_a_community_by_name_by_path_and_as_it_is() -> None:
    folder = library_root() / "senik"
    ways = [
        diffusion.simulate(one, "campaign_only", **SHORT)  # type: ignore[call-overload]
        for one in ("senik", str(folder), folder, SENIK)
    ]
    for outcome in ways[1:]:
        assert np.array_equal(outcome.stages, ways[0].stages)
    summary = diffusion.summarise("senik", "campaign_only", n_runs=3, n_months=6)
    assert summary.tried.mean == ways[0].tried.mean()
    table = diffusion.compare("senik", "campaign_only", n_runs=3, n_months=6).table()
    assert list(table["strategy"]) == ["campaign_only"]
    assert diffusion.ArtisanModel("senik", "campaign_only").community.name == "senik"


def test_a_misspelt_community_is_told_the_nearest() -> None:
    for call in (diffusion.simulate, diffusion.summarise, diffusion.compare):
        with pytest.raises(InputError, match="did you mean senik"):
            call("senk", "none")  # type: ignore[operator]


# ------------------------------------------------------------------ one programme or many
def test_a_name_is_one_programme_and_a_list_is_many() -> None:
    one = diffusion.simulate("senik", "none", n_runs=2, n_months=3)
    assert isinstance(one, diffusion.Outcome)
    for names in (["none"], ("none",), iter(["none"])):
        many = diffusion.simulate("senik", names, n_runs=2, n_months=3)  # type: ignore[call-overload]
        assert isinstance(many, list)
        assert [outcome.programme for outcome in many] == ["none"]
    assert diffusion.simulate("senik", [], n_runs=2, n_months=3) == []
    summaries = diffusion.summarise("senik", ["none", "campaign_only"], n_runs=2, n_months=3)
    assert [summary.programme for summary in summaries] == ["none", "campaign_only"]
    assert diffusion.summarise("senik", "none", n_runs=2, n_months=3).programme == "none"


def test_a_misspelt_programme_is_named_whole() -> None:
    for call in (diffusion.simulate, diffusion.summarise, diffusion.compare):
        with pytest.raises(InputError, match=r'did you mean campaign_only.*found "campaign_onli"'):
            call("senik", "campaign_onli")  # type: ignore[operator]


# ------------------------------------------------------------------ a budget
def test_a_budget_scales_as_a_comparison_does() -> None:
    """Without the facilitator's days another programme results, and so another history."""
    name, budget = "campaign_then_collaboration", 8_000_000
    compared = diffusion.compare("senik", name, budget=budget, n_runs=4, n_months=36)
    ((strategy, outcome),) = compared.simulated
    alone = diffusion.simulate("senik", name, budget=budget, n_runs=4, n_months=36)
    assert np.array_equal(alone.stages, outcome.stages)
    assert np.array_equal(alone.money, outcome.money)
    assert alone.provenance["programme"] == strategy.programme.model_dump(mode="json")
    cheaper = diffusion.simulate(
        "senik", name, budget=budget, with_facilitator=False, n_runs=4, n_months=36
    )
    assert cheaper.provenance["programme"] != alone.provenance["programme"]
    summary = diffusion.summarise("senik", name, budget=budget, n_runs=4, n_months=36)
    assert np.array_equal(summary.adopters.mean, alone.adopters.mean(axis=0))


def test_the_mesa_face_takes_the_same_budget() -> None:
    name, budget = "campaign_then_collaboration", 8_000_000
    outcome = diffusion.simulate("senik", name, budget=budget, n_runs=1, n_months=12)
    model = diffusion.ArtisanModel("senik", name, budget=budget)
    for _ in range(12):
        model.step()
    counted = model.datacollector.get_model_vars_dataframe()["adopters"]
    assert counted.tolist() == outcome.adopters[0].tolist()
    other = diffusion.ArtisanModel("senik", name, budget=budget, with_facilitator=False)
    assert other.programme != model.programme


def test_too_small_a_budget_says_what_is_needed() -> None:
    expected = r"budget: expected at least Rp [\d,]+ for campaign_only; found Rp 1$"
    with pytest.raises(InputError, match=expected):
        diffusion.simulate("senik", "campaign_only", budget=1)
    with pytest.raises(InputError) as caught:
        diffusion.simulate("senik", ["campaign_only", "none", "collaboration_only"], budget=1)
    assert len(caught.value.problems) == 2
    with pytest.raises(InputError, match=expected):
        diffusion.ArtisanModel("senik", "campaign_only", budget=1)

"""`diffusion measure`: what was observed in a folder, or a simulated history; tables, figures."""

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from patches import patched
from typer.testing import CliRunner, Result

import diffusion
from diffusion import measures
from diffusion.catalogue.load import library_root
from diffusion.cli import app
from diffusion.cli.measure import REWIRED
from diffusion.data.adoption_data import NEVER, AdoptionData
from diffusion.i18n.words import Words
from diffusion.measures.structure_test import N_REWIRED
from diffusion.plotting.measured import measured_figures

N = 12
ROSTER = "artisan,hamlet,gender\n" + "".join(
    f"p{i},{'Lor' if i < 6 else 'Kidul'},{'f' if i % 2 else 'm'}\n" for i in range(N)
)
TIES = "ego,alter,kind\n" + "".join(
    f"p{i},p{(i + step) % N},{kind}\n"
    for i in range(N)
    for step, kind in ((1, "kin"), (3, "advice"))
)
ADOPTION = "artisan,innovation,time,given_up,state\n" + "".join(
    f"p{i},pottery,{time},{again},{state}\n"
    for i, (time, again, state) in enumerate(
        [("2010-07", "", "adopted"), ("2010-08", "", "adopted"), ("2010-08", "", "adopted"),
         ("2010-09", "2010-10", "given_up"), ("2010-09", "", "adopted"), ("2010-10", "", "adopted"),
         ("", "", "never"), ("", "", "never"), ("", "", "not_known"), ("", "", "undated"),
         ("2010-11", "", "adopted"), ("2010-11", "", "adopted")]
    )
)  # fmt: skip
LISTED = """[ties]
generator = "file"
file = "ties.csv"
direction = "alter_to_ego"

[ties.influence]
kin = 1
advice = 1

"""
OBSERVED = """
[observed]
file = "adoption.csv"
periods = ["2010-07", "2010-08", "2010-09", "2010-10", "2010-11"]
"""


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A community with twelve people, two kinds of ties and what was observed."""
    folder = tmp_path_factory.mktemp("village") / "lor"
    shutil.copytree(library_root() / "senik", folder)
    text = patched(
        (folder / "community.toml").read_text(encoding="utf-8"), without=["artisans.number"],
        put={"association.minimum_members": "2"},
    )  # fmt: skip
    head, _, rest = text.partition("[ties]\n")
    _, strength, after = rest.partition("[ties.strength]")
    text = head.replace("[artisans]\n", '[artisans]\nroster = "roster.csv"\n') + LISTED
    text += strength + after + OBSERVED
    lines = [line for line in text.split("\n") if not line.startswith("hamlets =")]
    (folder / "community.toml").write_text("\n".join(lines), encoding="utf-8")
    for name, table in (("roster", ROSTER), ("ties", TIES), ("adoption", ADOPTION)):
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    return folder


def ran(*words: str, columns: int = 80) -> Result:
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(app, ["measure", *words])


def said(*words: str, columns: int = 80) -> str:
    result = ran(*words, columns=columns)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.slow
def test_what_was_observed_is_measured(village: Path) -> None:
    printed = said(str(village), "--rewired", "19")
    assert "pottery: 8 of 10 people adopted, periods 2010-07 to 2010-11" in printed
    assert "Ties: kin, advice; looked at along them" in printed
    assert "Left out: 1 adopted, not known when; of 1 it is not known." in printed
    assert re.search(r"^2010-09 +2 +5 +50\.0 +5 +7 +0\.286 ", printed, re.MULTILINE)
    assert re.search(r"^early adopters +1 +10\.0", printed, re.MULTILINE)
    assert "simulated" not in printed


def test_both_languages_say_the_same(village: Path) -> None:
    english, printed = (said(str(village), "--lang", lang) for lang in ("en", "id"))
    assert re.findall(r"\d+", english) == re.findall(r"\d+", printed)
    words = r"\b(the|of|period|people|adopters?|threshold|ties|without|not|share|mean)\b"
    assert re.findall(words, printed) == []
    assert re.findall(words, english) != []


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_no_line_is_wider_than_the_terminal(village: Path, columns: int) -> None:
    assert max(map(len, said(str(village), columns=columns).splitlines())) <= columns


def test_json_has_every_table_and_says_why(village: Path) -> None:
    told = json.loads(said(str(village), "--json", "--by", "Gender", "--near", "2"))
    assert told["people"] == N
    assert "caveat" not in told
    assert told["choices"]["by"] == "gender"
    assert [row["group"] for row in told["half"]] == ["f", "m"]
    assert told["by_period"][0]["hazard"] is None
    assert told["by_period"][0]["why_hazard"] == "first period: what came before was not observed"
    person = {row["person"]: row for row in told["by_person"]}
    assert person["p9"]["why_not"] == "adopted, not known when"
    assert person["p0"]["adopted"] == "2010-07"
    data = diffusion.load(str(village)).observed
    assert data is not None
    expected = measures.infection(data, K=2).value
    found = [person[f"p{i}"]["infection"] for i in range(N)]
    np.testing.assert_allclose(np.array(found, float), expected)


def test_one_kind_of_ties_is_measured_alone(village: Path) -> None:
    data = diffusion.load(str(village)).observed
    assert data is not None
    told = json.loads(said(str(village), "--json", "--kind", "kin", "--direction", "incoming"))
    expected = measures.exposure(data, kinds=["kin"], direction="incoming")
    found = pd.DataFrame(told["exposure"]).drop(columns="person").to_numpy(float)
    np.testing.assert_allclose(found, expected.value)


@pytest.mark.slow
def test_a_simulated_history_is_measured_and_says_so(tmp_path: Path) -> None:
    options = ("senik", "-p", "collaboration_only", "--months", "12", "--rewired", "0")
    printed = said(*options)
    expected = "One simulated history, not observed: programme collaboration only, random seed 1."
    assert expected in " ".join(printed.split())
    assert "Not defined, category: 1 too few adopters." in printed
    told = json.loads(said(*options, "--json"))
    assert told["caveat"] == "simulated, not observed"
    outcome = diffusion.simulate(
        diffusion.load("senik"), "collaboration_only", n_runs=1, n_months=12, keep=["spells"]
    )
    assert told["by_period"][-1]["n_ever"] == outcome.tried[0]
    assert "structure" not in told
    said(*options, "-o", str(tmp_path / "out"))
    assert "Simulated, not observed." in (tmp_path / "out/captions.txt").read_text("utf-8")


FIGURES = ("adoption_curve", "hazard", "exposure", "thresholds", "categories",
           "infection_susceptibility", "network")  # fmt: skip


@pytest.mark.slow
def test_folder_has_tables_figures_and_captions(village: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    options = (str(village), "-o", str(folder), "--rewired", "9", "--column", "one")
    said(*options, "--lang", "id")
    tables = {path.stem for path in folder.glob("*.csv")}
    assert tables == {
        "by_period", "by_person", "exposure", "candidates", "categories", "degree_adoption", "half",
        "bass", "structure",
    }  # fmt: skip
    assert len(pd.read_csv(folder / "by_person.csv")) == N
    captions = (folder / "captions.txt").read_text(encoding="utf-8")
    for name in FIGURES:
        assert {path.suffix for path in folder.glob(f"{name}.*")} >= {".pdf", ".svg", ".png"}
        assert f"{name}\n\n" in captions
    origin = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert origin["community"] == "lor"
    assert "adoption.csv" in origin["files"]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert ran(*options, "--lang", "id").exit_code == 1
    said(*options, "--lang", "id", "--replace")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.slow
def test_figures_speak_the_language(village: Path, tmp_path: Path) -> None:
    said(str(village), "-o", str(tmp_path / "out"), "--lang", "id", "--rewired", "0")
    for name in FIGURES:
        texts = [e.text for e in ET.parse(tmp_path / f"out/{name}.svg").iter() if e.text]
        words = r"\b(period|people|adopters?|threshold|share|have|early|adopt|low|high)\b"
        assert re.findall(words, "\n".join(texts)) == []


@pytest.mark.parametrize(
    ("words", "messages"),
    [
        ((), ["senik: expected [observed] in community.toml, or -p PROGRAMME for a simulated"]),
        (("--direction", "sideways", "--users", "all", "--near", "0"),
         ["--direction: expected one of outgoing", "--users: expected one of current, ever",
          "--near: expected a whole number from 1"]),
        (("-p", "nothing"), ["programme: expected one of campaign_only"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_once(words: tuple[str, ...], messages: list[str]) -> None:
    result = ran("senik", *words)
    assert result.exit_code == 1
    for message in messages:
        assert message in str(result.exception)


def test_names_that_are_none_are_told_at_once(village: Path) -> None:
    wrong = ("--kind", "kinn", "--innovation", "potery", "--by", "age")
    told = str(ran(str(village), *wrong).exception)
    assert "--kind: expected one of kin, advice (did you mean kin?)" in told
    assert "--innovation: expected one of pottery (did you mean pottery?)" in told
    assert "--by: expected one of " in told


def test_the_command_rewires_as_the_measure_does() -> None:
    assert REWIRED == N_REWIRED


@pytest.mark.parametrize("toa", [[NEVER] * 6, [0] * 6, [0, 1, NEVER, NEVER, NEVER, NEVER]])
def test_figures_stand_where_little_is_known(toa: list[int]) -> None:
    """Nobody adopts, all at once, or two: nothing fails, and nothing is warned of."""
    data = AdoptionData.of(np.zeros((6, 6)), toa, n_periods=3)
    measured = measures.measure_all(data, n_rewired=9)
    drawn = measured_figures(measured, [(0.1 * i, 0.2) for i in range(6)], Words("en"))
    assert list(drawn) == list(FIGURES)
    for figure, _ in drawn.values():
        figure.canvas.draw()
    assert "Measured: innovation" in repr(measured)

"""A file of claims: what holds, what is fragile, what is wrong, and what is no claim."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.cli import app
from diffusion.errors import InputError
from diffusion.robustness.claim_file import Claim
from diffusion.robustness.claims import check_claims
from diffusion.robustness.duel import Met
from diffusion.robustness.verdicts import Checked

SENIK = diffusion.load("senik")
TODAY = Path(__file__).parents[1] / "models" / "senik"
HEAD = 'title = "Some"\nruns = 20\npoints = 4\n'


def written(folder: Path, *claims: str) -> Path:
    path = folder / "claims.toml"
    parts = [f"\n[[claim]]\n{one}\n" for one in claims]
    path.write_text(HEAD + "".join(parts), encoding="utf-8")
    return path


def claim(says: str = "so", better: str = "collaboration_only", than: str = "none") -> str:
    return f'says = "{says}"\nbetter = "{better}"\nthan = "{than}"'


@pytest.mark.parametrize(
    ("difference", "error", "by", "verdict"),
    [
        (3.0, 0.1, 2.0, "holds"),
        (2.1, 0.1, 2.0, "fragile"),
        (1.9, 0.1, 2.0, "fragile"),
        (1.0, 0.1, 2.0, "wrong"),
        (0.1, 0.0, 0.0, "holds"),
        (0.0, 0.0, 0.0, "wrong"),  # as much is not better
    ],
)
def test_an_interval_decides(difference: float, error: float, by: float, verdict: str) -> None:
    one = np.array([difference])
    met = Met(one, one, one, np.array([error]), np.array([200]), ("",))
    asked = Claim.model_validate(
        {"says": "so", "better": "a", "than": "b", "by": by, "parameters": ["default"]}
    )
    assert Checked(asked, {"default": met}, None, None, None).verdict == verdict


def test_right_and_wrong_claims_are_told_apart(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        claim("right"),
        claim("wrong", "none", "collaboration_only"),
        claim("equal", "none", "none"),
        claim("too much") + "\nby = 25",
        'says = "price"\nbetter = "campaign_only"\ncosts = "100 juta"',
        'says = "too cheap"\nbetter = "campaign_only"\ncosts = 1_000',
    )
    found = check_claims(SENIK, path)
    verdicts = [one.verdict for one in found.checked]
    assert verdicts == ["holds", "wrong", "wrong", "wrong", "holds", "wrong"]
    assert not found.all_hold


@pytest.mark.parametrize(("better", "status"), [("collaboration_only", 0), ("none", 1)])
def test_the_command_says_it_with_its_exit_status(better: str, status: int, tmp_path: Path) -> None:
    other = "none" if status == 0 else "collaboration_only"
    path = written(tmp_path, claim("This beats that.", better, other))
    folder = tmp_path / "out"
    words = ["claims", "senik", str(path), "-o", str(folder)]
    run = CliRunner().invoke(app, words)
    assert run.exit_code == status
    assert "This beats that." in run.stdout
    sets = pd.read_csv(folder / "sets.csv")
    assert sets["difference"][0] == pytest.approx(sets["first"][0] - sets["other"][0])
    in_indonesian = CliRunner().invoke(app, [*words, "--replace", "--lang", "id"])
    assert ("BERTAHAN" if status == 0 else "SALAH") in in_indonesian.stdout


def test_points_are_asked_beside_the_files(tmp_path: Path) -> None:
    (tmp_path / "space.toml").write_text(
        '[space]\nstated = false\n"parameters.decision.alpha" = { low = 0.05, high = 0.2 }\n',
        encoding="utf-8",
    )
    here = claim() + '\nspace = "space.toml"\nshare = 0.9'
    (found,) = check_claims(SENIK, written(tmp_path, here)).checked
    assert found.share == 1
    assert found.of_points == "holds"
    assert found.met is not None
    assert len(found.met) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (claim(better="collaboration_onli"), "did you mean collaboration_only"),
        (claim() + '\nmeasure = "adopter"', "adopters"),
        (claim() + '\nparameters = ["defalt"]', "default"),
        (claim() + '\nbudget = "1000"', "at least"),
        (claim() + '\nensemble = "a"\nspace = "b"', "either an ensemble or a space"),
        (claim() + "\nparameters = []", "a parameter set, an ensemble or a space"),
        (claim() + "\nbye = 2", "by"),
        ('says = "so"\nbetter = "none"', "either a programme as than, or costs"),
    ],
)
def test_what_is_no_claim_is_refused(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        check_claims(SENIK, written(tmp_path, text))
    assert said in str(caught.value)


@pytest.mark.slow
def test_what_the_readme_says_of_senik_holds() -> None:
    found = check_claims(TODAY)
    assert [one.verdict for one in found.checked] == ["holds"] * len(found.checked)

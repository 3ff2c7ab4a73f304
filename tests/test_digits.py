"""Digits of other scripts are accepted nowhere, and the message names the character."""

import shutil
from pathlib import Path

import pytest
from test_bad_input import answer, change, message, with_tables

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.errors import InputError
from diffusion.i18n.messages import indonesian
from diffusion.readers.shapes import NUMBERED
from diffusion.util.digits import way_out_of

THREE = "\u0663"  # arabic-indic
HOW = "(write {}, with the digits 0 to 9; U+0663 arabic-indic digit three is none of them)"


@pytest.fixture
def senik(tmp_path: Path) -> Path:
    return shutil.copytree(library_root() / "senik", tmp_path / "senik")


@pytest.mark.parametrize(
    ("instead_of", "written", "meant"),
    [
        ("household_size = 4.0", f"household_size = {THREE}", "3"),
        ("household_size = 4.0", f'household_size = "{THREE}.5"', "3.5"),
        ("number = 30", f'number = "{THREE}0"', "30"),
        ('start = "2010-08"', f'start = "201{THREE}-08"', "2013-08"),
    ],
)
def test_in_a_file(senik: Path, instead_of: str, written: str, meant: str) -> None:
    change(senik, "community.toml", instead_of, written)
    assert message(senik).endswith(HOW.format(meant))


@pytest.mark.parametrize(
    ("table", "meant"),
    [
        (f"artisan,skill\na,0.{THREE}\n", "0.3"),
        (f"artisan,cash\na,{THREE}00.000\n", "300.000"),
        (f"artisan,x_km\na,{THREE}\n", "3"),
        (f"artisan;skill\na;0,{THREE}\n", "0,3"),
        (f"artisan,poor\na,{THREE}\n", "3"),
    ],
)
def test_in_a_table(senik: Path, table: str, meant: str) -> None:
    assert message(with_tables(senik, table)).endswith(HOW.format(meant))


@pytest.mark.parametrize(
    ("words", "place", "meant"),
    [
        (("--runs", THREE), "--runs", "3"),
        (("--budget", f"{THREE} juta"), "--budget", "3 juta"),
        (("--set", f"parameters.decision.alpha=0.{THREE}"), "--set: parameters.decision", "0.3"),
    ],
)
def test_at_the_command(words: tuple[str, ...], place: str, meant: str) -> None:
    status, out, error = answer("run", "senik", *words)
    assert (status, out) == (1, "")
    assert error.startswith(place)
    assert error.rstrip().endswith(HOW.format(meant))


def test_in_python_and_in_indonesian() -> None:
    with pytest.raises(InputError, match="arabic-indic digit three"):
        diffusion.scale_to_budget("senik", "campaign_only", f"{THREE} juta")
    said = indonesian(way_out_of(THREE))
    assert said is not None
    assert said.startswith("tulis 3, dengan angka 0 sampai 9; U+0663")
    # Negative control: names may have any letters, and so may the numbers behind them.
    assert way_out_of("Siti 3") == ""
    assert NUMBERED.fullmatch("advice_3")
    assert not NUMBERED.fullmatch(f"advice_{THREE}")

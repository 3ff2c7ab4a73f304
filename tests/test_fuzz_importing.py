"""Files that are changed in odd ways are read or refused; what was found so once stays right."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from importing_corpus import FILES

from diffusion.errors import InputError
from diffusion.importing import far_cells, formats
from diffusion.importing.apart import apart
from diffusion.importing.network import Network, Relation

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "verification"))

from checked_reading import READ, REFUSED, check, wrong_with  # noqa: E402
from mutations import mutate  # noqa: E402

FOUND = sorted(one for one in FILES.glob("*/found/*") if one.suffix != ".toml")


@pytest.mark.parametrize("file", FOUND, ids=lambda one: f"{one.parent.parent.name}/{one.name}")
def test_what_was_found_stays_right(file: Path) -> None:
    """Each file once ended in another error, a lost person or a hang."""
    if file.suffix in (".sav", ".zsav"):
        pytest.importorskip("pyreadstat")
    if file.suffix in (".rds", ".rda", ".RData"):
        pytest.importorskip("rdata")
    assert check(file, None) in (READ, REFUSED)


@pytest.mark.slow
def test_changed_files_are_read_or_refused() -> None:
    """A small part of the ten minutes that `fuzz_importing.py` takes by hand."""
    command = [sys.executable, str(HERE / "verification" / "fuzz_importing.py")]
    done = subprocess.run(
        [*command, "--cases", "700", "--seconds", "240", "--first-seed", "7000"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_same_seed_changes_a_file_in_the_same_way(tmp_path: Path) -> None:
    source = FILES / "pajek" / "two_relations.net"
    made = []
    for n, seed in enumerate((1, 1, 2)):
        (tmp_path / str(n)).mkdir()
        made.append(mutate(source, tmp_path / str(n), seed).read_bytes())
    assert made[0] == made[1] != made[2]


PEOPLE = "*Vertices 2\n1 Sari\n2 Budi\n"


@pytest.mark.parametrize(
    ("ids", "ego", "weight", "wrong"),
    [
        (("1", "2"), 1, 1.0, []),
        (("1", "Tin"), 1, 1.0, ["people who do not stand in the file: ['Tin']"]),
        (("1", "2", "3"), 1, 1.0, ["3 people, and 2 in the file"]),
        (("1", "1"), 1, 1.0, ["two people of one id"]),
        (("1", "2"), 2, 1.0, ["a tie to nobody"]),
        (("1", "2"), 1, np.inf, ["an infinite weight"]),
    ],
)
def test_what_is_wrong_is_seen(
    ids: tuple[str, ...], ego: int, weight: float, wrong: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.net"
    file.write_text(PEOPLE, encoding="utf-8")
    tie = Relation("ties", np.array([ego]), np.array([0]), weight=np.array([weight]))
    network = Network("a.net", "Pajek", ids, ("",) * len(ids), relations=(tie,))
    assert [*wrong_with(network, file)] == wrong


def test_another_error_than_of_input_is_seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("x")

    def refused(*_: object) -> None:
        raise InputError(())

    monkeypatch.setattr(formats, "read", broken)
    assert check(tmp_path / "a.net", None).startswith("KeyError: 'x' (test_fuzz_importing.py:")
    monkeypatch.setattr(formats, "read", refused)
    assert check(tmp_path / "a.net", None) == "a message without words"


def test_a_cell_far_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library would hold all that lies between; here any cell beside the first is far."""
    monkeypatch.setattr(far_cells, "MOST_CELLS", 1)
    (file,) = FILES.glob("excel/decorated.xlsx")
    with pytest.raises(InputError) as caught:
        formats.read(file)
    expected = "expected cells that stand together; found "
    assert str(caught.value).startswith(f"decorated.xlsx: {expected}")
    assert str(caught.value).endswith(" far from the others (delete what stands there)")


def test_a_library_that_ends_its_process_is_told() -> None:
    with pytest.raises(InputError) as caught:
        apart(os._exit, 7, place="a.sav", expected="data of SPSS (.sav, .zsav)", most_gigabytes=4)
    found = "a broken file, at which its library gives up"
    assert str(caught.value) == f"a.sav: expected data of SPSS (.sav, .zsav); found {found}"


def test_a_library_that_does_not_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diffusion.importing.apart.MOST_SECONDS", 0.1)
    with pytest.raises(InputError) as caught:
        apart(
            time.sleep, 60, place="a.sav", expected="data of SPSS (.sav, .zsav)", most_gigabytes=4
        )
    assert str(caught.value).endswith("found a file at which its library does not come to an end")

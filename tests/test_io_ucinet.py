"""Files of UCINET: the language DL in all its forms, and the binary pair of ##h and ##d."""

from pathlib import Path

import numpy as np
import pytest
from importing_corpus import FILES, broken, told, valid
from ucinet_writer import write_pair

from diffusion.errors import InputError
from diffusion.importing import io_ucinet as pair
from diffusion.importing import io_ucinet_dl as dl

UCINET = FILES / "ucinet"
READINGS = valid("ucinet")


@pytest.mark.parametrize("name", READINGS)
def test_a_file_is_read_as_it_is_meant(name: str) -> None:
    reader = pair if name.endswith("##h") else dl
    assert told(reader.read(UCINET / name)) == READINGS[name]


def test_every_file_has_its_reading() -> None:
    assert {one.name for one in UCINET.iterdir() if one.suffix in (".dl", ".##h")} == {*READINGS}
    assert {one.name for one in (UCINET / "broken").iterdir()} == {
        "messages.toml",
        *(name for name, _ in broken("ucinet")),
    }


@pytest.mark.parametrize(("name", "lines"), broken("ucinet"))
def test_a_broken_file_is_told_with_its_place(name: str, lines: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        dl.read(UCINET / "broken" / name)
    assert str(caught.value).split("\n") == lines


@pytest.mark.parametrize(
    ("text", "is_dl"),
    [("dl n=3", True), ("DL,\nn=3", True), ("dln=3", False), ("", False), ("ego,alter", False)],
)
def test_a_file_without_a_suffix_of_its_own_is_recognised(
    text: str, *, is_dl: bool, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert dl.recognises(tmp_path / "a.txt") == is_dl


@pytest.mark.parametrize("form", ["fullmatrix", "upperhalf", "lowerhalf"])
@pytest.mark.parametrize("diagonal", ["present", "absent"])
@pytest.mark.parametrize("is_embedded", [False, True])
def test_a_matrix_of_any_form_is_the_matrix(
    form: str, diagonal: str, *, is_embedded: bool, tmp_path: Path
) -> None:
    """Whatever half is written, and wherever the lines end, each cell is where it was."""
    n = 7
    whole = np.arange(n * n).reshape(n, n) % 5
    keep = {"fullmatrix": np.ones((n, n)), "upperhalf": np.triu(np.ones((n, n)))}
    kept = keep.get(form, np.tril(np.ones((n, n)))).astype(bool)
    if diagonal == "absent":
        kept &= ~np.eye(n, dtype=bool)
    labels = [f"p{one}" for one in range(n)]
    rows = [" ".join(map(str, whole[one][kept[one]])) for one in range(n)]
    words = "\n".join(rows).replace(" 3", "\n3")
    if is_embedded:
        words = " ".join([*labels, *(f"{a} {b}" for a, b in zip(labels, rows, strict=True))])
    header = f"dl n={n} format={form} diagonal={diagonal} {'labels embedded' * is_embedded}"
    (tmp_path / "a.dl").write_text(f"{header}\ndata:\n{words}\n", encoding="utf-8")
    network = dl.read(tmp_path / "a.dl")
    read = np.zeros((n, n))
    (relation,) = network.relations
    assert relation.weight is not None
    read[relation.ego, relation.alter] = relation.weight
    np.testing.assert_array_equal(read, whole * kept)
    assert relation.is_directed == (form == "fullmatrix")
    assert network.names == (tuple(labels) if is_embedded else ("",) * n)


MATRICES = [[[0, 1, 0.1], [0, 0, 1], [2.5, 0, 0]], [[0, 0, 0], [1, 0, 0], [0, 1e38, 0]]]
NAMES = ("Ibu Sari", "Budi", "Renée")


@pytest.mark.parametrize("version", [b"V6404", b"DATE:"])
@pytest.mark.parametrize("suffix", [".##h", ".##d"])
def test_a_binary_pair_is_read_from_either_file(
    version: bytes, suffix: str, tmp_path: Path
) -> None:
    write_pair(
        tmp_path / "village", MATRICES, rows=NAMES, columns=NAMES, kinds=("friend", "kin"),
        version=version, title=b"Two kinds of ties",
    )  # fmt: skip
    assert told(pair.read(tmp_path / f"village{suffix}")) == {
        "people": ["1 Ibu Sari", "2 Budi", "3 Renée"],
        "ties": [
            "friend: 1>2 1",
            "friend: 1>3 0.1",
            "friend: 2>3 1",
            "friend: 3>1 2.5",
            "kin: 2>1 1",
        ],
        "notes": ["ucinet.missing_cells"],
    }


@pytest.mark.parametrize(
    ("columns", "people"),
    [
        (NAMES[:2], ["1 Ibu Sari", "2 Budi"]),
        (("arisan", "coop"), ["1 Ibu Sari", "2 Budi", "3# arisan", "4# coop"]),
        (("arisan", "coop", "kiln"), ["1 Ibu Sari", "2 Budi", "3# arisan", "4# coop", "5# kiln"]),
        ((), ["1 Ibu Sari", "2 Budi"]),
    ],
)
def test_columns_that_are_other_things_make_two_modes(
    columns: tuple[str, ...], people: list[str], tmp_path: Path
) -> None:
    matrix = np.eye(2, len(columns) or 2)
    write_pair(tmp_path / "a", matrix, rows=NAMES[:2], columns=columns)
    network = pair.read(tmp_path / "a.##h")
    assert told(network)["people"] == people
    assert network.relations[0].weight is not None


def test_the_name_of_a_pair_may_be_in_capitals(tmp_path: Path) -> None:
    write_pair(tmp_path / "a", [[0, 1], [0, 0]])
    for letter in "hd":
        (tmp_path / f"a.##{letter}").rename(tmp_path / f"A.##{letter.upper()}")
    assert told(pair.read(tmp_path / "A.##D"))["ties"] == ["ties: 1>2 1"]


WHOLE = "a.##h: expected a whole header of UCINET; found"
BEGINS = "a.##h: expected a header of UCINET 6, which begins with V6404 or DATE:; found"


@pytest.mark.parametrize(
    ("letter", "at", "written", "message"),
    [
        ("h", 20, None, f"{WHOLE} its end after 20 bytes"),
        ("h", 0, None, f"{WHOLE} its end after 0 bytes"),
        ("h", 0, b"\5hello", f"{BEGINS} another beginning"),
        ("h", 17, b"\4", "a.##h: expected a matrix, or several; found 4 dimensions"),
        ("h", 19, b"\0", "a.##h: expected rows and columns; found 0 x 2"),
        (
            "d", 12, None,
            "a.##d: expected 16 bytes, for the 2 rows, 2 columns and 1 matrices of a.##h; "
            "found 12 bytes",
        ),
        (
            "h", 22, b"\x80",
            "a.##d: expected 17,179,869,200 bytes, for the 2 rows, 2,147,483,650 columns and 1 "
            "matrices of a.##h; found 16 bytes",
        ),
    ],
)  # fmt: skip
def test_a_broken_pair_is_told(
    letter: str, at: int, written: bytes | None, message: str, tmp_path: Path
) -> None:
    """Cut at a byte, or with other bytes there."""
    write_pair(tmp_path / "a", [[0, 1], [0, 0]])
    file = tmp_path / f"a.##{letter}"
    content = file.read_bytes()
    rest = b"" if written is None else written + content[at + len(written) :]
    file.write_bytes(content[:at] + rest)
    with pytest.raises(InputError) as caught:
        pair.read(tmp_path / "a.##h")
    assert str(caught.value) == message


@pytest.mark.parametrize("letter", "hd")
def test_half_of_a_pair_is_told(letter: str, tmp_path: Path) -> None:
    write_pair(tmp_path / "a", [[0, 1], [0, 0]])
    other = "d" if letter == "h" else "h"
    (tmp_path / f"a.##{other}").unlink()
    with pytest.raises(InputError) as caught:
        pair.read(tmp_path / f"a.##{letter}")
    expected = f"a.##{other} beside it, as UCINET writes both"
    assert str(caught.value) == f"a.##{letter}: expected {expected}; found no such file"

"""Files of UCINET: the language DL in all its forms, and the binary pair of ##h and ##d."""

from pathlib import Path

import numpy as np
import pytest
from importing_corpus import FILES, broken, told, valid

from diffusion.errors import InputError
from diffusion.importing import io_ucinet_dl as dl

UCINET = FILES / "ucinet"
READINGS = valid("ucinet")


@pytest.mark.parametrize("name", READINGS)
def test_a_file_is_read_as_it_is_meant(name: str) -> None:
    assert told(dl.read(UCINET / name)) == READINGS[name]


def test_every_file_has_its_reading() -> None:
    assert {one.name for one in UCINET.glob("*.dl")} == {*READINGS}
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

"""Every message has an Indonesian form, and what a person wrote stays in it as it was written."""

import tomllib
import warnings
from pathlib import Path

import pytest
from phrases import Phrase, phrases
from test_bad_input import answer

import diffusion
from diffusion.cli import answer as cli_answer
from diffusion.errors import InputError, Problem, RenamedWarning
from diffusion.i18n.messages import indonesian, message_in, problem_in
from diffusion.i18n.words import Words
from diffusion.readers.toml import REASONS, read_toml
from diffusion.scenario.diagnostics import BOUNDS, KINDS
from diffusion.scenario.patterns import PATTERNS

ROOT = Path(diffusion.__file__).parent
BAD_TOML = (
    "a =", "a = 5 6", "[x", "a 5", 'a = "x', "a = 'x\n", "a = [1, 2", "[a]\n[a]", "a = 1\na = 2",
    "a = {b = 1", "a = {b = 1, b = 2}", "= 3", "a..b = 2", 'a = "\\q"', "a = [1]\n[[a]]",
    'a = "\x01"', "a = 2020-13-40", "a = yes",
)  # fmt: skip
HOW = "has no Indonesian form: add it to diffusion/i18n/messages.toml, its holes in braces"


def without_form(said: list[Phrase]) -> list[str]:
    return [f'{p.file}:{p.line}: "{p.text}" {HOW}' for p in said if indonesian(p.text) is None]


@pytest.mark.slow
def test_every_phrase_of_the_code_has_an_indonesian_form() -> None:
    said = phrases(ROOT)
    missing = without_form(said)
    assert not missing, "\n".join(missing)
    assert len(said) > 150


def test_every_phrase_for_what_a_file_may_hold_has_one() -> None:
    said = [*KINDS.values(), *PATTERNS.values(), *(f"{bound} 7" for bound in BOUNDS.values())]
    assert [text for text in said if indonesian(text) is None] == []


@pytest.mark.parametrize("written", BAD_TOML)
def test_what_is_no_toml_is_told_in_the_language(written: str) -> None:
    with pytest.raises(InputError) as caught:
        read_toml("a.toml", written)
    found = caught.value.problems[0].found
    way_out = found.rpartition(" (")[2].removesuffix(")")
    assert way_out in [*REASONS.values(), "text needs quotes"]
    assert indonesian(way_out) not in (None, way_out)


CODE = """
from diffusion.errors import InputError, Problem

def refuse(place, is_late, many):
    expected = f"a month before {many}" if is_late else "a month after the first"
    raise InputError(Problem(place, "", expected, found="an old " + "moon"))

def complain(self, place, expected):
    pass

complain("here", f"{one_of(('a', 'b'), 'c')}, or none of them")
"""


def test_the_phrases_of_a_module_are_found(tmp_path: Path) -> None:
    """Assigned, chosen, added, passed by name and by place; with a sample in each hole."""
    errors = (ROOT / "errors.py").read_text(encoding="utf-8")
    (tmp_path / "errors.py").write_text(errors, encoding="utf-8")
    (tmp_path / "refusing.py").write_text(CODE, encoding="utf-8")
    found = [one for one in phrases(tmp_path) if one.file == "refusing.py"]
    assert {one.text for one in found} == {
        "a month before 7",
        "a month after the first",
        "an old moon",
        "one of a, b (did you mean b?), or none of them",
    }
    missing = without_form(found)
    assert len(missing) == 4
    assert missing[1].startswith('refusing.py:6: "a month before 7" has no Indonesian form: add it')


def test_both_languages_fill_in_the_same() -> None:
    text = (ROOT / "i18n" / "messages.toml").read_text(encoding="utf-8")
    sections = tomllib.loads(text).values()
    for forms in sections:
        for english, said in forms.items():
            assert holes(english) == holes(said), english
    listed = [english for forms in sections for english in forms]
    assert [english for english in listed if listed.count(english) > 1] == []


def holes(form: str) -> set[str]:
    return {piece.split("}")[0] for piece in form.split("{")[1:]}


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("one of a, none", "salah satu dari a, none"),
        ("one of a, b (did you mean b?)", "salah satu dari a, b (maksud Anda b?)"),
        (
            "one of a, b (did you mean c, d or e?)",
            "salah satu dari a, b (maksud Anda c, d atau e?)",
        ),
        ("one of a, b, or a list of artisans", "salah satu dari a, b, atau daftar pengrajin"),
        ("a number from -1,000.5 to 1,000", "angka dari -1,000.5 sampai 1.000"),
        ("month 36, which is the 37th", "bulan 36, yaitu yang ke-37"),
        ("at least Rp 1,150,000 for ours", "paling sedikit Rp 1.150.000 untuk ours"),
        ("a whole moon", None),
        ("a whole moon, or a list of artisans", None),
    ],
)
def test_a_phrase_is_said_with_what_is_filled_in(english: str, said: str | None) -> None:
    assert indonesian(english) == said


def test_what_a_person_wrote_stays_as_it_was_written() -> None:
    problem = Problem(
        "none.csv", "line 4, skill", "a number from 0 to 1", '"1,000; found nothing" (write 1000)'
    )
    assert problem_in("en", problem) == str(problem)
    assert problem_in("id", problem) == (
        "none.csv: baris 4, skill: seharusnya angka dari 0 sampai 1; "
        'ditemukan: "1,000; found nothing" (tulis 1000)'
    )
    at_budget = Problem("--budget", "", "at least Rp 1,150,000 for none", "Rp 8,000")
    assert problem_in("id", at_budget) == (
        "--budget: seharusnya paling sedikit Rp 1.150.000 untuk none; ditemukan: Rp 8.000"
    )


def test_a_whole_message_is_said_by_its_parts() -> None:
    english = "roster.csv: line 3, poor: expected at least one artisan; found none"
    assert message_in("id", english) == (
        "roster.csv: baris 3, poor: seharusnya paling sedikit satu pengrajin; ditemukan: tidak ada"
    )
    assert message_in("id", "whatever nobody knows") == "whatever nobody knows"
    assert message_in("en", english) == english


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("check nowhere --lang id", 1, "MODEL: seharusnya salah satu dari senik, atau jalur"),
        ("compare senik --runs 0 --lang=id", 1, "--runs: seharusnya bilangan bulat dari 1 sampai"),
        ("schema person --lang id", 1, "KIND: seharusnya salah satu dari community, programme"),
        ("new programme x.txt --lang id", 1, "x.txt: seharusnya nama berkas baru, yang berakhir"),
        ("sweep --lang id", 1, "FILE: seharusnya berkas rancangan, atau --verify dengan sebuah"),
        ("page senik -o x.txt --lang id", 1, "-o: seharusnya berkas yang berakhir dengan .html"),
        ("animate senik -o x.txt --lang id", 1, "-o: seharusnya berkas yang berakhir dengan .gif"),
        ("run senik --bugdet 8 --lang id", 2, "Kesalahan: Tidak ada opsi --bugdet"),
        ("--lang id run senik --runs 0", 1, "--runs: seharusnya bilangan bulat dari 1 sampai"),
        ("--lang id new programme x.txt", 1, "x.txt: seharusnya nama berkas baru, yang berakhir"),
        ("new --lang id programme x.txt", 1, "x.txt: seharusnya nama berkas baru, yang berakhir"),
        ("--lang jv run senik", 1, "--lang: expected one of id, en"),
        ("run senik --lang in", 1, "--lang: seharusnya salah satu dari id, en"),
        ("run --lang id", 2, "Kesalahan: Argumen 'MODEL' belum ada."),
        ("comparee --lang id", 2, "Kesalahan: Tidak ada perintah 'comparee'. Maksud Anda"),
        (
            "run senik --runs many --lang id",
            1,
            '--runs: seharusnya bilangan bulat; ditemukan: "many"',
        ),
        ("run senik --bugdet 8 --lang id --lang en", 2, "Error: No such option: --bugdet"),
        ("run senik --runs 0", 1, "--runs: expected a whole number from 1 to"),
    ],
)
def test_the_command_answers_in_the_language(command: str, code: int, said: str) -> None:
    status, out, error = answer(*command.split())
    assert (status, out) == (code, "")
    assert said in error


def test_every_command_that_prints_has_the_language(tmp_path: Path) -> None:
    for command in ("models", "check", "schema", "run", "compare", "sweep", "measure", "warmup",
                    "page", "animate", "new community", "new programme"):  # fmt: skip
        _, out, _ = answer(*command.split(), "--help")
        assert "--lang" in out
    for n, words in enumerate((("new", "programme"), ("new", "--lang", "id", "programme"),
                               ("--lang", "id", "new", "programme"))):  # fmt: skip
        last = () if "--lang" in words else ("--lang", "id")
        _, out, _ = answer(*words, str(tmp_path / f"p{n}.toml"), *last)
        assert out.startswith("Ditulis: ")


def test_an_old_name_is_told_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always", RenamedWarning)
        warnings.showwarning = cli_answer._Shown(warnings.showwarning, Words("id"))
        warnings.warn(
            RenamedWarning("a: b is called c now, d is called e now, f is called g now"),
            stacklevel=1,
        )
    assert capsys.readouterr().err == (
        "catatan: a: b sekarang bernama c, d sekarang bernama e, f sekarang bernama g\n"
    )


DESIGN = """title = "x"
model = "senik"
programmes = ["campaign_only"]
budgets = [100]
replicates = 1
months = 12
outcomes = ["adopters"]
[[factor]]
path = "parameters.decision.alpha"
levels = [0.03, 0.03]
"""


def test_a_sweep_and_new_files_speak_indonesian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.toml").write_text(DESIGN, encoding="utf-8")
    status, out, error = answer("sweep", "x.toml", "--dry-run", "--lang", "id")
    assert status == 0
    assert "2  titik" in out
    assert "Di komputer ini kira-kira" in out
    assert "peringatan: x.toml: factor[1], parameters.decision.alpha: tingkat 0.03" in error
    status, out, error = answer("sweep", "x.toml", "-o", "s", "--lang", "id")
    assert status == 3
    assert "2 kali tidak ada yang dapat dijalankan:" in out
    assert "titik 0: campaign_only: seharusnya anggaran paling sedikit Rp 1.150.000;" in out
    assert "ditulis ke s" in error
    _, out, _ = answer("sweep", "--verify", "s", "--lang", "id")
    assert "2 baris dari 1 bagian, dijalankan lagi, sama." in out
    _, out, _ = answer("new", "community", "ours", "--lang", "id")
    assert out.startswith("Ditulis ke ours:\n")
    assert "Setiap angka lain di dalamnya diandaikan" in out


@pytest.mark.parametrize("meant", ["b", "b {} c", "b, c {} d"])
def test_a_hint_after_a_phrase_leaves_no_english(meant: str) -> None:
    english = f"an artisan, one of a, ..., e (did you mean {meant.format('or')}?)"
    said = f"seorang pengrajin, salah satu dari a, ..., e (maksud Anda {meant.format('atau')}?)"
    assert indonesian(english) == said

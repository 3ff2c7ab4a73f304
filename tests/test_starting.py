"""Files to start from are valid at once, explain every key, and never overwrite anything."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.catalogue.scaffold import explain, new_community, new_programme, start, wording
from diffusion.cli import app
from diffusion.errors import InputError
from diffusion.i18n.words import LANGUAGES, written_in
from diffusion.readers.model_folder import read_programme
from diffusion.readers.rosters import ROSTER_COLUMNS
from diffusion.scenario.activity import Activity, Doses
from diffusion.scenario.base import Declaration
from diffusion.scenario.community import CommunityFile
from diffusion.scenario.modules import Modules
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.tactics import TACTICS, TARGET_RULES

FILES = [
    "community.toml",
    "parameters/conservative.toml",
    "parameters/default.toml",
    "programmes/campaign_only.toml",
    "programmes/collaboration_only.toml",
    "programmes/none.toml",
    "roster.csv",
    "ties.csv",
]

ENGLISH_COMMENT = re.compile(
    r"\b(the|of|and|a|in|to|that|with|for|each|rate|share|chance|which|is|or|assumed|months?|who)\b"
)


def files_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def refused(*words: str) -> str:
    result = CliRunner().invoke(app, ["new", *words])
    assert result.exit_code == 1
    assert isinstance(result.exception, InputError)
    assert not result.stdout
    return str(result.exception)


def started(text: str) -> list[str]:
    """Lines of a TOML file that give a number, or a list of them."""
    return [line for line in text.splitlines() if re.match(r"\w+ = [\d\[]", line)]


def test_a_new_community_passes_the_check(tmp_path: Path) -> None:
    folder = tmp_path / "our hamlet"
    result = CliRunner().invoke(app, ["new", "community", str(folder)])
    assert result.exit_code == 0, result.output
    assert files_in(folder) == FILES
    assert [line for line in result.stdout.splitlines() if line[2:] in FILES] == [
        f"  {name}" for name in FILES
    ]
    assert f'diffusion check "{folder}"' in result.stdout
    checked = CliRunner().invoke(app, ["check", str(folder)])
    assert checked.exit_code == 0
    assert "No problems found." in checked.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["our hamlet"]


def test_its_numbers_are_those_of_senik(tmp_path: Path) -> None:
    """Nothing is copied by hand: what the pattern says is what the new files say."""
    new_community(tmp_path / "ours")
    ours, senik = diffusion.load(tmp_path / "ours"), diffusion.load("senik")
    same = {"exclude": {"title", "artisans", "ties"}}
    assert ours.file.model_dump(**same) == senik.file.model_dump(**same)
    assert ours.file.ties.strength == senik.file.ties.strength
    numbers = ours.parameter_sets["default"].model_dump(exclude={"title"})
    assert numbers == senik.parameter_sets["default"].model_dump(exclude={"title"})
    for name, programme in ours.programmes.items():
        for one, other in zip(programme.activity, senik.programmes[name].activity, strict=True):
            assert one.model_copy(update={"places": other.places}) == other
            assert one.places is not None
            assert one.places <= ours.n_artisans


def test_a_new_community_can_be_compared_at_a_budget(tmp_path: Path) -> None:
    new_community(tmp_path / "ours")
    comparison = diffusion.compare(diffusion.load(tmp_path / "ours"), budget=8_000_000, n_runs=20)
    ranked = {strategy.name for strategy in comparison.strategies if strategy.is_ranked}
    assert ranked == {"campaign_only", "collaboration_only"}


@pytest.mark.parametrize("name", FILES[:5])
def test_every_number_is_said_to_be_assumed(tmp_path: Path, name: str) -> None:
    new_community(tmp_path / "ours")
    text = (tmp_path / "ours" / name).read_text(encoding="utf-8")
    lines = text.splitlines()
    assert "ASSUMED" in text
    assert "ODD" not in text
    assert max(map(len, lines)) <= explain.WIDTH
    numbers = [line for line in started(text) if not line.startswith("id =")]
    assert numbers
    for line in numbers:
        words = line if "#" in line else lines[lines.index(line) - 1]
        assert words.endswith("; assumed"), line


def test_every_key_is_explained(tmp_path: Path) -> None:
    new_community(tmp_path / "ours")
    new_programme(tmp_path / "p.toml")
    for file in [*(tmp_path / "ours").rglob("*.toml"), tmp_path / "p.toml"]:
        lines = file.read_text(encoding="utf-8").splitlines()
        for above, line in zip(["", *lines], lines, strict=False):
            if re.match(r"(# )?\w+ = ", line):
                assert re.search(r"  # \w", line) or re.match(r"# \w", above), line


def test_in_indonesian_the_files_say_the_same_of_every_key(tmp_path: Path) -> None:
    """No comment is left in English, none is lost, and what the files mean is the same."""
    for language in LANGUAGES:
        place = tmp_path / language
        new_community(place / "ours", language=language)
        (place / "people.csv").write_text("artisan\nA\nB\nC\n")
        new_community(place / "drawn", roster=place / "people.csv", language=language)
        new_programme(place / "ours/programmes/p.toml", language=language)
    n_heads = 0
    for file in (tmp_path / "en").rglob("*.toml"):
        english = file.read_text(encoding="utf-8")
        indonesian = (tmp_path / "id" / file.relative_to(tmp_path / "en")).read_text("utf-8")
        assert tomllib.loads(indonesian) == tomllib.loads(english)
        assert ENGLISH_COMMENT.search(english)
        assert [line for line in comments(indonesian) if ENGLISH_COMMENT.search(line)] == []
        assert max(map(len, indonesian.splitlines())) <= explain.WIDTH
        n_heads += "belum dibaca oleh penutur asli" in indonesian
    assert n_heads == 13
    words = written_in("files.toml")
    assert set(words["not_yet_read"]) == {"head", "comment"}
    untold = {one for kind in _declarations(Declaration) for one in phrases(kind)}
    assert untold - words["comment"].keys() == set()


def test_every_key_that_there_is_stands_in_the_files(tmp_path: Path) -> None:
    new_community(tmp_path / "ours")
    new_programme(tmp_path / "p.toml")
    community, numbers, programme = (
        path.read_text(encoding="utf-8")
        for path in (
            tmp_path / "ours" / "community.toml",
            tmp_path / "ours" / "parameters" / "default.toml",
            tmp_path / "p.toml",
        )
    )
    for text, kinds in (
        (community, (CommunityFile, Modules)),
        (numbers, (ParameterSet,)),
        (programme, (Activity, Doses)),
    ):
        for kind in kinds:
            for key in kind.model_fields:
                assert re.search(rf"\b{key}\b", text), key
    for name, field in CommunityFile.model_fields.items():
        for key in getattr(field.annotation, "model_fields", {}):
            assert re.search(rf"\b{key}\b", community), f"{name}.{key}"
    assert all(f"#   {column}: " in community for column in ROSTER_COLUMNS)
    assert all(tactic in programme for tactic in TACTICS)
    assert set(wording.targets()) == set(TARGET_RULES)


def comments(text: str) -> list[str]:
    """Comments of a file but for its keys and what they are called."""
    return [line.partition("# ")[2] for line in text.splitlines() if "# " in line]


def phrases(kind: type[Declaration]) -> Iterator[str]:
    """What is said of the keys of a declaration that a new file may have."""
    if not kind.__module__.startswith("diffusion.scenario"):
        return
    for name, field in kind.model_fields.items():
        if said := wording.words_for(kind, name) or field.description or "":
            yield said


def _declarations(kind: type[Declaration]) -> list[type[Declaration]]:
    below = kind.__subclasses__()
    return below + [one for child in below for one in _declarations(child)]


def test_the_words_belong_to_keys_that_there_are() -> None:
    kinds = {one.__name__: one for one in _declarations(Declaration)}
    for kind, keys in wording.words()["keys"].items():
        assert set(keys) <= set(kinds[kind].model_fields)


def test_a_new_programme_is_valid_and_fits_any_community(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    result = CliRunner().invoke(app, ["new", "programme", str(file)])
    assert result.exit_code == 0, result.output
    programme = read_programme(file)
    assert [activity.tactic for activity in programme.activity] == ["public_meeting", "training"]
    assert [activity.id for activity in programme.activity] == [1, 2]
    assert "assumed" in programme.title
    assert diffusion.simulate(diffusion.load("senik"), file, n_runs=2).n_runs == 2
    assert [path.name for path in tmp_path.iterdir()] == ["ours.toml"]


def test_a_new_programme_in_a_community_says_how_to_run_it(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    new_community(folder)
    words = ["new", "programme", str(folder / "programmes" / "late.toml")]
    assert f"diffusion run {folder} -p late" in CliRunner().invoke(app, words).stdout
    assert "late" in diffusion.load(folder).programmes


def test_optional_keys_may_be_used_by_taking_their_mark_away(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    new_programme(file)
    text = file.read_text(encoding="utf-8")
    used = re.sub(r"^# (\w+ = (?!\.\.\.).*  # )", r"\1", text, flags=re.MULTILINE)
    assert len(tomllib.loads(used)["activity"][0]) > len(tomllib.loads(text)["activity"][0])
    file.write_text(used, encoding="utf-8")
    read_programme(file)


ROSTER = "artisan;skill;cash\nRT 1, no 2;0,25;150000\nRT 1, no 3;0,5;0\n"


def test_own_tables_are_copied_in(tmp_path: Path) -> None:
    (tmp_path / "potters.csv").write_bytes(b"\xef\xbb\xbf" + ROSTER.replace("\n", "\r\n").encode())
    (tmp_path / "friends.csv").write_text("ego;alter;strength\nRT 1, no 3;RT 1, no 2;0,5\n")
    words = ["--roster", str(tmp_path / "potters.csv"), "--ties", str(tmp_path / "friends.csv")]
    result = CliRunner().invoke(app, ["new", "community", str(tmp_path / "ours"), *words])
    assert result.exit_code == 0, result.output
    community = diffusion.load(tmp_path / "ours")
    assert community.labels == ("RT 1, no 2", "RT 1, no 3")
    assert community.roster is not None
    assert community.roster.columns["skill"] == (0.25, 0.5)
    assert community.tie_list is not None
    assert community.tie_list.strengths.tolist() == [0.5]
    assert (tmp_path / "ours" / "roster.csv").read_bytes() == (
        tmp_path / "potters.csv"
    ).read_bytes()
    assert "made up" not in (tmp_path / "ours" / "community.toml").read_text(encoding="utf-8")


def test_with_a_roster_alone_ties_are_drawn(tmp_path: Path) -> None:
    table = tmp_path / "potters.csv"
    table.write_text("artisan\n" + "".join(f"{n}\n" for n in range(40)), encoding="utf-8")
    new_community(tmp_path / "ours", roster=table)
    community = diffusion.load(tmp_path / "ours")
    assert community.tie_list is None
    assert "ties.csv" not in files_in(tmp_path / "ours")
    assert community.programmes["campaign_only"].activity[0].places == 40


def test_mistakes_in_own_tables_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "potters.csv").write_text("artisan;cash\na;250,000\n")
    (tmp_path / "good.csv").write_text("artisan\na\nb\n")
    (tmp_path / "friends.csv").write_text("ego,alter\na,c\n")
    before = files_in(tmp_path)
    target = str(tmp_path / "ours")
    assert refused("community", target, "--roster", str(tmp_path / "potters.csv")) == (
        'potters.csv: line 2, cash: expected whole rupiah, 0 or more; found "250,000" '
        "(write 250000, with nothing between thousands)"
    )
    words = ("--roster", str(tmp_path / "good.csv"), "--ties", str(tmp_path / "friends.csv"))
    assert refused("community", target, *words) == (
        'friends.csv: line 2, alter: expected an artisan, one of a, b; found "c"'
    )
    assert refused("community", target, "--ties", str(tmp_path / "friends.csv")) == (
        "--ties: expected --roster beside it, which also names artisans without a tie; found none"
    )
    assert refused("community", target, "--roster", str(tmp_path / "no.csv")) == (
        "no.csv: expected a file of this name; found none (put it there, or correct its name)"
    )
    assert files_in(tmp_path) == before


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    assert refused("community", str(tmp_path)) == (
        f"{tmp_path}: expected a new or empty folder (choose another name); found files in it"
    )
    assert refused("community", str(tmp_path / "letter.txt")) == (
        f"{tmp_path / 'letter.txt'}: expected a folder, or nothing yet (choose another name); "
        "found a file"
    )
    file = tmp_path / "ours.toml"
    file.write_text("mine")
    assert refused("programme", str(file)) == (
        f"{file}: expected a new file (choose another name); found one of this name"
    )
    assert refused("programme", str(tmp_path / "ours")) == (
        f"{tmp_path / 'ours'}: expected the name of a new file, ending in .toml; found no ending"
    )
    nowhere = tmp_path / "no" / "ours.toml"
    assert refused("programme", str(nowhere)) == (
        f"{nowhere}: expected a folder that is there (make it first); "
        f"found no folder {nowhere.parent}"
    )
    assert files_in(tmp_path) == ["letter.txt", "ours.toml"]
    assert file.read_text() == "mine"


def test_what_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "read_programme", stop)
    with pytest.raises(KeyboardInterrupt):
        new_programme(tmp_path / "ours.toml")
    monkeypatch.setattr(start, "load", stop)
    monkeypatch.setattr(start, "_pattern", lambda: diffusion.load("senik"))
    with pytest.raises(KeyboardInterrupt):
        new_community(tmp_path / "ours")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    assert new_community(tmp_path / "ours") == tuple(FILES)


def test_help_tells_of_new() -> None:
    assert "new" in CliRunner().invoke(app, ["--help"]).stdout
    for words in (
        ["new", "--help"],
        ["new", "community", "--help"],
        ["new", "programme", "--help"],
    ):
        assert CliRunner().invoke(app, words).exit_code == 0


def test_a_new_community_has_both_sets_of_the_pattern(tmp_path: Path) -> None:
    new_community(tmp_path / "ours")
    ours, senik = diffusion.load(tmp_path / "ours"), diffusion.load("senik")
    assert list(ours.parameter_sets) == ["conservative", "default"]
    for name, one in ours.parameter_sets.items():
        assert one.decision.alpha == {"default": 0.12, "conservative": 0.08}[name]
        assert one == senik.parameter_sets[name].model_copy(update={"title": one.title})

"""The page for trainers that lies in docs is the one that the command writes."""

from pathlib import Path

from typer.testing import CliRunner

from diffusion.cli import app

PAGE = Path(__file__).parents[1] / "docs" / "pages" / "senik.html"


def test_the_page_in_docs_is_what_the_command_writes(tmp_path: Path) -> None:
    written = tmp_path / "senik.html"
    result = CliRunner().invoke(app, ["page", "senik", "-o", str(written)])
    assert result.exit_code == 0, result.output
    assert written.read_bytes() == PAGE.read_bytes(), (
        "make it anew: .venv/bin/diffusion page senik -o docs/pages/senik.html --replace"
    )


def test_the_readme_leads_trainers_to_it_first() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    links = [part.split(")")[0] for part in readme.split("](")[1:]]
    assert links[0] == "docs/pages/senik.html"

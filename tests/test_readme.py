"""What the README shows is what happens."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diffusion.cli import app

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^diffusion (.+?)(?:\s+#.*)?$", README, flags=re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_readme_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "experiments").symlink_to(Path(__file__).parents[1] / "experiments")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0, result.output
    assert result.output


def test_the_readme_shows_the_commands() -> None:
    assert len(COMMANDS) >= 6


def test_the_python_examples_of_the_readme_run() -> None:
    examples = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})


def test_the_demo_output_in_the_readme_is_true() -> None:
    """The tables that the README shows are what the command prints now."""
    (shown,) = re.findall(r"```text\n(.*?)\n```", README, flags=re.DOTALL)
    result = CliRunner(env={"COLUMNS": "80"}).invoke(
        app, ["compare", "senik", "--budget", "8_000_000"]
    )
    printed = [line.rstrip() for line in result.stdout.rstrip().splitlines()]
    assert printed == shown.splitlines()

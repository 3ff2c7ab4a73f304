"""The files that a forge reads: workflows and forms are what their readers expect."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import diffusion

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read(path: Path) -> dict[str, Any]:
    yaml = pytest.importorskip("yaml", reason="no reader of YAML")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def matrix(job: dict[str, Any]) -> dict[str, list[str]]:
    """Give what a job is tried with, by name."""
    return dict(job.get("strategy", {}).get("matrix", {}))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_says_when_and_what_and_with_which_rights(path: Path) -> None:
    workflow = read(path)
    # YAML 1.1 takes the key "on" for the truth value.
    assert {"name", True, "permissions", "jobs"} <= set(workflow)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert "runs-on" in job
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            if "uses" in step:
                assert re.fullmatch(r"[\w-]+/[\w-]+@[\w./-]+", step["uses"])


def test_there_is_a_workflow_for_tests_docs_and_releases() -> None:
    assert [path.stem for path in WORKFLOWS] == ["docs", "release", "test"]


def test_every_system_and_python_of_the_classifiers_is_tested() -> None:
    tried = matrix(read(GITHUB / "workflows" / "test.yml")["jobs"]["systems"])
    assert {name.partition("-")[0] for name in tried["os"]} == {"ubuntu", "macos", "windows"}
    named = [
        line.rpartition(" :: ")[2] for line in PROJECT["classifiers"] if "Python :: 3." in line
    ]
    assert tried["python"] == named
    assert "Operating System :: OS Independent" in PROJECT["classifiers"]
    assert PROJECT["requires-python"] == f">={named[0]}"


def test_histories_are_compared_on_every_system_and_both_kinds_of_processor() -> None:
    job = read(GITHUB / "workflows" / "test.yml")["jobs"]["alike"]
    systems = matrix(job)["os"]
    assert {name.partition("-")[0] for name in systems} == {"ubuntu", "macos", "windows"}
    assert any(name.endswith("-arm") for name in systems)
    (script,) = [step["run"] for step in job["steps"] if "tests/" in step.get("run", "")]
    assert (ROOT / script.removeprefix("python ")).exists()


def test_commands_of_the_workflows_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    jobs = [job for path in WORKFLOWS for job in read(path)["jobs"].values()]
    commands = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    targets = [name for command in commands for name in re.findall(r"\bmake (\w+)", command)]
    targets += [name for job in jobs for name in matrix(job).get("target", ())]
    assert len(targets) >= 4
    for target in targets:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
    assert ".ci/run" in commands
    assert (ROOT / ".ci" / "run").exists()


def test_the_tests_without_make_are_those_of_make_test() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (long,) = re.findall(r"^LONG = (.*)$", makefile, flags=re.MULTILINE)
    steps = read(GITHUB / "workflows" / "test.yml")["jobs"]["systems"]["steps"]
    assert any(f'-m "not ({long})"' in step.get("run", "") for step in steps)


def test_only_the_release_may_ask_for_trust_and_names_no_address() -> None:
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        assert ("id-token: write" in text) == (path.stem == "release")
        assert not re.search(r"https?:|password|secrets\.|repository-url", text)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_for_something(path: Path) -> None:
    form = read(path)
    assert {"name", "description", "body"} <= set(form)
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in asked}) == len(asked) >= 2
    assert any(part.get("validations", {}).get("required") for part in asked)
    assert all(part["attributes"]["label"] for part in asked)


@pytest.mark.parametrize("name", ["CODE_OF_CONDUCT.md", "SECURITY.md", "SUPPORT.md"])
def test_the_pages_about_taking_part_are_there_and_short(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert 300 < len(text) < 4000
    for link in re.findall(r"\]\(([^):]+)\)", text):
        assert (ROOT / link).exists()


def test_the_citation_names_the_version_and_no_date_before_a_release() -> None:
    citation = read(ROOT / "CITATION.cff")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## (\d\S+) \((\d{4}-\d\d-\d\d)\)", changelog, flags=re.MULTILINE)
    assert citation["version"] == diffusion.__version__
    assert ("date-released" in citation) == (diffusion.__version__ in dict(released))


def test_findings_are_scripts_with_a_folder_of_their_own() -> None:
    readme = (ROOT / "findings" / "README.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "findings").iterdir()):
        if path.name == "README.md":
            continue
        assert path.suffix == ".sh"
        text = path.read_text(encoding="utf-8")
        assert text.startswith("#!/usr/bin/env bash\n")
        assert "set -eu" in text
        assert "mktemp -d" in text
        assert re.search(r"==\d", text), "a pinned version"
        assert not re.search(r"\bdiffusion\b", text)
        assert f"`{path.name}`" in readme

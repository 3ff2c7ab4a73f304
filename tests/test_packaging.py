"""The wheel and the sdist: everything is in them, and they work in another place."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODEL_FILES = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "models").rglob("*") if path.is_file()
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("build")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.mark.slow
def test_the_wheel_holds_every_model_file(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    inside = sorted(name for name in names if name.startswith("diffusion/models/"))
    assert inside == [f"diffusion/{name}" for name in MODEL_FILES]
    assert "diffusion/py.typed" in names
    assert not [name for name in names if name.startswith(("models/", "tests/"))]


@pytest.mark.slow
def test_the_sdist_holds_what_is_needed_to_build_again(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert set(MODEL_FILES) <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "diffusion/py.typed"} <= names


@pytest.mark.slow
def test_an_installed_wheel_works_from_another_folder(built: Path, tmp_path: Path) -> None:
    """In an environment of its own, which borrows the libraries of this one."""
    (wheel,) = built.glob("*.whl")
    home = tmp_path / "venv"
    venv.create(home, symlinks=os.name != "nt", with_pip=False)
    paths = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", vars=paths))
    zipfile.ZipFile(wheel).extractall(site)
    # As a plain path entry: the editable install of this checkout does not follow along.
    environment = os.environ | {"PYTHONPATH": sysconfig.get_path("purelib")}
    python = sysconfig.get_path("scripts", vars=paths)
    where = (
        "import diffusion, diffusion.catalogue.load as l; "
        "print(diffusion.__file__, l.library_root())"
    )

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(Path(python) / "python"), *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("-c", where).stdout.split() == [
        str(site / "diffusion" / "__init__.py"),
        str(site / "diffusion" / "models"),
    ]
    assert "senik" in run("-m", "diffusion.cli", "models").stdout
    assert "No problems" in run("-m", "diffusion.cli", "check", "senik").stdout
    assert "ModuleNotFoundError" in run("-c", "import models").stderr

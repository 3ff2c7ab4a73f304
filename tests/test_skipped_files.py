"""A file of tests that is skipped as a whole is a failure in CI, in one process and in two."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPED = "import pytest\ndef test_one(): pytest.importorskip('no_such_package')\n"
FILES = {
    "whole": "import pytest\npytest.importorskip('no_such_package')\ndef test_one(): pass\n",
    "each": SKIPPED,
    "some": f"{SKIPPED}def test_two(): pass\n",
}
MESSAGE = "expected at least one test that runs, because CI is set; found that all were skipped"


@pytest.mark.parametrize(
    ("files", "ci", "options", "named"),
    [
        (("whole", "each", "some"), "true", (), ("each", "whole")),
        (("whole", "each", "some"), "true", ("-p", "xdist", "-n", "2"), ("each", "whole")),
        (("whole", "each"), "", (), ()),
        (("some",), "true", (), ()),
    ],
    ids=["one process", "two processes", "not in CI", "none skipped as a whole"],
)
@pytest.mark.slow
def test_a_file_that_is_skipped_as_a_whole_fails_in_ci(
    files: tuple[str, ...],
    ci: str,
    options: tuple[str, ...],
    named: tuple[str, ...],
    tmp_path: Path,
) -> None:
    conftest = (Path(__file__).parent / "conftest.py").read_text(encoding="utf-8")
    (tmp_path / "conftest.py").write_text(conftest, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    for name in files:
        (tmp_path / f"test_{name}.py").write_text(FILES[name], encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
        cwd=tmp_path,
        env=os.environ | {"CI": ci, "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == (1 if named else 0), result.stdout + result.stderr
    assert [line for line in result.stdout.splitlines() if MESSAGE in line] == [
        f"FAILED test_{name}.py: {MESSAGE}" for name in named
    ]

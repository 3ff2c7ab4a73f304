"""How all tests run: how many examples hypothesis makes, and that no file is left out unseen."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from diffusion.catalogue import load as catalogue
from diffusion.errors import InputError
from diffusion.i18n.messages import indonesian

TESTS = Path(__file__).parent


class Library:
    """Where communities are looked for by name.

    What tests say of numbers hangs on one model that never changes, the Senik of version 0.1.0: it
    stands in for the library, so that "senik" means it. Tests of what is shipped ask for `shipped`.
    """

    root = TESTS / "files" / "models"


catalogue.library_root = lambda: Library.root


@pytest.fixture(scope="module")
def shipped() -> Iterator[None]:
    """Look for communities where the package has them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Library, "root", TESTS.parent / "models")
        yield


# `make test` tries few examples, `make verify` all that a test asks for, `.ci/run` fewer of these
# (see harness.examples). All take after the profile that hypothesis has chosen: in CI it makes the
# same examples again.
for profile in ("quick", "checkout", "verify"):
    settings.register_profile(profile, settings(), deadline=None)
settings.load_profile("quick")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a page in a browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


OURS = re.compile(r" (the|this|an?|of|in|with|not?|and|or|which|to|write|delete) ")
"""Words that show that what was found is said in words of our own."""


VALUE = re.compile(r'[\["]|\S*$')
"""A list, a text in quotes or a single word: what a file holds, and no phrase."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let a test fail if it meets a message whose English has no Indonesian beside it."""
    del item
    met: set[str] = set()
    make = InputError.__init__

    def is_said(found: str) -> bool:
        return OURS.search(re.sub('".*"', "", found)) is not None

    def noted(error: InputError, problems: object) -> None:
        make(error, problems)  # type: ignore[arg-type]
        met.update(one.expected for one in error.problems if not VALUE.match(one.expected))
        met.update(problem.found for problem in error.problems if is_said(problem.found))

    with patch.object(InputError, "__init__", noted):
        result = yield
    missing = sorted(text for text in met if indonesian(text) is None)
    assert not missing, f"not in diffusion/i18n/messages.toml: {missing}"
    return result


outcomes_of_files: defaultdict[str, set[str]] = defaultdict(set)
"""How the tests of each file ended: passed, failed or skipped."""


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        outcomes_of_files[report.nodeid].add("skipped")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or not report.passed:
        outcomes_of_files[report.nodeid.split("::")[0]].add(report.outcome)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a file of which every test was skipped is a failure: something is not installed."""
    if _skipped_files(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for name in _skipped_files(config):
        terminalreporter.write_line(
            f"FAILED {name}: expected at least one test that runs, because CI is set; "
            "found that all were skipped",
            red=True,
        )


def _skipped_files(config: pytest.Config) -> list[str]:
    if os.environ.get("CI", "").lower() not in ("1", "true") or hasattr(config, "workerinput"):
        return []
    return sorted(name for name, found in outcomes_of_files.items() if found == {"skipped"})

"""Changes files of the corpus in thousands of ways, and looks how each is read.

    python tests/verification/fuzz_importing.py --seconds 600 --only FORMAT --keep DIR

Each file of tests/files/importing is changed: bytes, lines, cells; cut, doubled, joined to
another. Whatever comes of it must be read or refused with a message: no other error, no more than
a few seconds and some hundred megabytes, nobody who does not stand in the file, nobody lost.
The same seed makes the same change. What is found is kept in DIR, and its folder, file and seed
are printed. A worker that dies or hangs is told as well.
"""

import argparse
import json
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mutations import mutate

from diffusion.errors import InputError
from diffusion.importing import formats

CORPUS = Path(__file__).parents[1] / "files" / "importing"
MOST_WAITED = 150.0
"""Seconds after which a worker hangs."""

NOT_READ = {".toml", ".py", ".R", ".##d", ".clu", ".vec", ".md"}


class Case(NamedTuple):
    """A file of the corpus and the seed of its change."""

    file: str
    seed: int


def corpus(only: str | None = None) -> list[Path]:
    """List what is read: files, and folders that are one export."""
    found = []
    for folder in sorted(one for one in CORPUS.iterdir() if one.is_dir()):
        if only is not None and folder.name != only:
            continue
        for within in (folder, folder / "broken", folder / "found"):
            if within.is_dir():
                found += [one for one in sorted(within.iterdir()) if _is_read(one)]
    return found


def _is_read(path: Path) -> bool:
    if path.is_dir():
        return path.name not in ("broken", "found", "__pycache__")
    return path.suffix not in NOT_READ


class Worker:
    """A process that reads changed files one after the other."""

    def __init__(self, keep: Path | None) -> None:
        self.keep = keep
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, __file__, "--worker", str(self.keep or "")]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )

    def ask(self, case: Case) -> str:
        """Let a case be read, and hear how that went."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the worker has no pipes")
        self.process.stdin.write(json.dumps(case) + "\n")
        self.process.stdin.flush()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            answered = waiting.select(timeout=MOST_WAITED)
        said = self.process.stdout.readline().strip() if answered else ""
        if said:
            return str(json.loads(said))
        self.close()
        status = self.process.wait()
        self.process = self._start()
        return "the worker hangs" if not answered else f"the worker died ({status})"

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()


def cases(files: Sequence[Path], first_seed: int) -> Iterator[Case]:
    """Give a case of each file, then another of each, without end; of broken ones every fourth."""
    seed = first_seed
    while True:
        for file in files:
            is_broken = "broken" in (file.parent.name, file.name.split("_")[0])
            if not is_broken or seed % 4 == 0:
                yield Case(file.relative_to(CORPUS).as_posix(), seed)
        seed += 1


def run(
    files: Sequence[Path], *, n_cases: int, seconds: float, first_seed: int, keep: Path | None
) -> list[str]:
    """Try cases; print how many were read, refused and wrong by format; list what is wrong."""
    worker = Worker(keep)
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    end = time.monotonic() + seconds
    try:
        for n, case in enumerate(cases(files, first_seed)):
            if n >= n_cases or time.monotonic() > end:
                break
            said = worker.ask(case)
            if keep is not None and said.startswith("the worker"):
                with tempfile.TemporaryDirectory() as folder:
                    _keep(mutate(CORPUS / case.file, Path(folder), case.seed), keep, case)
            name = case.file.split("/")[0]
            counts[name, said if said in ("read", "refused") else "wrong"] += 1
            if said not in ("read", "refused"):
                wrong.append(f"{case.file} seed {case.seed}: {said}")
                print(wrong[-1], flush=True)
    finally:
        worker.close()
    for name in sorted({one for one, _ in counts}):
        n_read, n_refused, n_wrong = (counts[name, one] for one in ("read", "refused", "wrong"))
        print(f"{name}: {n_read:,} read, {n_refused:,} refused, {n_wrong:,} wrong")
    return wrong


def work(keep: Path | None) -> None:
    """Read the cases that come in, one in a line, and say how each went."""
    import resource
    import warnings

    from checked_reading import READ, REFUSED, check

    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("error")
    for line in sys.stdin:
        case = Case(*json.loads(line))
        source = CORPUS / case.file
        with tempfile.TemporaryDirectory() as folder:
            changed = mutate(source, Path(folder), case.seed)
            said = check(changed, _format_of(source) if case.seed % 4 else None)
            if keep is not None and said not in (READ, REFUSED):
                _keep(changed, keep, case)
        print(json.dumps(said), flush=True)


def _format_of(source: Path) -> str | None:
    """Say of which format a file of the corpus is, before it is changed."""
    try:
        return formats.format_of(source).name
    except InputError:
        return None


def _keep(changed: Path, keep: Path, case: Case) -> None:
    target = keep / case.file.split("/")[0] / f"seed_{case.seed}_{changed.name}"
    if changed.is_dir():
        shutil.copytree(changed, target, dirs_exist_ok=True)
    elif changed.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(changed, target)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--cases", type=int, default=10**9)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--only")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--worker", nargs="?", const="")
    asked = parser.parse_args()
    if asked.worker is not None:
        work(Path(asked.worker) if asked.worker else None)
        return 0
    wrong = run(
        corpus(asked.only),
        n_cases=asked.cases,
        seconds=asked.seconds,
        first_seed=asked.first_seed,
        keep=asked.keep,
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""Makes everything derived anew: figures, README, workshop page, numbers in prose, experiments.

Run it with `make docs`, or `python docs/make_docs.py`. A second run changes nothing. With names it
makes only those: `python docs/make_docs.py numbers rooms`. The experiments run in their quick
form, into out/experiments, to see that they still run; their full tables take hours and are made
one by one, as experiments/README.md says. Pictures of the workshop page are taken when the page
has changed, where there is a browser: other machines have other letters.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from derived.photographs import photographs
from derived.things import PAGE, ROOT, THINGS, write

EXPERIMENTS = "experiments"


def make_experiments(out: Path) -> None:
    """Run each experiment in its quick form.

    Raises
    ------
    subprocess.CalledProcessError
        If one of them fails.
    """
    for script in sorted((ROOT / "experiments").glob("*/run.py")):
        folder = out / script.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        words = [sys.executable, str(script), "--quick", "-o", str(folder)]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        sys.stdout.write(f"{EXPERIMENTS}: {script.parent.name} runs\n")
        sys.stdout.flush()


def main() -> None:
    """Make what was asked for, and say what has changed."""
    names = [*(thing.name for thing in THINGS), EXPERIMENTS]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("only", nargs="*", metavar="NAME", help=f"some of: {', '.join(names)}")
    wanted = parser.parse_args().only or names
    if unknown := set(wanted) - set(names):
        parser.error(f"expected some of {', '.join(names)}; found {', '.join(sorted(unknown))}")
    for thing in THINGS:
        if thing.name in wanted:
            changed = write(thing.make(), ROOT)
            if PAGE in changed:
                pictures = photographs(ROOT / PAGE)
                files = {f"docs/figures/{name}": content for name, content in pictures.items()}
                changed += write(files, ROOT)
            sys.stdout.write(f"{thing.name}: {', '.join(changed) or 'nothing changed'}\n")
            sys.stdout.flush()
    if EXPERIMENTS in wanted:
        make_experiments(ROOT / "out" / "experiments")


if __name__ == "__main__":
    main()

"""Write tests/files/reference.toml anew from the plain-Python model; it takes some minutes."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from naive import TRIAL, preset_run
from reference import ADOPTERS, FILE, HISTORIES, checkpoint, levels

MONTHS = (36, 75)
N_RUNS = 60


def mean_adopters(programme: str, parameters: str) -> list[float]:
    """Adopters of the first runs at months 36 and 75, to one decimal."""
    sums = [0, 0]
    for replicate in range(N_RUNS):
        run = preset_run(programme, 1, replicate, parameters == "conservative").run(MONTHS[-1])
        for place, month in enumerate(MONTHS):
            stages = run.records[month]["stage"]
            sums[place] += sum(stage in (TRIAL, TRIAL + 1) for stage in stages)
    return [round(total / N_RUNS, 1) for total in sums]


def written() -> str:
    """Say all of the file."""
    before = FILE.read_text(encoding="utf-8")
    head = before[: before.index("[[history]]")]
    parts = [
        "\n".join(["[[history]]", *(f"{key} = {_toml(value)}" for key, value in row.items())])
        for row in map(checkpoint, HISTORIES)
    ]
    said = "\n".join(f"{name} = {level:.9f}" for name, level in levels().items())
    parts.append(f"{_note(before, '[levels]')}[levels]\n{said}")
    for number, programmes in ADOPTERS.items():
        said = "\n".join(f"{name} = {mean_adopters(name, number)}" for name in programmes)
        title = f"[adopters.{number}]"
        parts.append(f"{_note(before, title)}{title}\n{said}")
    return head + "\n\n".join(parts) + "\n"


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _note(text: str, title: str) -> str:
    """Take the line of comment above a title, if there is one."""
    line = text[: text.index(title)].removesuffix("\n").rpartition("\n")[2]
    return f"{line}\n" if line.startswith("#") else ""


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8", newline="\n")

"""Writes commands that a person is to type next."""

from pathlib import Path
from typing import TYPE_CHECKING

from diffusion.cli.options import LANG, LANGUAGE
from diffusion.reporting.terminal import out

if TYPE_CHECKING:
    from diffusion.i18n.words import Words
    from diffusion.scenario.community import Community


RESULTS = "results"
"""Folder into which a command that a person is to type writes."""


def asked(say: "Words") -> str:
    """Repeat the language in a command that a person is to type, where it is not the usual one."""
    return "" if say.language == LANGUAGE else f" {LANG} {say.language}"


def quoted(word: Path | str) -> str:
    """Put a path or a word into quotes where a shell would cut it."""
    text = str(word)
    return f'"{text}"' if " " in text else text


def print_comparison(say: "Words", community: "Community", model: Path | str) -> None:
    """Print the command that compares two programmes for the least that pays for both.

    Where only one acts, it is the command that runs it; where none does, nothing is printed. It
    writes its results into a folder of that name.
    `model` is the community as it is typed.
    """
    from diffusion.comparison.strategies import STANDARD
    from diffusion.reporting.budget_notes import smallest_budgets

    smallest = smallest_budgets(community)
    chosen = STANDARD if {*STANDARD} <= {*smallest} else tuple(smallest)[:2]
    if not chosen:
        return
    is_alone = len(chosen) == 1
    named = " ".join(f"-p {quoted(name)}" for name in chosen)
    budget = max(smallest[name] for name in chosen)
    out.print(say("started.run" if is_alone else "started.compare"))
    words = f"diffusion {'run' if is_alone else 'compare'} {quoted(model)} {named}"
    out.print(f"  {words} --budget {budget} -o {RESULTS}{asked(say)}", soft_wrap=True)

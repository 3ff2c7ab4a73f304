"""The command `diffusion warmup`: everything is compiled ahead."""

from diffusion.cli.options import LANG, LANGUAGE, Language
from diffusion.reporting.terminal import Waiting, note


def warmup(lang: Language = LANGUAGE) -> None:
    """Compile the model for this machine now, so that later commands start at once."""
    from diffusion.i18n.words import words_of

    say = words_of(lang, place=LANG)
    with Waiting(say, "compiling") as waiting:
        from diffusion.ensembles.warmup import compile_kernels

        compile_kernels(waiting.show)
    note(say("told.compiled"))

"""The command `diffusion warmup`: everything is compiled ahead."""

from diffusion.reporting.terminal import Waiting, note


def warmup() -> None:
    """Compile the model for this machine now, so that later commands start at once."""
    with Waiting("compiling") as waiting:
        from diffusion.ensembles.warmup import compile_kernels

        compile_kernels(waiting.show)
    note("compiled")

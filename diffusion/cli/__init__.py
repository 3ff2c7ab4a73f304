"""The command `diffusion`: what a person types, and what is answered."""

from diffusion.cli.answer import main
from diffusion.cli.command import app

__all__ = ["app", "main"]

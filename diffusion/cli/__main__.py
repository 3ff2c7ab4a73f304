"""Lets `python -m diffusion.cli` stand for the command."""

from diffusion.cli import main

main()

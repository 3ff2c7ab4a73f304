"""Writes files to start from: a community or a programme of one's own, each key explained."""

from diffusion.catalogue.scaffold.start import new_community, new_programme

__all__ = ["new_community", "new_programme"]

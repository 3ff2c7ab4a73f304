"""Writes files to start from: a community or a programme of one's own, each key explained."""

from diffusion.catalogue.scaffold.start import Beside, new_community, new_programme

__all__ = ["Beside", "new_community", "new_programme"]

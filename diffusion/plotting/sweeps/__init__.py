"""Figures of a sweep, for researchers: what matters, where, and why artisans do not adopt.

Every mean is of all runs in question that have a value. Runs of one replicate share their luck
at all points, so the intervals take replicates, not runs, as independent of each other.

`facts` asks the design, `reading` gives the runs, `means` their means, `axis` lays a factor out,
`frame` and `wording` hold what all figures share. `effects`, `cells`, `surface`, `thirds` and
`barriers` draw; none bears the name of a figure, which it would hide.
"""

from diffusion.plotting.sweeps.barriers import why_not_adopted
from diffusion.plotting.sweeps.cells import heat_map
from diffusion.plotting.sweeps.effects import interactions, main_effects
from diffusion.plotting.sweeps.surface import response_surface
from diffusion.plotting.sweeps.thirds import tornado

__all__ = [
    "heat_map",
    "interactions",
    "main_effects",
    "response_surface",
    "tornado",
    "why_not_adopted",
]

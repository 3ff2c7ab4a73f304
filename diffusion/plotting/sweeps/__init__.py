"""Figures of a sweep, for researchers: what matters, where, and why artisans do not adopt.

Of a full grid, means are of all runs and intervals are over replicates: runs of one replicate
share their luck at all points. Of sampled points, means are adjusted for the other factors, and
points are the observations (docs/decisions/0024-points-as-observations.md).

`caption` gives the words below a figure; they are not drawn.

`facts` asks the design, `reading` gives the runs, `grouped` the means of their points, `axis` lays
a factor out; `frame`, `naming` and `wording` hold what all figures share, `lines` what those with
lines do. `effects`, `cells`, `surface`, `thirds` and `barriers` draw; none bears the name of a
figure, which it would hide.
"""

from diffusion.plotting.sweeps.barriers import why_not_adopted
from diffusion.plotting.sweeps.cells import heat_map
from diffusion.plotting.sweeps.effects import interactions, main_effects
from diffusion.plotting.sweeps.frame import caption
from diffusion.plotting.sweeps.surface import response_surface
from diffusion.plotting.sweeps.thirds import tornado

__all__ = [
    "caption",
    "heat_map",
    "interactions",
    "main_effects",
    "response_surface",
    "tornado",
    "why_not_adopted",
]

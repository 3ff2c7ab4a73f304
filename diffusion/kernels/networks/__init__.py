"""Who is tied to whom: networks drawn run by run, and ties as rows (ODD 5)."""

from diffusion.kernels.networks.csr import add_up, add_up_all, draw_strengths
from diffusion.kernels.networks.draw import (
    BARABASI_ALBERT,
    BLOCKS,
    COMPLETE,
    GEOMETRIC,
    RING,
    WATTS_STROGATZ,
    Network,
    draw_networks,
    likely_ties,
)
from diffusion.kernels.networks.listed import (
    FINE,
    ONE_WAY,
    SELF,
    TWICE,
    UNEQUAL,
    UNSORTED,
    check_rows,
    rows_of_ends,
)
from diffusion.kernels.networks.near import count_near, list_near
from diffusion.kernels.networks.triangles import (
    count_triangles,
    mean_clustering,
    point_upwards,
)

__all__ = [
    "BARABASI_ALBERT",
    "BLOCKS",
    "COMPLETE",
    "FINE",
    "GEOMETRIC",
    "ONE_WAY",
    "RING",
    "SELF",
    "TWICE",
    "UNEQUAL",
    "UNSORTED",
    "WATTS_STROGATZ",
    "Network",
    "add_up",
    "add_up_all",
    "check_rows",
    "count_near",
    "count_triangles",
    "draw_networks",
    "draw_strengths",
    "likely_ties",
    "list_near",
    "mean_clustering",
    "point_upwards",
    "rows_of_ends",
]

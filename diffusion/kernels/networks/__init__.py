"""Who is tied to whom: networks drawn run by run, and ties as rows (ODD 5)."""

from diffusion.kernels.networks.csr import add_up, add_up_all, draw_strengths, list_rows
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

__all__ = [
    "BARABASI_ALBERT",
    "BLOCKS",
    "COMPLETE",
    "GEOMETRIC",
    "RING",
    "WATTS_STROGATZ",
    "Network",
    "add_up",
    "add_up_all",
    "draw_networks",
    "draw_strengths",
    "likely_ties",
    "list_rows",
]

"""Simulates how a community of artisans takes up, keeps or drops an innovation.

Everything a person needs is here by name; heavy parts are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diffusion.agents import Artisan, ArtisanModel
    from diffusion.budget import scale_to_budget
    from diffusion.community import Community
    from diffusion.comparison import Comparison, compare
    from diffusion.errors import InputError
    from diffusion.graphs import with_graph
    from diffusion.kernels.state import Stage
    from diffusion.library import load, model_names
    from diffusion.outcome import Outcome
    from diffusion.parameters import ParameterSet
    from diffusion.programme import Programme
    from diffusion.simulation import simulate, simulate_all
    from diffusion.summarising import summarise, summarise_all
    from diffusion.summary import Summary
    from diffusion.sweeps.execution import run_sweep
    from diffusion.sweeps.reading import Sweep, open_sweep, read_sweep

__all__ = [
    "Artisan",
    "ArtisanModel",
    "Community",
    "Comparison",
    "InputError",
    "Outcome",
    "ParameterSet",
    "Programme",
    "Stage",
    "Summary",
    "Sweep",
    "compare",
    "load",
    "model_names",
    "open_sweep",
    "read_sweep",
    "run_sweep",
    "scale_to_budget",
    "simulate",
    "simulate_all",
    "summarise",
    "summarise_all",
    "with_graph",
]

_HOMES = {
    "Artisan": "agents",
    "ArtisanModel": "agents",
    "Community": "community",
    "Comparison": "comparison",
    "InputError": "errors",
    "Outcome": "outcome",
    "ParameterSet": "parameters",
    "Programme": "programme",
    "Stage": "kernels.state",
    "Summary": "summary",
    "Sweep": "sweeps.reading",
    "compare": "comparison",
    "load": "library",
    "model_names": "library",
    "open_sweep": "sweeps.reading",
    "read_sweep": "sweeps.reading",
    "run_sweep": "sweeps.execution",
    "scale_to_budget": "budget",
    "simulate": "simulation",
    "simulate_all": "simulation",
    "summarise": "summarising",
    "summarise_all": "summarising",
    "with_graph": "graphs",
}


# No module here may bear a name of `__all__`: importing it would hide the function.


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'diffusion' has no attribute {name!r}")
    return getattr(import_module(f"diffusion.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

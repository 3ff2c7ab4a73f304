"""Simulates how a community of artisans takes up, keeps or drops an innovation.

Everything a person needs is here by name; heavy parts are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diffusion.catalogue.load import load, model_names
    from diffusion.comparison.compare import Comparison, compare
    from diffusion.ensembles.simulate import simulate, simulate_all
    from diffusion.ensembles.summarise import summarise, summarise_all
    from diffusion.errors import InputError
    from diffusion.kernels.state import Stage
    from diffusion.mesa_model.graph import with_graph
    from diffusion.mesa_model.model import Artisan, ArtisanModel
    from diffusion.results.outcome import Outcome
    from diffusion.results.summary import Summary
    from diffusion.scenario.budget import scale_to_budget
    from diffusion.scenario.community import Community
    from diffusion.scenario.parameters import ParameterSet
    from diffusion.scenario.programme import Programme
    from diffusion.sweeps.read import Sweep, open_sweep, read_sweep
    from diffusion.sweeps.run import run_sweep

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
    "Artisan": "mesa_model.model",
    "ArtisanModel": "mesa_model.model",
    "Community": "scenario.community",
    "Comparison": "comparison.compare",
    "InputError": "errors",
    "Outcome": "results.outcome",
    "ParameterSet": "scenario.parameters",
    "Programme": "scenario.programme",
    "Stage": "kernels.state",
    "Summary": "results.summary",
    "Sweep": "sweeps.read",
    "compare": "comparison.compare",
    "load": "catalogue.load",
    "model_names": "catalogue.load",
    "open_sweep": "sweeps.read",
    "read_sweep": "sweeps.read",
    "run_sweep": "sweeps.run",
    "scale_to_budget": "scenario.budget",
    "simulate": "ensembles.simulate",
    "simulate_all": "ensembles.simulate",
    "summarise": "ensembles.summarise",
    "summarise_all": "ensembles.summarise",
    "with_graph": "mesa_model.graph",
}


# No module here may bear a name of `__all__`: importing it would hide the function.


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'diffusion' has no attribute {name!r}")
    return getattr(import_module(f"diffusion.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

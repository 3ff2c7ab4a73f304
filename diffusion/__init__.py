"""Simulates how a community of artisans takes up, keeps or drops an innovation.

Everything a person needs is here by name: `__init__.pyi` lists the names and where each is
defined. Heavy parts are imported when they are first used.

>>> import diffusion
>>> senik = diffusion.load("senik").with_settings({"parameters.decision.alpha": 0.03})
>>> outcome = diffusion.simulate(senik, "campaign_only", n_runs=20)
>>> outcome.to_xarray()["adopters"].dims
('replicate', 't')
"""

import lazy_loader

__version__ = "0.1.0"

# No module here may bear a public name: importing it would hide the function.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ += ["__version__"]

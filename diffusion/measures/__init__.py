"""The measures by which the field reads an adoption: arrays in, one statistic a file.

Each takes `AdoptionData`, an `Outcome`, or arrays of ties and of times of adoption, and gives a
small frozen result, which says why where something is not defined. `__init__.pyi` lists the names
and where each is defined.

>>> from diffusion import measures
>>> measures.cumulative_adopt_count([[0, 1], [1, 0]], [0, 1]).n_ever.tolist()
[1, 2]
"""

import lazy_loader

# No module here may bear a public name: importing it would hide the function.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

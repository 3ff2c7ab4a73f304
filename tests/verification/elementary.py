"""Write tests/files/elementary.csv anew: bits of the elementary functions at places that matter.

The values are those of the functions as plain Python; `tests/test_elementary.py` asks whether
they are near the exact ones, and whether compiled kernels give the same bits.
"""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).parents[1] / "files" / "elementary.csv"
GOLDEN = 0.6180339887498949


def even(low: float, high: float, n: int) -> Iterator[float]:
    """Numbers between two, evenly spread and of many digits."""
    yield from (low + (high - low) * (i * GOLDEN % 1.0) for i in range(1, n + 1))


def places() -> dict[str, list[tuple[float, ...]]]:
    """Where each function is looked up."""
    ends = [0.0, -0.0, 1.0, -1.0, 2.0**-1074, 2.0**-1022, 2.0**-54, 1.0 - 2.0**-53, 1.0 + 2.0**-52]
    ends += [float("inf"), 1.7976931348623157e308]
    exponents = [*ends, float("-inf"), 709.782712893384, 709.7827128933841, -708.3964185322641]
    exponents += [-745.1332191019411, -745.1332191019412, 0.34657359027997264, -0.34657359027997264]
    exponents += [*even(-4.0, 0.0, 20), *even(-1.0, 1.0, 10), *even(-745.0, 709.0, 15)]
    positive = [x for x in ends if x >= 0.0] + [0.7071067811865475, 0.7071067811865476, 2.0, 10.0]
    positive += [*even(0.0, 1.0, 20), *even(0.5, 2.0, 15), *(2.0**x for x in even(-1060, 1020, 15))]
    small = [*even(-1.0, 1.0, 25), *(2.0**x for x in even(-60, 0, 10))]
    bases = [0.0, 2.0**-53, 1.0 - 2.0**-53, 1.0, *even(0.0, 1.0, 8)]
    return {
        "exp": [(x,) for x in exponents],
        "log": [(x,) for x in positive],
        "expm1": [(x,) for x in [*exponents[:19], *small]],
        "log1p": [(x,) for x in [-1.0, *positive[2:25], *small]],
        "power": [(x, y) for x in bases for y in (0.0, 0.5, 1.0, 2.5, 7.0)],
    }


def main() -> None:
    """Write the table."""
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    from diffusion.kernels import elementary

    with FILE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["function", "x", "y", "value"])
        for name, all_places in places().items():
            for place in all_places:
                value = float(getattr(elementary, name)(*place))
                row = [x.hex() for x in place] + [""] * (2 - len(place))
                table.writerow([name, *row, value.hex()])


if __name__ == "__main__":
    main()

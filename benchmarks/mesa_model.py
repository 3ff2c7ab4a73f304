"""What the Mesa face costs: making a model, a month, and the speed next to the compiled runs."""

import time
from dataclasses import replace

import diffusion

PROGRAMME = "campaign_then_collaboration"
N_MONTHS = 24


def main() -> None:
    """Measure and print; the first model of each size, which may compile, is not counted."""
    senik = diffusion.load("senik")
    for n_artisans in (30, 10_000):
        artisans = senik.file.artisans.model_copy(update={"number": n_artisans})
        community = replace(senik, file=senik.file.model_copy(update={"artisans": artisans}))
        diffusion.ArtisanModel(community, PROGRAMME).step()
        began = time.perf_counter()
        model = diffusion.ArtisanModel(community, PROGRAMME)
        made = time.perf_counter()
        for _ in range(N_MONTHS):
            model.step()
        lived = time.perf_counter()
        assert model.space
        drawn = time.perf_counter()
        print(f"{n_artisans:6} artisans as Mesa agents")
        print(f"  model made          {(made - began) * 1e3:9.2f} ms")
        print(f"  a month             {(lived - made) / N_MONTHS * 1e3:9.2f} ms")
        print(f"  space, when wanted  {(drawn - lived) * 1e3:9.2f} ms")


if __name__ == "__main__":
    main()

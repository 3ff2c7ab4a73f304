"""How smoothly the workshop page draws: frames a second while every frame shows another month.

Builds pages of 30, 200 and 2,000 artisans, opens each in a headless Chromium without a GPU, and
moves one month forward or back in every frame of the step Watch. Needs playwright and chromium.
"""

import shutil
import statistics
import tempfile
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import sync_playwright

import diffusion
from diffusion.catalogue.overrides import Inputs, set_at
from diffusion.page.build import build_page
from diffusion.page.data import page_data

STRATEGIES = ("campaign_only", "collaboration_only")
N_FRAMES = 150

_FRAMES = """
() => new Promise((done) => {
  const times = [];
  let forward = false;
  function frame(now) {
    times.push(now);
    if (times.length > %d) { done(times); return; }
    const key = forward ? "ArrowRight" : "ArrowLeft";
    if (times.length %% 30 === 0) { forward = !forward; }
    document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
})
"""


def main() -> None:
    """Measure and print."""
    senik = diffusion.load("senik")
    inputs = Inputs(senik, senik.parameter_sets["default"], ())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for n_artisans in (30, 200, 2_000):
            place = "community.artisans.number"
            community = set_at(inputs, {place: n_artisans}, place="benchmark").community
            data = page_data(community, STRATEGIES, n_runs=20, with_what_if=False)
            file = Path(folder) / f"{n_artisans}.html"
            file.write_text(build_page(data), encoding="utf-8")
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(file.as_uri())
            page.locator("nav button").nth(2).click()
            page.keyboard.press("End")
            times = page.evaluate(_FRAMES % N_FRAMES)
            steps = [later - before for before, later in pairwise(times)]
            month = page.locator("#record").input_value()
            assert month != str(data["n_months"]), "the keys moved nothing"
            print(
                f"{n_artisans:6,} artisans: {file.stat().st_size / 1000:6.0f} KB, "
                f"{1000 / statistics.mean(steps):5.1f} frames a second, "
                f"slowest frame {max(steps):4.0f} ms"
            )
        browser.close()


if __name__ == "__main__":
    main()

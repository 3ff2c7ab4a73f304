"""Takes the pictures of the workshop page that the documentation shows, in a real browser."""

import shutil
from pathlib import Path
from typing import Any

WALL = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}
PICTURES = {
    "page-watch.png": (WALL, "watch", "en"),
    "page-story.png": (WALL, "story", "en"),
    "page-phone.png": (PHONE, "watch", "id"),
}
"""Size of the window, step and language of the page, by the name of the picture."""

MONTHS_BEFORE_THE_END, ARTISAN = 6, 6
"""The month shown in the step Watch, and the row of the artisan shown in the step Story."""


def photographs(page: Path) -> dict[str, bytes]:
    """Open a page as a reader does and take its pictures; none where there is no browser.

    Parameters
    ----------
    page
        A workshop page.

    Returns
    -------
    dict
        PNG pictures by their names.
    """
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {}
    if chromium is None:
        return {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        taken = {name: _taken(browser, page, *wanted) for name, wanted in PICTURES.items()}
        browser.close()
    return taken


def _taken(browser: Any, page: Path, size: dict[str, int], step: str, language: str) -> bytes:
    context = browser.new_context(viewport=size, locale="en-GB")
    context.set_offline(True)
    shown = context.new_page()
    shown.goto(page.as_uri())
    shown.locator("#to-guess").wait_for()
    if shown.locator("html").get_attribute("lang") != language:
        shown.locator("#language").click()
    shown.locator(f"#to-{step}").click()
    if step == "watch":
        for key in ("End", *["ArrowLeft"] * MONTHS_BEFORE_THE_END):
            shown.keyboard.press(key)
    if step == "story":
        shown.locator("#artisan").select_option(str(ARTISAN))
    picture = bytes(shown.screenshot())
    context.close()
    return picture

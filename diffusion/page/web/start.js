// Joins the buttons and keys to what they do, and opens the first step.

byId("language").addEventListener("click", switchLanguage);
byId("big").addEventListener("click", switchType);
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("head-" + state.step).focus();
});
byId("onward").addEventListener("click", () => goTo(STEPS[STEPS.indexOf(state.step) + 1]));
byId("guess-form").addEventListener("submit", addGuess);
byId("guess-clear").addEventListener("click", clearGuesses);
byId("play").addEventListener("click", () => (state.isPlaying ? pause() : play()));
byId("record").addEventListener("input", () => {
  pause();
  showRecord(+byId("record").value);
});
byId("speed").addEventListener("change", () => { state.speed = +byId("speed").value; });
for (const side of [0, 1])
  byId("shown-" + side).addEventListener("change", () => chooseStrategy(side, +byId("shown-" + side).value));
byId("group").addEventListener("change", () => chooseGroup(byId("group").value));
byId("own").addEventListener("click", () => {
  state.levels = data.what_if.own.slice();
  drawStep.what_if();
});
byId("artisan").addEventListener("change", () => chooseArtisan(+byId("artisan").value));
byId("previous").addEventListener("click", () => chooseArtisan(state.artisan - 1));
byId("next").addEventListener("click", () => chooseArtisan(state.artisan + 1));
byId("print").addEventListener("click", () => window.print());
byId("picture").addEventListener("click", savePicture);
document.addEventListener("keydown", onKey);
window.addEventListener("beforeprint", () => drawStep.take_home());
window.addEventListener("afterprint", refresh);

let resizing = 0;
window.addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(refresh, 120);
});

byId("app").hidden = false;
recallGuesses();
measurePage();
sayStandingTexts();
drawLegend();
drawStep.take_home(); // so that it can be printed from any step
goTo("setting", false);

// The steps of the page, one screen each, and what is common to them.

const STEPS = ["setting", "guess", "watch", "what_if", "story", "take_home"]
  .filter((step) => step !== "what_if" || data.what_if);

/** What each step draws when it is shown, or when the language or the type changes. */
const drawStep = {};

function drawStepButtons() {
  byId("steps").replaceChildren(...STEPS.map((step, place) =>
    make("button", {
      type: "button",
      id: "to-" + step,
      "aria-current": step === state.step ? "step" : null,
      "aria-label": `${place + 1} ${say("step." + step)}`,
      onclick: () => goTo(step),
    }, `${place + 1}`, make("span", {}, " " + say("step." + step)))));
}

/** Show a step, and put the reader's place at its heading. */
function goTo(step, isByHand = true) {
  if (step !== "watch") pause();
  state.step = step;
  for (const other of STEPS) byId("step-" + other).hidden = other !== step;
  document.body.dataset.step = step;
  refresh();
  if (!isByHand) return;
  window.scrollTo(0, 0);
  byId("head-" + step).focus({ preventScroll: true });
}

/** Draw again all that is shown. */
function refresh() {
  measurePage();
  drawStepButtons();
  const following = STEPS[STEPS.indexOf(state.step) + 1];
  byId("onward").hidden = !following;
  if (following) byId("onward").textContent = say("page.next", { step: say("step." + following) });
  drawStep[state.step]();
  stackWideTables();
}

function refreshAll() {
  sayStandingTexts();
  drawLegend();
  refresh();
}

function switchLanguage() {
  state.language = state.language === "id" ? "en" : "id";
  refreshAll();
}

function switchType() {
  const isBig = document.documentElement.classList.toggle("projector");
  byId("big").setAttribute("aria-pressed", isBig);
  refresh();
}

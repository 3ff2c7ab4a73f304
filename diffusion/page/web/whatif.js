// Step 4: what if the programme were another; answers from runs made beforehand.

/** The answer to a choice of levels. */
const cellAt = (levels) =>
  data.what_if.cells.find((cell) => cell.at.every((level, factor) => level === levels[factor]));

/** Colour of the strategy that is varied, where it is among those shown. */
const colourOfVaried = () => lineOf(Math.max(0, data.strategies.findIndex(({ name }) => name === data.what_if.strategy))).colour;

/** Word of a level, and the number it stands for. */
function levelName(factor, level) {
  const word = ["few", "medium", "many"][level];
  const unit = factor.key === "places" ? "places" : "times";
  const value = say("what_if.unit_" + unit, { number: number(factor.values[level]) });
  return say("what_if.level", { word: say("what_if." + word), value });
}

drawStep.what_if = function drawWhatIf() {
  const grid = data.what_if;
  byId("what-if-strategy").textContent = say("what_if.strategy", { strategy: nameOf(grid.strategy) });
  byId("sliders").replaceChildren(...grid.factors.map(slider));
  byId("what-if-note").textContent = sayOfRuns("what_if.note");
  drawAnswer();
};

function slider(factor, place) {
  const name = say("what_if." + factor.key);
  const id = "factor-" + place;
  const output = make("output", { for: id }, levelName(factor, state.levels[place]));
  const input = make("input", {
    type: "range", id, min: 0, max: factor.values.length - 1, step: 1, value: state.levels[place],
    "aria-valuetext": levelName(factor, state.levels[place]),
    oninput: () => {
      state.levels[place] = +input.value;
      output.textContent = levelName(factor, state.levels[place]);
      input.setAttribute("aria-valuetext", output.textContent);
      drawAnswer(true);
    },
  });
  const scale = make("div", { class: "scale", "aria-hidden": "true" },
    factor.values.map((_, level) => make("span", {}, levelName(factor, level).split(" (")[0])));
  return make("div", { class: "slider" }, make("p", { class: "slider-name" }, make("label", { for: id }, name), ": ", output), input, scale);
}

/** The chosen programme beside the one as it is, and what differs. */
function drawAnswer(isChanged = false) {
  const chosen = cellAt(state.levels);
  const own = cellAt(data.what_if.own);
  const change = (key, decimals) => (chosen[key] === null || own[key] === null ? ""
    : signed(writtenDifference(chosen[key], own[key], decimals), (by) => number(by, decimals)));
  const row = (key, from, decimals) => [capital(say(key)), number(chosen[from], decimals),
    number(own[from], decimals), change(from, decimals)];
  byId("answer").replaceChildren(table(null,
    ["outcome", "chosen", "own", "difference"].map((key) => say("what_if." + key)),
    [
      [say("what_if.adopters"), ranged(chosen), ranged(own), change("adopters", 1)],
      row("what_if.lasting", "lasting", 1),
      row("measure.month_of_half", "month_of_half", 1),
      row("what_if.price", "price", 0),
      row("what_if.cost", "cost_per_lasting", 0),
    ]));
  stackWideTables();
  const line = byId("answer-line");
  const rows = [["chosen", chosen, colourOfVaried()], ["own", own, MUTED]].map(([key, cell, colour]) => ({
    name: say("what_if." + key), colour, low: cell.low, high: cell.high, mean: cell.adopters }));
  line.replaceChildren();
  line.replaceChildren(numberLine(rows, widthOf(line), lettersIn(widthOf(line))));
  const told = say("what_if.line", {
    ends: listed([chosen, own].map((cell, place) => `${say("what_if." + ["chosen", "own"][place])} ${ranged(cell)}`)) });
  line.setAttribute("aria-label", told);
  if (isChanged) byId("answer-said").textContent = told;
}

// Step 5: what happened to one artisan, month by month, under each strategy side by side.

const taleNetwork = new Network(byId("tale-network"));
taleNetwork.follow((row) => chooseArtisan(row));

/** How an argument of a sentence is written, by its name. */
function argument(name, value) {
  if (name === "tactic") return tacticName(value);
  if (name === "reason") return reasonName(value);
  if (name === "what") return switchedOff(value);
  if (name === "office") return say("office." + value);
  if (["lack", "cost", "amount"].includes(name)) return rupiah(value);
  if (name === "from" || name === "to") return number(value);
  return typeof value === "number" ? number(value) : String(value);
}

/** What was switched off to see how it would have ended: "activity:5:visit", "tie:7", "loan". */
function switchedOff(written) {
  const [kind, name, tactic] = written.split(":");
  if (kind === "activity") return say("without.activity", { name: tacticName(tactic), number: name });
  if (kind === "tie") return say("without.tie", { name: artisanName(+name) });
  if (kind === "pathway") return say("without.pathway", { name: say("pathway." + name) });
  return say("without." + kind);
}

function sentence([key, values]) {
  const written = Object.entries(values || {}).map(([name, value]) => [name, argument(name, value)]);
  return say("story." + key, Object.fromEntries(written));
}

drawStep.story = function drawStory() {
  state.artisan = Math.max(0, state.artisan);
  const row = state.artisan;
  const select = byId("artisan");
  select.replaceChildren(...data.places.map((_, other) =>
    make("option", { value: other, selected: other === row }, artisanName(other))));
  const ties = data.ties.filter((tie) => tie.includes(row)).length;
  byId("tale-ties").textContent = say("tale.ties", { number: number(ties) });
  byId("tale-network").setAttribute("aria-label", say("tale.network", { name: artisanName(row) }));
  const shown = state.shown.filter((_, side) => side === 0 || isTwo());
  byId("tale-sides").replaceChildren(...tales(shown, row));
  byId("tale-sides").classList.toggle("is-two", shown.length > 1);
  taleNetwork.fit();
  taleNetwork.drawn = null;
  taleNetwork.show("0".repeat(data.n_artisans), { chosen: row, hasChosenTies: true });
};

/** The stages of all months in one strip; the list below says the same in words. */
function stageStrip(strategy, row) {
  const stages = data.strategies[strategy].stages.map((digits) => +digits[row]);
  const cells = stages.map((stage, record) => draw("rect", {
    x: record * 10, y: stage === 6 ? 6 : 1, width: 10, height: stage === 6 ? 8 : 18,
    fill: stage === 6 ? DISCONTINUED : STYLE.stages[stage].fill, stroke: "none" }));
  const half = stages.map((stage, record) => stage === 3
    ? draw("rect", { x: record * 10, y: 10, width: 10, height: 9, fill: STYLE.decidedHalf }) : null);
  return draw("svg", { class: "strip", "shape-rendering": "crispEdges", viewBox: `0 0 ${stages.length * 10} 20`, preserveAspectRatio: "none", "aria-hidden": "true" },
    cells, half, draw("rect", { x: 0, y: 0.5, width: stages.length * 10, height: 19, fill: "none", stroke: INK, "vector-effect": "non-scaling-stroke" }));
}

/** What happened in a month; activities attended are told in one sentence. */
function sentences(events) {
  const attended = events.filter(([key]) => key === "attended").map(([, { tactic }]) => tacticName(tactic));
  const first = attended.length ? [say("story.attended", { tactic: listed(attended) })] : [];
  return first.concat(events.filter(([key]) => key !== "attended" && !isChange(key)).map(sentence)).join(" ");
}

const isChange = (key) => key.startsWith("without_");

/** What would have changed how it ended, one thing switched off at a time. */
function changesList(events) {
  const told = events.filter(([key]) => isChange(key));
  return told.length === 0 ? null : make("div", { class: "changes" }, make("p", {}, say("tale.changes")),
    told.map((event) => make("p", { class: "change" }, sentence(event))));
}

function taleHead(strategy, row, side) {
  const stage = +stagesOf(strategy, data.n_months)[row];
  return make("div", { class: `tale-head side-${side} ${lineClass(strategy)}` },
    make("h2", { id: "tale-of-" + side }, capital(strategyName(strategy))),
    make("p", { class: "end-stage" }, markPicture(stage), say("tale.end", { stage: say("stage." + STAGES[stage]) })),
    stageStrip(strategy, row),
    data.strategies[strategy].stories[row].length ? null : make("p", {}, say("tale.quiet")));
}

/** The heads and the months of both sides; a month is in the same row on either side. */
function tales(shown, row) {
  const stories = shown.map((strategy) => data.strategies[strategy].stories[row]);
  const records = [...new Set(stories.flat().map(([record]) => record))].sort((one, two) => one - two);
  return stories.flatMap((story, side) => {
    const months = story.map(([record, events]) => {
      const item = make("li", {}, taleMonth(shown[side], row, record, events));
      item.style.gridRow = records.indexOf(record) + 1;
      return item;
    });
    const list = make("ol", { class: `months side-${side} ${lineClass(shown[side])}`, "aria-labelledby": "tale-of-" + side }, months);
    list.style.gridRow = `2 / span ${Math.max(1, records.length)}`;
    return [taleHead(shown[side], row, side), list];
  });
}

/** A month, with the mark of the stage if the artisan came to it then. */
function taleMonth(strategy, row, record, events) {
  const [before, now] = [Math.max(0, record - 1), record].map((at) => +stagesOf(strategy, at)[row]);
  const mark = before === now ? null : make("span", { class: "came", title: say("stage." + STAGES[now]) }, markPicture(now));
  return [make("strong", {}, monthName(record)), " ", mark, make("span", {}, sentences(events)), changesList(events)];
}

function chooseArtisan(row) {
  state.artisan = (row + data.n_artisans) % data.n_artisans;
  drawStep.story();
}

/** From a network: open the story of whoever was tapped. */
function openStory(row) {
  state.artisan = row;
  goTo("story");
}

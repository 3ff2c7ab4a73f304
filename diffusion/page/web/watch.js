// Step 3: two networks side by side, big counts, and one chart up to the month shown.

const villages = [0, 1].map((side) => {
  const canvas = make("canvas", { role: "img", id: "network-" + side });
  const name = make("h2", {});
  const count = make("span", { class: "big-count", id: "count-" + side });
  const of = make("span", {});
  const held = make("p", { class: "small held", id: "held-" + side });
  byId("under-" + side).append(name, make("p", { class: "count" }, count, " ", of), canvas, held);
  const network = new Network(canvas);
  network.follow(openStory);
  return { canvas, name, count, of, held, network };
});

/** Names of the activities that a strategy holds in the month that ends with a record. */
const heldIn = (index, record) => [...new Set(data.strategies[index].activities
  .filter(({ held }) => held.includes(record - 1)).map(({ tactic }) => tacticName(tactic)))];

/** Records at the end of a month in which a strategy holds something. */
const heldRecords = (index) =>
  Array.from({ length: data.n_months + 1 }, (_, record) => record).filter((record) => heldIn(index, record).length);

/** What is held this month, or when something is held next. */
function heldSaid(index, record) {
  const records = heldRecords(index);
  if (records.includes(record)) return say("watch.held", { activities: listed(heldIn(index, record)) });
  const next = records.find((later) => later > record);
  if (next !== undefined)
    return say("watch.held_next", { month: number(next), activities: listed(heldIn(index, next)) });
  return say(records.length ? "watch.held_over" : "watch.held_never");
}

/** Keep room for the longest of these texts, so that the pictures above do not jump. */
function keepRoom() {
  let most = 0;
  state.shown.forEach((strategy, side) => {
    const place = villages[side].held;
    place.style.minHeight = "";
    for (const text of new Set(data.strategies[strategy].stages.map((_, record) => heldSaid(strategy, record)))) {
      place.textContent = text;
      most = Math.max(most, place.offsetHeight);
    }
  });
  for (const { held } of villages) held.style.minHeight = `${most}px`;
}

/** Marks above the slider at the months in which something is held, a row for each network. */
function drawHeldMarks() {
  const thumb = 16; // a slider's ends are half a thumb from its edges
  const width = widthOf(byId("held-marks"), 300);
  const x = (record) => thumb / 2 + (record / data.n_months) * (width - thumb);
  const shown = isTwo() ? state.shown : [state.shown[0]];
  const marks = shown.flatMap((index, row) => heldRecords(index).map((record) => (row === 0
    ? draw("circle", { cx: x(record), cy: 5, r: 3.5, fill: lineOf(index).colour })
    : draw("rect", { x: x(record) - 3, y: 10, width: 6, height: 6, fill: lineOf(index).colour }))));
  byId("held-marks").replaceChildren(picture(width, 17, 10, ...marks));
}

let watchChart = null;
let timer = 0;
let due = 0;

const isTwo = () => state.shown[0] !== state.shown[1];

/** Draw the step anew: names, chooser, chart, and then the month. */
drawStep.watch = function drawWatch() {
  drawChooser();
  state.shown.forEach((strategy, side) => {
    villages[side].name.textContent = capital(strategyName(strategy));
    byId("under-" + side).className = "village-under " + lineClass(strategy);
    drawCount(side, stagesOf(strategy, state.record)); // before the networks take what room is left
  });
  keepRoom();
  byId("watch-note").textContent = [
    sayOfRuns("watch.note"), say("watch.held_note"), say("watch.tap"), say("watch.keys")].join(" ");
  for (const { network } of villages) {
    network.fit();
    network.drawn = null;
  }
  const speeds = [[1, "slow"], [3, "middle"], [8, "fast"]];
  byId("speed").replaceChildren(...speeds.map(([speed, name]) =>
    make("option", { value: speed, selected: speed === state.speed }, say("watch." + name))));
  byId("record").max = data.n_months;
  showOtherWay();
  fitWatchChart();
  drawHeldMarks();
  drawPlay();
  showRecord(state.record);
};

function fitWatchChart() {
  const place = byId("watch-chart");
  const shown = isTwo() ? state.shown : [state.shown[0]];
  place.replaceChildren();
  const width = widthOf(place, 440);
  watchChart = curves(shown, width, Math.max(144, place.clientHeight || 300), lettersIn(width, 0.9),
    { axisName: ofEverybody(say("watch.axis")) });
  place.replaceChildren(watchChart.svg);
}

function drawChooser() {
  const hasMore = data.strategies.length > 2;
  byId("chooser").hidden = !hasMore && !data.groups.length;
  for (const place of document.querySelectorAll("#chooser .side")) place.hidden = !hasMore;
  drawGroupChooser();
  [0, 1].forEach((side) => byId("shown-" + side).replaceChildren(...data.strategies.map((_, index) =>
    make("option", { value: index, selected: index === state.shown[side] }, capital(strategyName(index))))));
}

/** A list of all groups, of which one may stand out in the networks. */
function drawGroupChooser() {
  byId("group-chooser").hidden = !data.groups.length;
  const options = data.groups.flatMap((kind, place) => groupLabels(kind).map((name, which) =>
    make("option", { value: `${place} ${which}`, selected: String(state.group) === `${place},${which}` }, name)));
  byId("group").replaceChildren(make("option", { value: "" }, say("watch.everybody")), ...options);
}

/** Names of the groups that a column of the roster makes, with its heading; those of hamlets and of the poor alone. */
function groupLabels({ key, shares, names }) {
  if (key === null) return names.map((name) => say("group." + name));
  if (key === "hamlet") return shares.map((_, which) => hamletName(which));
  return names.map((name) => `${key}: ${name ?? say("page.not_known")}`);
}

function chooseGroup(value) {
  state.group = value ? value.split(" ").map(Number) : null;
  fitWatchChart();
  showRecord(state.record);
}

/** Say of what is of everybody that it is, where a group stands out. */
const ofEverybody = (text) => (text && state.group ? `${capital(say("watch.everybody"))}: ${text}` : text);

/** A month with the group that stands out, of which alone something is told then. */
function ofGroup(month) {
  if (!state.group) return month;
  const [kind, which] = state.group;
  return `${month}, ${groupLabels(data.groups[kind])[which]}`;
}

/** Of the stages and of the artisans, those in the group that stands out; all where none does. */
const stagesInGroup = (stages) => [...stages].filter((_, row) => isInGroup(row));
const countInGroup = (stages) => countAdopters(stagesInGroup(stages));

const sizeOfGroup = () => data.places.filter((_, row) => isInGroup(row)).length;

/** Choose the strategy of a side; if the other side has it, they change places. */
function chooseStrategy(side, strategy) {
  if (state.shown[1 - side] === strategy) state.shown[1 - side] = state.shown[side];
  state.shown[side] = strategy;
  drawStep.watch();
}

function drawCount(side, stages) {
  villages[side].count.textContent = number(countInGroup(stages));
  villages[side].of.textContent = say("watch.of", { n_artisans: number(sizeOfGroup()) });
}

/** Show the end of a month in both networks, the counts and the chart. */
function showRecord(record) {
  state.record = Math.max(0, Math.min(data.n_months, record));
  const at = state.record;
  const counts = state.shown.map((strategy) => countAdopters(stagesOf(strategy, at)));
  state.shown.forEach((strategy, side) => {
    const stages = stagesOf(strategy, at);
    drawCount(side, stages);
    villages[side].held.textContent = heldSaid(strategy, at);
    villages[side].network.show(stages, {
      chosen: state.artisan,
      before: at > 0 ? stagesOf(strategy, at - 1) : stages,
    });
  });
  watchChart.upTo(at, isTwo() ? counts : counts.slice(0, 1));
  showOtherWay();
  byId("record").value = at;
  byId("record").setAttribute("aria-valuetext", monthName(at));
  byId("month").textContent = say("watch.at", { month: number(at), n_months: number(data.n_months) });
  if (!state.isPlaying) describeRecord();
}

/** That the history shown has the order opposite to the means, where it does; else nothing. */
function otherWay(record) {
  if (!isTwo() || data.n_runs === 1) return "";
  const counts = state.shown.map((strategy) => countAdopters(stagesOf(strategy, record)));
  const means = state.shown.map((strategy) => data.strategies[strategy].curve.mean[record]);
  const away = rounded(means[0], 1) - rounded(means[1], 1);
  if ((counts[0] - counts[1]) * away >= 0) return "";
  const [first, other] = away > 0 ? state.shown : state.shown.slice().reverse();
  return say("watch.other_way", { first: strategyName(first), other: strategyName(other),
    mean: mean(Math.max(...means)), other_mean: mean(Math.min(...means)) });
}

/** Say so above the networks, or keep the room for it where another month needs it. */
function showOtherWay() {
  const told = otherWay(state.record);
  byId("other-way").textContent = ofEverybody(told || otherWay(lastOtherWay()));
  byId("other-way").classList.toggle("absent", !told);
}

/** A record at which there is such a sentence, which keeps its room; the last if there is none. */
function lastOtherWay() {
  for (let record = data.n_months; record >= 0; record -= 1) if (otherWay(record)) return record;
  return data.n_months;
}

/** Tell in words what the pictures show; not while they move. */
function describeRecord() {
  const month = monthName(state.record);
  state.shown.forEach((strategy, side) => {
    const stages = countStages(stagesInGroup(stagesOf(strategy, state.record)))
      .map((count, stage) => [count, say("stage." + STAGES[stage])])
      .filter(([count]) => count > 0)
      .map(([count, stage]) => say("watch.count", { number: number(count), stage }));
    villages[side].canvas.setAttribute("aria-label", say("watch.network", {
      strategy: strategyName(strategy), month: ofGroup(month), stages: listed(stages) }));
  });
  byId("watch-chart").setAttribute("aria-label", ofEverybody(say("watch.chart", {
    month, ends: listed(state.shown.map((strategy) => say("watch.mean", {
      strategy: strategyName(strategy), mean: mean(data.strategies[strategy].curve.mean[state.record]) }))) })));
  byId("watch-said").textContent = say("watch.now", {
    month: ofGroup(month), counts: listed(state.shown.map((strategy) => say("watch.now_count", {
      strategy: strategyName(strategy), number: number(countInGroup(stagesOf(strategy, state.record))) }))) }) +
    " " + ofEverybody(otherWay(state.record));
}

function drawPlay() {
  const word = state.isPlaying ? "\u275a\u275a\u00a0" + say("watch.pause") : "\u25b6\u00a0" + say("watch.play");
  byId("play").textContent = word;
  byId("watch-said").setAttribute("aria-live", state.isPlaying ? "off" : "polite");
}

function play() {
  if (state.record >= data.n_months) showRecord(0);
  state.isPlaying = true;
  due = performance.now() + 1000 / state.speed;
  drawPlay();
  timer = requestAnimationFrame(advance);
}

function pause() {
  if (!state.isPlaying) return;
  state.isPlaying = false;
  cancelAnimationFrame(timer);
  drawPlay();
  showRecord(state.record);
}

function advance(now) {
  if (now >= due) {
    due = Math.max(due + 1000 / state.speed, now);
    showRecord(state.record + 1);
    if (state.record >= data.n_months) return pause();
  }
  timer = requestAnimationFrame(advance);
}

/** Keys of the step: space, arrows, Home, End. What has the focus keeps the keys it uses itself. */
function onKey(event) {
  if (state.step !== "watch" || event.altKey || event.ctrlKey || event.metaKey) return;
  const held = document.activeElement;
  if (held.matches("select, input:not([type=range])")) return;
  if (event.key === " ") {
    if (held.matches("button")) return;
    state.isPlaying ? pause() : play();
  } else {
    const goal = {
      ArrowRight: state.record + 1, ArrowUp: state.record + 1,
      ArrowLeft: state.record - 1, ArrowDown: state.record - 1,
      Home: 0, End: data.n_months,
    }[event.key];
    if (goal === undefined) return;
    pause();
    showRecord(goal);
  }
  event.preventDefault(); // so that a slider does not move a second time
}

function drawLegend() {
  byId("legend").replaceChildren(
    ...STAGES.map((name, stage) => make("li", {}, markPicture(stage), say("stage." + name))),
    make("li", { class: "small" }, say("mark.adopters") +
      (data.n_artisans > MOST_RINGS ? "" : " " + say("mark.changed"))));
}

/** A mark as a small drawing: the same shapes and colours as on the canvas. */
function markPicture(stage) {
  const side = 26;
  const svg = draw("svg", { viewBox: "0 0 26 26", class: "mark", "aria-hidden": "true" });
  const shape = { fill: STYLE.stages[stage].fill, stroke: stage === 6 ? DISCONTINUED : INK, "stroke-width": stage === 6 ? 3 : 1.4 };
  if (stage === 2 || stage === 3) svg.append(draw("path", { d: "M13 2L24 13L13 24L2 13Z", ...shape }));
  else if (stage === 4 || stage === 5) svg.append(draw("rect", { x: 4, y: 4, width: 18, height: 18, ...shape }));
  else svg.append(draw("circle", { cx: side / 2, cy: side / 2, r: 10, ...shape }));
  if (stage === 3) svg.append(draw("path", { d: "M2.6 13.4H23.4L13 23.6Z", fill: STYLE.decidedHalf }));
  if (stage === 6) svg.append(draw("path", { d: "M9 9L17 17M17 9L9 17", stroke: DISCONTINUED, "stroke-width": 3 }));
  return svg;
}

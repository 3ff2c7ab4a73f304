// Step 6: what to take home; on paper it is a handout of two pages.

drawStep.take_home = function drawTakeHome() {
  const place = byId("take");
  byId("take-place").textContent = placeName();
  place.replaceChildren();
  // Two columns where there is room for them; on paper always.
  const half = widthOf(place, 1180) > 800 ? (widthOf(place, 1180) - 24) / 2 : widthOf(place, 1180);
  const inner = Math.max(260, Math.round(half) - 34);
  const size = lettersIn(inner);
  place.replaceChildren(
    guessSection(inner, size),
    chartSection(inner, size),
    milestoneSection(),
    differenceSection(),
    overPointsSection(inner, size) ?? [],
    reasonSection(inner, size),
    cashSection(inner, size),
    leftOutSection(),
    groupSection(),
    questionSection(),
    limitSection());
};

const part = (key, ...children) =>
  make("section", { class: "card part-" + key }, make("h2", {}, say("take." + key.split(" ")[0])), ...children);

const shownPicture = (svg, told) => make("div", { class: "figure", role: "img", "aria-label": told }, svg);

/** Guesses on a line of numbers with what came out; the nearest number is named, no person. */
function guessSection(width, size) {
  const rows = data.strategies.map((strategy, index) => ({
    name: capital(strategyName(index)), colour: lineOf(index).colour,
    low: strategy.end.low, high: strategy.end.high, mean: strategy.end.adopters,
    marks: state.guesses.map((guess) => guess.adopters[index]),
  }));
  const told = data.strategies.map((strategy, index) => say("take.guessed", {
    strategy: strategyName(index),
    numbers: listed(state.guesses.map((guess) => number(guess.adopters[index]))) || say("page.none"),
    outcome: ranged(strategy.end),
  })).join(" ");
  const nearest = data.strategies.map((strategy, index) => {
    const numbers = [...new Set(state.guesses.map((guess) => guess.adopters[index]))];
    const away = (value) => Math.abs(value - strategy.end.adopters);
    const least = Math.min(...numbers.map(away));
    const near = numbers.filter((value) => away(value) - least < 1e-9);
    return make("li", {}, say("take.nearest", {
      strategy: strategyName(index), number: listed(near.map((value) => number(value))),
      mean: mean(strategy.end.adopters) }));
  });
  return part("guesses",
    shownPicture(numberLine(rows, width, size), told),
    make("p", { class: "small" }, say("take.line_note")),
    state.guesses.length ? make("ul", {}, nearest) : make("p", {}, say("take.no_guess")));
}

function chartSection(width, size) {
  const all = data.strategies.map((_, index) => index);
  const chart = curves(all, width, Math.round(width * 0.52), size);
  chart.upTo(data.n_months);
  const told = listed(all.map((index) => say("watch.mean", {
    strategy: strategyName(index), mean: mean(data.strategies[index].end.adopters) })));
  return part("chart", shownPicture(chart.svg, told),
    make("p", { class: "small" }, sayOfRuns("take.chart_note")));
}

/** First record at which a curve of means is at a value or above. */
function reached(curve, value) {
  const record = curve.findIndex((adopters) => adopters >= value);
  return record < 0 ? say("take.never") : monthName(record);
}

function milestoneSection() {
  const each = (key, write) => [say("take." + key), ...data.strategies.map(write)];
  const rows = [
    each("first", ({ curve }) => reached(curve.mean, 1)),
    each("quarter", ({ curve }) => reached(curve.mean, data.n_artisans / 4)),
    each("half", ({ curve }) => reached(curve.mean, data.n_artisans / 2)),
    each("adopters", ({ end }) => ranged(end)),
    each("lasting", ({ end }) => mean(end.lasting)),
    each("tried", ({ end }) => mean(end.tried)),
    each("discontinued", ({ end }) => mean(end.discontinued)),
    each("price", ({ price }) => rupiah(price)),
    each("cost", ({ end }) => costOf(end)),
  ];
  return part("milestones" + (data.strategies.length > 2 ? " wide" : ""),
    table(null, ["", ...data.strategies.map((_, index) => capital(strategyName(index)))], rows),
    make("p", { class: "small" }, sayOfRuns("take.mean_note", { n_artisans: number(data.n_artisans) })));
}

/** Cost per lasting adopter with its interval, which may have no upper end. */
function costOf({ cost_per_lasting: cost, cost_low: low, cost_high: high }) {
  if (cost === null || low === null) return rupiah(cost);
  const range = high === null ? say("take.or_more", { low: rupiah(low) }) : span(rupiah(low), rupiah(high));
  return say("what_if.ranged", { mean: rupiah(cost), range });
}

/** Every strategy against the first, where they cost the same, and what the order leaves out. */
function differenceSection() {
  const blocks = data.differences.flatMap(differenceSaid);
  const notes = data.notes[state.language].map((text) => make("p", {}, capital(text)));
  const isUnlike = !blocks.length && (!notes.length || data.strategies[0].budget === null);
  return part("difference", isUnlike ? make("p", {}, say("take.no_difference")) : blocks, notes);
}

/** What is known of a difference; one history alone has no shares, and those that are alike no interval. */
function differenceSaid({ strategy, mean: by, low, high, won, tied, lost }) {
  const first = strategyName(0);
  const last = strategyName(strategy);
  const shares = percents([won, tied, lost]);
  const luck = data.n_runs === 1 ? [] : [make("p", {}, capital(say("take.luck", {
    last, won: shares[0], tied: shares[1], lost: shares[2] })))];
  if (tied === 1 && data.n_runs > 1)
    return [make("p", {}, capital(say("take.equal_always", { first, last, n_runs: number(data.n_runs) })))];
  if (low === null)
    return [make("p", {}, capital(say("take.by_luck", {
      first, last, mean: signed(by, sizeOf), n_runs: number(data.n_runs) }))), ...luck];
  const key = low > 0 ? "more" : high < 0 ? "fewer" : "unknown";
  const write = key === "unknown" ? (value) => signed(value, sizeOf) : sizeOf;
  const interval = key === "fewer" ? span(write(high), write(low)) : span(write(low), write(high));
  return [make("p", { class: "strong-text" }, capital(say("take." + key, { first, last, mean: write(by), interval }))), ...luck];
}

/** The same programmes with other numbers that show what is known: bands, shares, what is not ranked. */
function overPointsSection(width, size) {
  const over = data.over_points;
  if (!over) return null;
  const rows = over.strategies.map((row, index) => ({
    name: capital(strategyName(index)), colour: lineOf(index).colour,
    low: row.points_low, high: row.points_high, mean: row.default,
    thin: [row.histories_low, row.histories_high],
  }));
  const ends = (row, of, write) => span(write(row[of + "_low"]), write(row[of + "_high"]));
  const told = over.strategies.map((row, index) => capital(say("over_points.band", {
    strategy: strategyName(index), mean: mean(row.default), points: ends(row, "points", mean),
    histories: ends(row, "histories", (value) => number(value)) })));
  const shares = over.strategies.slice(1).map((row, place) => {
    const [clearly, fewer, undecided] = percents([row.clearly_won, row.clearly_lost, row.undecided]);
    return make("li", {}, capital(say("over_points.shares", { strategy: strategyName(place + 1),
      first: strategyName(0), won: percents([row.won, 1 - row.won])[0], clearly, fewer, undecided })));
  });
  return part("over_points", make("p", { class: "small" }, say("over_points.note", {
    n_points: number(over.n_points), n_shown: number(over.n_shown), n_patterns: number(over.n_patterns) })),
    shownPicture(numberLine(rows, width, size), told.join(" ")),
    make("ul", {}, told.map((text) => make("li", {}, text)), shares),
    over.said[state.language].map((text) => make("p", {}, capital(text))));
}

function reasonSection(width, size) {
  const told = data.strategies.map((strategy, index) => strategyName(index) + ": " +
    listed(STYLE.barriers.map(({ key }) => `${reasonName(key)} ${mean(strategy.reasons[key])}`))).join(". ");
  return part("reasons", shownPicture(stacks(width, size), told));
}

function cashSection(width, size) {
  const boxes = data.strategies.map((strategy, index) => [index, strategy.cash_box])
    .filter(([, box]) => box.members.some((members) => members > 0) || box.in_box.some((amount) => amount > 0));
  if (!boxes.length) return part("cash", make("p", {}, say("take.no_cash")));
  const top = Math.max(1000, ...boxes.flatMap(([, box]) => STYLE.fund.flatMap(({ key }) => box[key])));
  const pictures = boxes.flatMap(([index, box]) => {
    const told = capital(say("take.box_end", {
      strategy: strategyName(index), members: number(box.members.at(-1)), in_box: rupiah(box.in_box.at(-1)),
      loans: rupiah(box.loans.at(-1)), lost: rupiah(box.lost.at(-1)) }));
    return [make("h3", { class: lineClass(index) + "-text" }, `${capital(strategyName(index))} (${say("take.thousands")})`),
      shownPicture(cashBox(index, top, width, size), told), make("p", { class: "small" }, told)];
  });
  return part("cash", make("p", { class: "small" }, sayOfRuns("take.cash_note", { replicate: number(data.replicate) })), pictures);
}

/** Who adopts less often than others, in words; luck alone is not told as a difference. */
function leftOutSection() {
  const blocks = data.strategies.map((strategy, index) => {
    const told = strategy.left_out.filter((group) => group.share_group + group.share_others);
    const sentences = told.map((group) => {
      const key = group.high < 0 ? "less" : group.low > 0 ? "more_often" : "alike";
      return make("li", {}, say("take." + key, {
        ...sidesOf(group), share: percent(group.share_group), share_others: percent(group.share_others) }));
    });
    return [make("h3", { class: lineClass(index) + "-text" }, capital(strategyName(index))),
      sentences.length ? make("ul", {}, sentences) : make("p", {}, say(strategy.left_out.length ? "take.nobody" : "take.no_groups"))];
  });
  const isByLot = data.community.poor_is_drawn && data.community.listed.includes("people");
  return part("left_out", blocks.flat(), isByLot ? make("p", { class: "small" }, say("take.poor_by_lot")) : null);
}

/** The two sides of a gap; a column's groups are told of as in the table of groups. */
function sidesOf({ trait, which, others }) {
  if (which === undefined) return { who: say("who." + trait), others: say("others." + trait) };
  const names = groupLabels(data.groups.find(({ key }) => key === trait));
  return { who: names[which], others: names[others] ?? say("group." + others) };
}

/** How many of each group use the new way at the end, under each strategy, and against the first. */
function groupSection() {
  if (!data.groups.length) return null;
  const names = data.strategies.map((_, index) => capital(strategyName(index)));
  const rows = data.groups.flatMap((kind) => groupLabels(kind).map((name, which) => [
    groupSized(kind, name, which),
    ...kind.shares[which].map((_, index) => shareSaid(kind, which, index))]));
  const key = data.n_runs === 1 ? "page.one_history" : "take.groups_note";
  return part("groups", table(null, ["", ...names], rows),
    make("p", { class: "small" }, say(key, { n_runs: number(data.n_runs), first: strategyName(0) })));
}

/** A group with its size; the poor who are drawn are not always as many. */
function groupSized(kind, name, which) {
  if (kind.key === null && data.community.poor_is_drawn) return name;
  return say("take.group_size", { group: name, n: number(kind.of.filter((one) => one === which).length) });
}

/** The share of a group that adopts, and its difference to the first strategy with the interval: as the report writes them. */
function shareSaid({ shares, within }, which, index) {
  const share = shares[which][index];
  if (share === null) return say("page.none");
  const ends = within[which][index];
  if (ends === null) return percent(share, 1);
  const points = (value) => signed(value, sizeOf);
  const [low, high] = ends.map((end) => points(100 * end));
  return say("take.within", { share: percent(share, 1), interval: span(low, high),
    difference: points(writtenDifference(100 * share, 100 * shares[which][0], 1)) });
}

function questionSection() {
  const keys = Object.keys(words[state.language]).filter((key) => key.startsWith("question."));
  return part("questions", make("ol", {}, keys.map((key) => make("li", {}, say(key)))));
}

function limitSection() {
  return part("limits",
    make("p", { class: "strong-text" }, say("page.caveat")),
    make("p", {}, origin()),
    make("p", {}, data.n_assumed === null ? say("take.not_stated") : say("take.assumed", { number: number(data.n_assumed) })),
    make("p", {}, say("take.no_forecast")),
    data.unread ? make("p", { class: "small" }, say("page.unread")) : null,
    make("p", { class: "small" }, say("take.made", {
      version: data.version, random_seed: data.random_seed, parameters: data.parameters,
      replicate: number(data.replicate) })));
}

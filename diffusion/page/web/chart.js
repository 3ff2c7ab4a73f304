// Draws charts as SVG, sharp on a wall and on paper: curves, number lines, stacks, the cash box.

/** Whole steps for an axis: about four of them. */
function ticks(top) {
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((width) => width >= rough) || 1;
  const whole = top < 4 ? 1 : step;
  const all = [];
  for (let value = 0; value <= top + 1e-9; value += whole) all.push(value);
  return all;
}

const monthTicks = (nMonths, most = 4) => {
  const step = [1, 2, 3, 6, 12, 18, 24, 36, 60, 120].find((width) => nMonths / width <= most) || 240;
  const all = [];
  for (let month = 0; month <= nMonths; month += step) all.push(month);
  return all;
};

function label(text, x, y, attributes = {}) {
  return draw("text", { x, y, fill: INK, ...attributes }, text);
}

/** Lines of a text below each other, the last of them at y. */
function labelLines(lines, x, y, size, attributes = {}) {
  return lines.map((line, row) => label(line, x, y - (lines.length - 1 - row) * size * 1.15, attributes));
}

/** Where each row of a drawing ends, if its name takes so many lines and what is below it is as tall as said. */
function rowEnds(names, size, tall) {
  let end = 0;
  return names.map((lines) => (end += tall + (lines.length - 1) * size * 1.15));
}

function picture(width, height, size, ...children) {
  return draw("svg", {
    width, height, viewBox: `0 0 ${width} ${height}`,
    "font-family": FONT, "font-size": size, "aria-hidden": "true", focusable: "false",
  }, ...children);
}

const path = (points) => "M" + points.map(([x, y]) => x.toFixed(1) + " " + y.toFixed(1)).join("L");

/** Put labels at the heights wished for, moved apart where they would touch. */
function apart(heights, gap, top, bottom) {
  const order = heights.map((_, place) => place).sort((a, b) => heights[a] - heights[b]);
  const placed = heights.slice();
  order.forEach((place, rank) => {
    if (rank > 0) placed[place] = Math.max(placed[place], placed[order[rank - 1]] + gap);
  });
  let limit = bottom;
  for (const place of order.slice().reverse()) {
    placed[place] = Math.max(top, Math.min(placed[place], limit));
    limit = placed[place] - gap;
  }
  return placed;
}

/**
 * Curves of adopters by month.
 * @returns { svg, upTo(record, counts) }: upTo uncovers the curves up to a record, with a dot for
 * the adopters of the history shown
 */
function curves(strategies, width, height, size, { hasBands = true, top = null, axisName = say("watch.axis") } = {}) {
  const { observed } = data;
  const names = strategies.map((index) => shortened(capital(strategyName(index)), size, 700, width - 80));
  if (observed) names.push(say("origin.points"));
  const colours = [...strategies.map((index) => lineOf(index).colour), STYLE.observed];
  const most = top || Math.max(1, data.n_artisans);
  const axis = ticks(most);
  const left = textWidth(number(axis[axis.length - 1]), size) + 12;
  const right = 14;
  const head = size * 1.5;
  const foot = height - size * 1.6;
  const x = (record) => left + (record / data.n_months) * (width - left - right);
  const y = (value) => foot - (value / most) * (foot - head);
  const id = "uncovered-" + (curves.made = (curves.made || 0) + 1);
  const cover = draw("rect", { x: 0, y: 0, width, height });
  const grid = axis.flatMap((value) => [
    draw("path", { d: `M${left} ${y(value)}H${width - right}`, stroke: STYLE.grid, "stroke-width": 1 }),
    label(number(value), left - 6, y(value) + size * 0.35, { "text-anchor": "end", fill: MUTED }),
  ]);
  const unitRoom = textWidth(say("watch.months"), size) + 2.6 * textWidth("00", size);
  const months = monthTicks(data.n_months, Math.max(1, Math.min(4, Math.floor((width - left) / unitRoom))));
  const monthLabels = months.map((month) =>
    label(number(month), x(month), height - size * 0.35, { "text-anchor": "middle", fill: MUTED }));
  const unitAt = months.length > 1 ? (months.at(-1) + months.at(-2)) / 2 : data.n_months / 2;
  const unit = label(say("watch.months"), x(unitAt),
    height - size * 0.35, { "text-anchor": "middle", fill: MUTED });
  const bands = strategies.map((index) => {
    const { low, high } = data.strategies[index].curve;
    const outline = high.map((value, record) => [x(record), y(value)])
      .concat(low.map((value, record) => [x(record), y(value)]).reverse());
    return draw("path", { d: path(outline) + "Z", fill: lineOf(index).colour, "fill-opacity": 0.14 });
  });
  const lines = strategies.map((index) => draw("path", {
    d: path(data.strategies[index].curve.mean.map((value, record) => [x(record), y(value)])),
    fill: "none", stroke: lineOf(index).colour, "stroke-width": size / 6,
    "stroke-dasharray": lineOf(index).dash || null, "stroke-linejoin": "round",
  }));
  const dots = strategies.map((index) => draw("circle", {
    r: size / 3, fill: lineOf(index).colour, stroke: PAPER, "stroke-width": 2,
  }));
  const seen = !observed ? [] : [
    draw("path", { d: path(observed.records.map((record, place) => [x(record), y(observed.users[place])])),
      fill: "none", stroke: STYLE.observed, "stroke-width": 1 }),
    ...observed.records.map((record, place) => draw("circle", {
      cx: x(record), cy: y(observed.users[place]), r: size / 6, fill: STYLE.observed })),
  ];
  const labels = names.map((_, place) => draw("text", {
    fill: colours[place], "font-weight": 700, stroke: PAPER, "stroke-width": size / 4,
    "paint-order": "stroke", "stroke-linejoin": "round",
  }, names[place]));
  const held = strategies.map((index) => draw("path", {
    d: heldRecords(index).map((record) => {
      const at = y(data.strategies[index].curve.mean[record]);
      return `M${x(record).toFixed(1)} ${(at - size * 0.4).toFixed(1)}v${(size * 0.8).toFixed(1)}`;
    }).join("") || "M0 0",
    class: "held", stroke: lineOf(index).colour, "stroke-width": 2,
  }));
  const now = draw("path", { stroke: INK, "stroke-width": 1 });
  const svg = picture(width, height, size,
    draw("defs", {}, draw("clipPath", { id }, cover)),
    grid, monthLabels, unit, label(axisName, left - 6, size * 0.9, { fill: MUTED }),
    draw("g", { "clip-path": `url(#${id})` }, hasBands ? bands : [], lines, held, seen), now, dots, labels);

  function upTo(record, counts = null) {
    cover.setAttribute("width", x(record) + 0.5);
    cover.dataset.record = record;
    now.setAttribute("d", counts ? `M${x(record)} ${head}V${foot}` : "M0 0");
    const wished = strategies.map((index) => y(data.strategies[index].curve.mean[record]) - size * 0.5);
    const last = observed ? observed.records.filter((one) => one <= record).length - 1 : -1;
    if (observed) wished.push(y(observed.users[Math.max(last, 0)]) + size);
    const heights = apart(wished, size * 1.45, head, foot - 4);
    labels.forEach((text, place) => {
      const room = textWidth(names[place], size, 700);
      const isRoomRight = x(record) + size + room < width;
      text.setAttribute("x", isRoomRight ? x(record) + size * 0.6 : Math.max(left + 4, x(record) - room - size * 0.7));
      text.setAttribute("y", heights[place]);
      if (place === strategies.length) text.setAttribute("visibility", last < 0 ? "hidden" : "visible");
    });
    dots.forEach((dot, place) => {
      dot.setAttribute("visibility", counts ? "visible" : "hidden");
      if (!counts) return;
      dot.setAttribute("cx", x(record));
      dot.setAttribute("cy", y(counts[place]));
    });
  }
  return { svg, upTo };
}

/**
 * Bands and means on one line of numbers, a row for each.
 * @param rows { name, colour, low, high, mean, marks }: marks are guesses, drawn as triangles
 */
function numberLine(rows, width, size) {
  const left = 14;
  const right = width - 18;
  const names = rows.map(({ name }) => inLines(name, size, 700, width - left));
  const ends = rowEnds(names, size, size * 2.9);
  const x = (value) => left + (value / data.n_artisans) * (right - left);
  const foot = ends.at(-1) + size * 0.4;
  const height = foot + size * 1.5;
  const axis = ticks(data.n_artisans).flatMap((value) => [
    draw("path", { d: `M${x(value)} ${foot}v7`, stroke: MUTED }),
    label(number(value), x(value), foot + size * 1.25, { "text-anchor": "middle", fill: MUTED }),
  ]);
  const drawn = rows.flatMap((row, place) => {
    const middle = ends[place] - size * 0.75;
    return [
      labelLines(names[place], left, ends[place] - size * 1.9, size, { fill: row.colour, "font-weight": 700 }),
      draw("path", { d: `M${left} ${middle}H${right}`, stroke: STYLE.rule }),
      (row.thin ? [row.thin] : []).map(([low, high]) => draw("path", { d: `M${x(low)} ${middle}H${x(high)}`,
        stroke: row.colour, "stroke-width": 2 })),
      draw("path", { d: `M${x(row.low)} ${middle}H${x(row.high)}`, stroke: row.colour,
        "stroke-width": size * 0.5, "stroke-opacity": 0.4, "stroke-linecap": "butt" }),
      draw("circle", { cx: x(row.mean), cy: middle, r: size * 0.38, fill: row.colour, stroke: PAPER, "stroke-width": 1.5 }),
      (row.marks || []).map((value) => draw("path", {
        d: `M${x(value)} ${middle - 3}l${-size * 0.35} ${-size * 0.62}h${size * 0.7}Z`,
        fill: PAPER, stroke: INK, "stroke-width": 1.6,
      })),
    ].flat();
  });
  return picture(width, height, size, draw("path", { d: `M${left} ${foot}H${right}`, stroke: MUTED }), axis, drawn);
}

/** Where the artisans stand at the end: one bar for each strategy, a part for each barrier. */
function stacks(width, size) {
  const bar = size * 1.9;
  const names = data.strategies.map((_, index) => inLines(capital(strategyName(index)), size, 700, width));
  const ends = rowEnds(names, size, bar + size * 1.7);
  const x = (value) => 1 + (value / data.n_artisans) * (width - 2);
  const bars = data.strategies.flatMap((strategy, index) => {
    const top = ends[index] - bar - size * 0.35;
    let from = 0;
    const parts = STYLE.barriers.flatMap((barrier) => {
      const value = strategy.reasons[barrier.key];
      const left = x(from);
      const wide = x(from + value) - left;
      from += value;
      if (wide < 0.5) return [];
      const part = [rectangle(left, top, wide, bar, barrier)];
      const text = number(value, 1);
      if (wide > textWidth(text, size) + 6)
        part.push(label(text, left + wide / 2, top + bar / 2 + size * 0.35, {
          "text-anchor": "middle", "font-weight": 700,
          fill: barrier.letters }));
      return part;
    });
    const name = { fill: lineOf(index).colour, "font-weight": 700 };
    return [...labelLines(names[index], 0, top - size * 0.35, size, name), ...parts];
  });
  const keys = [];
  let left = 0;
  let top = ends.at(-1) + size * 0.6;
  STYLE.barriers.forEach((barrier) => {
    const lines = inLines(reasonName(barrier.key), size, 400, width - size * 1.35);
    const wide = Math.max(...lines.map((line) => textWidth(line, size))) + size * 2.1;
    if (left > 0 && left + wide > width + size * 0.75) [left, top] = [0, top + size * 1.5];
    keys.push(rectangle(left + 1, top, size, size, barrier));
    top += (lines.length - 1) * size * 1.15;
    keys.push(...labelLines(lines, left + size * 1.35, top + size * 0.86, size));
    left += wide;
  });
  return picture(width, Math.ceil(top + size * 1.4), size, bars, keys);
}

/** A part of a stack; whoever has discontinued is crossed red, so that colour is not all that tells. */
function rectangle(x, y, width, height, barrier) {
  const box = draw("rect", { x, y, width, height, fill: barrier.fill,
    stroke: barrier.edge, "stroke-width": barrier.isCrossed ? 2 : 1 });
  if (!barrier.isCrossed) return box;
  const strokes = [];
  for (let at = x + 5; at < x + width - 1; at += 10)
    strokes.push(`M${at} ${y + height}L${Math.min(at + height * 0.5, x + width)} ${y + height - Math.min(height, (Math.min(at + height * 0.5, x + width) - at) * 2)}`);
  return draw("g", {}, box, draw("path", { d: strokes.join("") || "M0 0", stroke: barrier.edge, "stroke-opacity": 0.35 }));
}

/** Money in the association's box, on loan and lost, by month. */
function cashBox(index, top, width, size) {
  const height = size * 9;
  const box = data.strategies[index].cash_box;
  const axis = ticks(top);
  const left = textWidth(number(axis.at(-1) / 1000), size) + 12;
  const head = size * 0.8;
  const foot = height - size * 1.6;
  const names = STYLE.fund.map(({ key }) => say("take." + key));
  const right = width - Math.max(...names.map((name) => textWidth(name, size, 700))) - 12;
  const x = (record) => left + (record / data.n_months) * (right - left);
  const y = (value) => foot - (value / top) * (foot - head);
  const heights = apart(STYLE.fund.map(({ key }) => y(box[key].at(-1)) + size * 0.35), size * 1.15, head + size * 0.5, foot + size * 0.3);
  return picture(width, height, size,
    axis.flatMap((value) => [
      draw("path", { d: `M${left} ${y(value)}H${right}`, stroke: STYLE.grid }),
      label(number(value / 1000), left - 6, y(value) + size * 0.35, { "text-anchor": "end", fill: MUTED }),
    ]),
    monthTicks(data.n_months).map((month) =>
      label(number(month), x(month), height - size * 0.35, { "text-anchor": "middle", fill: MUTED })),
    STYLE.fund.flatMap(({ key, colour, dash }, place) => [
      draw("path", { d: path(box[key].map((value, record) => [x(record), y(value)])), fill: "none",
        stroke: colour, "stroke-width": size / 7, "stroke-dasharray": dash || null }),
      label(names[place], right + 8, heights[place], { fill: colour, "font-weight": 700 }),
    ]));
}

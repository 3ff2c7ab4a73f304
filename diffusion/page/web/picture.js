// Saves one picture of the end: both networks, the chart and the caveat, made without a network.

const PICTURE = { width: 1280, height: 1000, edge: 30 };

/** An SVG as an image that a canvas can take in. */
function imageOf(svg) {
  const text = new XMLSerializer().serializeToString(svg);
  const image = new Image();
  return new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.setAttribute("src", "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text));
  });
}

async function paintPicture() {
  const { width, height, edge } = PICTURE;
  const canvas = make("canvas", { width, height });
  const pen = canvas.getContext("2d");
  const side = (width - 3 * edge) / 2;
  const write = (text, x, y, size, { colour = INK, weight = 400, most = width - 2 * edge } = {}) => {
    pen.fillStyle = colour;
    pen.font = `${weight} ${size}px ${FONT}`;
    inLines(text, size, weight, most).forEach((line, row) => pen.fillText(line, x, y + row * size * 1.25));
  };
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, width, height);
  write(document.title, edge, 44, 28, { weight: 700 });
  state.shown.forEach((strategy, place) => {
    if (place === 1 && !isTwo()) return;
    const left = edge + place * (side + edge);
    const stages = stagesOf(strategy, data.n_months);
    const of = say("watch.of", { n_artisans: number(data.n_artisans) });
    const { end } = data.strategies[strategy];
    const told = [priceOf(strategy),
      sayOfRuns("picture.mean", { mean: mean(end.adopters), range: band(end) }),
      say("picture.one", { number: number(countAdopters(stages)), of })];
    write(capital(strategyName(strategy)), left, 84, 24, { colour: lineOf(strategy).colour, weight: 700, most: side });
    told.forEach((text, row) => write(text, left, 112 + 24 * row, 18, { most: side }));
    const network = new Network(make("canvas"));
    network.fit(side, 330, 1);
    const group = state.group;
    state.group = null; // the picture is of everybody
    network.show(stages);
    state.group = group;
    pen.drawImage(network.canvas, left, 170, side, 330);
  });
  paintLegend(pen, edge, 518, (width - 2 * edge) / STAGES.length);
  const all = data.strategies.map((_, index) => index);
  const chart = curves(all, width - 2 * edge, 320, 22);
  chart.upTo(data.n_months);
  pen.drawImage(await imageOf(chart.svg), edge, 536);
  write(`${sayOfRuns("take.chart_note")} ${otherWay(data.n_months)}`, edge, 872, 18, { colour: MUTED });
  write(origin(), edge, 918, 18, { colour: MUTED });
  write(`${say("page.caveat")} ${say("take.no_forecast")}`, edge, 962, 20, { weight: 700 });
  return canvas;
}

function paintLegend(pen, left, y, step) {
  STAGES.forEach((name, stage) => {
    drawMark(pen, stage, left + 12 + stage * step, y, 10);
    pen.fillStyle = INK;
    pen.font = `20px ${FONT}`;
    pen.fillText(say("stage." + name), left + 30 + stage * step, y + 7);
  });
}

async function savePicture() {
  const canvas = await paintPicture();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: `${data.community.name}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

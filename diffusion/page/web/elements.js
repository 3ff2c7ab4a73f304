// Makes elements of the page and of its drawings.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; text becomes a text node, so that no name is markup. */
function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

/**
 * A table from its headings and rows; the first cell of a row is its heading. Each cell knows the
 * heading of its column, which stands beside it where there is no room for columns.
 */
function table(caption, head, rows, numeric = true) {
  const cells = (row) =>
    row.map((cell, place) =>
      place === 0
        ? make("th", { scope: "row", "data-head": head[0] || null }, cell)
        : make("td", { class: numeric ? "number" : null, "data-head": head[place] || null }, cell));
  return make("div", { class: "scroll" },
    make("table", {},
      caption ? make("caption", {}, caption) : null,
      make("thead", {}, make("tr", {}, head.map((title, place) =>
        title === "" ? make("td", {}) :
        make("th", { scope: "col", class: numeric && place > 0 ? "number" : "" }, title)))),
      make("tbody", {}, rows.map((row) => make("tr", {}, cells(row))))));
}

/** Where a table is wider than its place, put each of its cells below its heading. */
function stackWideTables() {
  for (const place of document.querySelectorAll("main > section:not([hidden]) .scroll")) {
    place.classList.remove("stacked");
    place.classList.toggle("stacked", place.scrollWidth > place.clientWidth);
  }
}

/** Size of a rem in pixels: 18, or 24 in the hall, or what the reader's browser makes of them. */
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Size of letters in a drawing of a width: as the text beside it, and so that its words fit. */
const lettersIn = (width, part = 0.85) => Math.max(11, Math.min(Math.max(15, rem() * part), width / 16));

/** Tell the style sheet how many letters fit beside each other, whatever their size. */
function measurePage() {
  document.body.classList.toggle("narrow", window.innerWidth < 39 * rem());
  document.body.classList.toggle("slim", window.innerWidth < 27 * rem());
  document.body.classList.toggle("hamlets", Boolean(data.community.hamlets));
  document.body.classList.toggle("thin", window.innerWidth < 15 * rem());
}

/** Width a drawing may take: that of its place, or a handy one where it is not shown. */
const widthOf = (element, otherwise = 560) => Math.round(element.clientWidth) || otherwise;

/** Width of a text in pixels, in the type of the page. */
const measuring = document.createElement("canvas").getContext("2d");
function textWidth(text, size, weight = 400) {
  measuring.font = `${weight} ${size}px ${FONT}`;
  return measuring.measureText(text).width;
}

/** A text in lines that are no wider than what there is; a word that is wider is broken. */
function inLines(text, size, weight, most) {
  const isWide = (words) => textWidth(words, size, weight) > most;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (!isWide(longer)) lines[lines.length - 1] = longer;
    else if (lines.at(-1)) lines.push(word);
    else lines[0] = word;
    while (lines.at(-1).length > 1 && isWide(lines.at(-1))) {
      const whole = lines.pop();
      let fits = whole.length - 1;
      while (fits > 1 && isWide(whole.slice(0, fits))) fits -= 1;
      lines.push(whole.slice(0, fits), whole.slice(fits));
    }
  }
  return lines;
}

/** A text that is no wider than what there is; what is left out is told by three dots. */
function shortened(text, size, weight, most) {
  let letters = text.length;
  const cut = () => (letters < text.length ? text.slice(0, letters).trimEnd() + "\u2026" : text);
  while (letters > 1 && textWidth(cut(), size, weight) > most) letters -= 1;
  return cut();
}

const LEAST_NAME = 9; // pixels: the smallest letters of a name on a picture

/** A name in one line, else in two of whole words, in letters as large as that allows; else cut short. */
function fitted(name, usual, most) {
  for (const allowed of [1, 2])
    for (let size = usual; size >= LEAST_NAME; size -= 0.5) {
      const lines = inLines(name, size, 400, most);
      if (lines.length <= allowed && lines.join(" ") === name) return { lines, size };
    }
  return { lines: [shortened(name, LEAST_NAME, 400, most)], size: LEAST_NAME };
}

const FONT = 'system-ui, "Noto Sans", "DejaVu Sans", Arial, sans-serif';
const INK = STYLE.ink;
const MUTED = STYLE.muted;
const PAPER = STYLE.paper;
const DISCONTINUED = STYLE.discontinued;

/** Colour and dash of a strategy, and the class that frames it so. */
const lineOf = (index) => STYLE.lines[index];
const lineClass = (index) => "line-" + lineOf(index).place;

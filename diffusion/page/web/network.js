// Draws a network of artisans on a canvas: who is at which stage, by colour and by shape.

const MOST_RINGS = 300; // among more artisans than that, rings would hide the marks
const LEAST_NUMBERED = 6.5; // radius in pixels of a mark that has room for two digits
const HALOED = new Set([3, 6]); // marks of two colours, on which digits alone are hard to read
const FAINT = 0.2; // how much is left of marks outside the group that stands out

/** For each point, the others within a distance; found by cells, so that thousands are quick. */
function neighbours(points, distance) {
  const cells = new Map();
  const key = (x, y) => Math.floor(x / distance) + ":" + Math.floor(y / distance);
  points.forEach(([x, y], row) => {
    if (!cells.has(key(x, y))) cells.set(key(x, y), []);
    cells.get(key(x, y)).push(row);
  });
  return points.map(([x, y], row) => {
    const near = [];
    for (const dx of [-distance, 0, distance])
      for (const dy of [-distance, 0, distance])
        for (const other of cells.get(key(x + dx, y + dy)) || [])
          if (other !== row && Math.hypot(x - points[other][0], y - points[other][1]) < distance)
            near.push(other);
    return near.sort((one, two) => one - two);
  });
}

/** Distance to the nearest other that nine in ten artisans keep, in pixels, 40 at the most. */
function usualGap(points) {
  const gaps = neighbours(points, 40).map((near, row) =>
    near.reduce((least, other) =>
      Math.min(least, Math.hypot(points[row][0] - points[other][0], points[row][1] - points[other][1])), 40));
  return gaps.sort((one, two) => one - two)[Math.floor(gaps.length / 10)];
}

/** Whether an artisan is in the group that stands out; everybody is where none was chosen. */
function isInGroup(row) {
  if (!state.group) return true;
  const [kind, which] = state.group;
  return data.groups[kind].of[row] === which;
}

class Network {
  /** @param canvas where to draw; @param isNumbered whether marks carry the artisans' numbers */
  constructor(canvas, isNumbered = true) {
    this.canvas = canvas;
    this.isNumbered = isNumbered;
    this.drawn = null; // digits on the canvas now
    this.changed = []; // rows with a ring
    this.width = 0;
    // Else the browser would stretch what was drawn when the place gets another size.
    new ResizeObserver(() => this.asked && this.fit() && this.show(...this.asked)).observe(canvas);
  }

  /** Measure the canvas and prepare what never changes: the ties and a picture of each mark. */
  fit(width = this.canvas.clientWidth, height = this.canvas.clientHeight, scale = window.devicePixelRatio || 1) {
    if (width < 20 || height < 20) return false;
    if (this.width === width && this.height === height && this.scale === scale) return true;
    Object.assign(this, { width, height, scale, drawn: null });
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.pen = this.canvas.getContext("2d");
    const edge = Math.min(24, width / 14, height / 14);
    // On whole pixels of the screen, where marks are copied fastest.
    const whole = (value) => Math.round(value * scale) / scale;
    this.at = ([x, y]) => [whole(edge + x * (width - 2 * edge)), whole(edge + y * (height - 2 * edge))];
    this.points = data.places.map(this.at);
    this.radius = Math.max(2.5, Math.min(17, edge - 3, usualGap(this.points) * 0.48));
    this.hasNumbers = this.isNumbered && this.radius >= LEAST_NUMBERED;
    this.ties = this.layer((pen) => this.drawTies(pen));
    // Half the side of what one mark with its ring may cover, and who reaches into that square.
    const hasRings = data.n_artisans <= MOST_RINGS;
    this.reach = hasRings ? Math.ceil(this.radius * 1.45) + 2 : Math.ceil(this.radius) + 1;
    this.near = neighbours(this.points, 1.3 * (this.reach + this.radius + 1));
    this.nearUsual = this.near.reduce((sum, near) => sum + near.length, 0) / this.near.length;
    this.marks = STAGES.map((_, stage) => this.mark(stage));
    return true;
  }

  layer(paint, width = this.width, height = this.height) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * this.scale);
    canvas.height = Math.round(height * this.scale);
    const pen = canvas.getContext("2d");
    pen.scale(this.scale, this.scale);
    paint(pen);
    return canvas;
  }

  mark(stage) {
    const side = 2 * this.reach;
    return this.layer((pen) => drawMark(pen, stage, this.reach, this.reach, this.radius), side, side);
  }

  drawTies(pen) {
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, this.width, this.height);
    const frames = data.community.hamlets?.frames;
    if (frames) this.drawFrames(pen, frames);
    const isFine = data.ties.length > 2000;
    [pen.strokeStyle, pen.lineWidth] = isFine ? [STYLE.manyTies, 0.6] : [STYLE.tie, 1.2];
    pen.beginPath();
    for (const [ego, alter] of data.ties) {
      pen.moveTo(...this.points[ego]);
      pen.lineTo(...this.points[alter]);
    }
    pen.stroke();
    if (frames) this.nameFrames(pen, frames);
    if (state.group) this.drawHalos(pen);
  }

  /** A disc of the group's colour below the mark of each who is in the group that stands out. */
  drawHalos(pen) {
    pen.fillStyle = STYLE.halos[state.group[1] % STYLE.halos.length];
    this.points.forEach(([x, y], row) => {
      if (!isInGroup(row)) return;
      pen.beginPath();
      pen.arc(x, y, this.radius * 1.25, 0, 2 * Math.PI);
      pen.fill();
    });
  }

  /** A frame around each hamlet, and its own ground in it. */
  drawFrames(pen, frames) {
    pen.strokeStyle = STYLE.rule;
    pen.lineWidth = 1.5;
    for (const [hamlet, frame] of frames.entries()) {
      const [[x, y], [farX, farY]] = [this.at(frame.slice(0, 2)), this.at(frame.slice(2))];
      pen.fillStyle = STYLE.tints[hamlet % STYLE.tints.length];
      pen.fillRect(x, y, farX - x, farY - y);
      pen.strokeRect(x, y, farX - x, farY - y);
    }
  }

  /** The name of each hamlet, in lines where it is long, over the ties and with paper around the letters. */
  nameFrames(pen, frames) {
    const usual = Math.max(10, Math.min(15, this.height * 0.05));
    pen.strokeStyle = PAPER;
    pen.fillStyle = MUTED;
    pen.lineJoin = "round";
    frames.forEach(([left, top, right], hamlet) => {
      const [[x, y], [farX]] = [this.at([left, top]), this.at([right, top])];
      const { lines, size } = fitted(frameName(hamlet), usual, farX - x - 8);
      pen.font = `${size}px ${FONT}`;
      pen.lineWidth = size / 3;
      lines.forEach((line, row) => {
        pen.strokeText(line, x + 4, y + size + 1 + row * size * 1.05);
        pen.fillText(line, x + 4, y + size + 1 + row * size * 1.05);
      });
    });
  }

  /**
   * Show the stages; draw again only what differs from what is on the canvas.
   * Those who differ from `before` get a ring, and so does the chosen one.
   */
  show(stages, options = {}) {
    this.asked = [stages, options];
    const { chosen = -1, before = stages, hasChosenTies = false } = options;
    if (!this.pen && !this.fit()) return;
    this.pen.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    if (this.drawn !== null && this.group !== state.group) this.ties = this.layer((pen) => this.drawTies(pen));
    const differing = (others) => {
      const rows = [];
      for (let row = 0; row < stages.length; row += 1) if (others[row] !== stages[row]) rows.push(row);
      return rows;
    };
    const changed = stages.length > MOST_RINGS ? [] : differing(before);
    const isSame = this.drawn !== null && this.chosen === chosen && this.group === state.group && !hasChosenTies;
    const dirty = isSame ? new Set([...this.changed, ...changed, ...differing(this.drawn)]) : null;
    if (isSame && dirty.size * (2 + this.nearUsual) < stages.length) {
      for (const row of dirty) this.redraw(row, stages);
    } else {
      this.pen.drawImage(this.ties, 0, 0, this.width, this.height);
      if (hasChosenTies) this.drawTiesOf(chosen);
      for (let row = 0; row < stages.length; row += 1) this.stamp(row, +stages[row]);
    }
    for (const row of changed) this.ring(row, INK, Math.max(1.2, this.radius / 6));
    if (chosen >= 0) this.ring(chosen, DISCONTINUED, Math.max(2, this.radius / 4));
    Object.assign(this, { drawn: stages, chosen, changed, group: state.group });
  }

  /** Draw again the square around one artisan, with whatever of others reaches into it. */
  redraw(row, stages) {
    const { pen, scale, reach } = this;
    const [x, y] = this.points[row].map((value) => Math.round((value - reach) * scale));
    const side = Math.round(2 * reach * scale);
    pen.save();
    pen.beginPath();
    pen.rect(x / scale, y / scale, side / scale, side / scale);
    pen.clip();
    pen.drawImage(this.ties, x, y, side, side, x / scale, y / scale, side / scale, side / scale);
    for (const other of this.near[row]) if (other < row) this.stamp(other, +stages[other]);
    this.stamp(row, +stages[row]);
    for (const other of this.near[row]) if (other > row) this.stamp(other, +stages[other]);
    pen.restore();
  }

  stamp(row, stage) {
    const [x, y] = this.points[row];
    const side = 2 * this.reach;
    this.pen.globalAlpha = isInGroup(row) ? 1 : FAINT;
    this.pen.drawImage(this.marks[stage], x - this.reach, y - this.reach, side, side);
    if (this.hasNumbers) this.writeNumber(row, stage);
    this.pen.globalAlpha = 1;
  }

  /** The artisan's number on the mark; on a cross or two colours with paper around the digits. */
  writeNumber(row, stage) {
    const { pen, radius } = this;
    const [x, y] = this.points[row];
    const text = String(row + 1);
    const size = Math.max(radius * (text.length > 2 ? 0.75 : 0.95), text.length > 2 ? 7 : 9);
    pen.font = `700 ${size}px ${FONT}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    if (HALOED.has(stage)) {
      pen.lineWidth = size / (stage === 6 ? 3 : 4);
      pen.strokeStyle = PAPER;
      pen.lineJoin = "round";
      pen.strokeText(text, x, y + size * 0.06);
    }
    pen.fillStyle = STYLE.stages[stage].letters;
    pen.fillText(text, x, y + size * 0.06);
  }

  drawTiesOf(ego) {
    const pen = this.pen;
    pen.strokeStyle = DISCONTINUED;
    pen.lineWidth = 2;
    pen.beginPath();
    for (const tie of data.ties)
      if (tie.includes(ego)) {
        pen.moveTo(...this.points[tie[0]]);
        pen.lineTo(...this.points[tie[1]]);
      }
    pen.stroke();
  }

  ring(row, colour, width) {
    const [x, y] = this.points[row];
    this.pen.strokeStyle = colour;
    this.pen.lineWidth = width;
    this.pen.beginPath();
    this.pen.arc(x, y, this.radius * 1.25, 0, 2 * Math.PI);
    this.pen.stroke();
  }

  /** The artisan nearest to where somebody tapped, or -1 if nobody is near. */
  artisanAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    let nearest = -1;
    let least = Math.max(22, this.radius + 8);
    (this.points || []).forEach((point, row) => {
      const distance = Math.hypot(x - point[0], y - point[1]);
      if (distance < least) [nearest, least] = [row, distance];
    });
    return nearest;
  }

  /** Open the story of whoever is tapped; name him while the pointer is over him. */
  follow(choose) {
    this.canvas.addEventListener("click", (event) => {
      const row = this.artisanAt(event);
      if (row >= 0) choose(row);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const row = this.artisanAt(event);
      this.canvas.title = row < 0 ? "" : artisanName(row);
      this.canvas.classList.toggle("over", row >= 0);
    });
  }
}

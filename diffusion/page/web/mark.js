// Draws the mark of a stage: its colour and its shape say the same.

/**
 * Draw the mark of a stage around a point.
 * Circles: unaware, knows. Diamonds: persuaded, and half filled decided.
 * Squares, the adopters: trial, confirmed. A red ring with a cross: discontinued.
 */
function drawMark(pen, stage, x, y, radius) {
  const line = Math.max(1, radius / 9);
  pen.lineWidth = line;
  pen.strokeStyle = INK;
  pen.fillStyle = STYLE.stages[stage].fill;
  pen.beginPath();
  if (stage === 2 || stage === 3) {
    diamond(pen, x, y, radius);
  } else if (stage === TRIAL || stage === CONFIRMED) {
    const half = radius * 0.84;
    pen.rect(x - half, y - half, 2 * half, 2 * half);
  } else {
    pen.arc(x, y, radius * 0.9, 0, 2 * Math.PI);
  }
  pen.fill();
  if (stage === 3) {
    pen.save();
    pen.clip();
    pen.fillStyle = STYLE.decidedHalf;
    pen.fillRect(x - radius, y, 2 * radius, radius + 1);
    pen.restore();
    pen.beginPath();
    diamond(pen, x, y, radius);
  }
  if (stage === 6) {
    pen.strokeStyle = DISCONTINUED;
    pen.lineWidth = Math.max(1.5, radius / 5);
    const arm = radius * 0.64; // so long that its ends show around a number
    pen.moveTo(x - arm, y - arm);
    pen.lineTo(x + arm, y + arm);
    pen.moveTo(x + arm, y - arm);
    pen.lineTo(x - arm, y + arm);
  }
  pen.stroke();
}

function diamond(pen, x, y, radius) {
  pen.moveTo(x, y - radius);
  pen.lineTo(x + radius, y);
  pen.lineTo(x, y + radius);
  pen.lineTo(x - radius, y);
  pen.closePath();
}

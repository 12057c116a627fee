/* The pen that draws on the canvas: classes' colours and patterns, lines, and words with a light edge.
   Widths are in screen pixels; `step` is how many of them one step of the grid takes. */
(function () {
  "use strict";

  const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";
  const TILE = 8;

  /* Lines over a class's colour, as a tile to repeat. */
  function tile(look, ratio) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = TILE * ratio;
    const context = canvas.getContext("2d");
    context.fillStyle = look.colour;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.scale(ratio, ratio);
    context.strokeStyle = context.fillStyle = look.line;
    context.lineWidth = 1.6;
    if (look.pattern === "dots") {
      context.fillRect(1, 1, 1.6, 1.6);
      context.fillRect(5, 5, 1.6, 1.6);
      return canvas;
    }
    const strokes = look.pattern === "hatch"
      ? [[-2, 2, 2, -2], [-1, 9, 9, -1], [6, 10, 10, 6]] : [[0, 2, 8, 2], [0, 6, 8, 6]];
    context.beginPath();
    strokes.forEach(([x, y, toX, toY]) => { context.moveTo(x, y); context.lineTo(toX, toY); });
    context.stroke();
    return canvas;
  }

  class Pen {
    constructor(canvas) {
      this.canvas = canvas;
      this.context = canvas.getContext("2d");
      this.ratio = 1;
      this.patterns = new Map();
    }

    /* Make the canvas so many screen pixels large. */
    resize(size, ratio = window.devicePixelRatio || 1) {
      if (ratio !== this.ratio) { this.patterns.clear(); }
      this.ratio = ratio;
      const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
      if (this.canvas.width === width && this.canvas.height === height) { return; }
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }

    get width() { return this.canvas.width / this.ratio; }
    get height() { return this.canvas.height / this.ratio; }

    /* From now on, points are in screen pixels from the canvas's corner. */
    inPixels() { this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0); }

    /* From now on, points are in steps of the grid, north up. */
    inSteps({ step, x, y }) {
      this.context.setTransform(this.ratio * step, 0, 0, -this.ratio * step, this.ratio * x, this.ratio * y);
      this.context.lineJoin = "round";
    }

    wash(colour, left, width) {
      this.context.fillStyle = colour;
      this.context.fillRect(left, 0, width, this.canvas.height);
    }

    /* Draw only on what lies left of `edge`, in screen pixels. */
    clipped(edge, draw) {
      this.context.save();
      this.inPixels();
      this.context.beginPath();
      this.context.rect(0, 0, edge, this.height);
      this.context.clip();
      draw();
      this.context.restore();
    }

    /* Fill a path as its class looks; a plain one also covers the hair lines between neighbours. */
    fill({ look, path }, step) {
      const { context } = this;
      context.fillStyle = context.strokeStyle = look.colour;
      if (look.pattern !== "plain") {
        context.fillStyle = this.pattern(look);
        context.fill(path);
        return;
      }
      context.fill(path);
      context.lineWidth = 0.6 / step;
      context.stroke(path);
    }

    pattern(look) {
      if (!this.patterns.has(look.label)) {
        this.patterns.set(look.label, this.context.createPattern(tile(look, this.ratio), "repeat"));
      }
      const pattern = this.patterns.get(look.label);
      pattern.setTransform(this.context.getTransform().inverse());
      return pattern;
    }

    line(path, width, colour, step) {
      this.context.lineWidth = width / step;
      this.context.strokeStyle = colour;
      this.context.stroke(path);
    }

    /* A line from one point to another on a light edge, in screen pixels. */
    leg([x, y], [toX, toY], colour, dashes) {
      const { context } = this;
      context.lineCap = "round";
      [[9, "rgba(255,255,255,0.9)", []], [4.5, colour, dashes]].forEach(([width, ink, dash]) => {
        context.beginPath();
        context.moveTo(x, y);
        context.lineTo(toX, toY);
        context.setLineDash(dash);
        context.lineWidth = width;
        context.strokeStyle = ink;
        context.stroke();
      });
      context.setLineDash([]);
      context.lineCap = "butt";
    }

    /* A pin whose point is at x, y; or a ring round it. */
    pin(x, y) {
      const { context } = this;
      context.beginPath();
      context.arc(x, y - 22, 11, 0.85 * Math.PI, 0.15 * Math.PI);
      context.lineTo(x, y);
      context.closePath();
      context.lineWidth = 3;
      context.strokeStyle = "#fff";
      context.fillStyle = "#0b0c0c";
      context.stroke();
      context.fill();
      context.beginPath();
      context.arc(x, y - 22, 4, 0, 2 * Math.PI);
      context.fillStyle = "#fff";
      context.fill();
    }

    /* A counter where there are no signs: a cross where it closes, grey where it is shut, else a dot. */
    counter(x, y, status) {
      const { context } = this;
      context.beginPath();
      if (status === "closed") {
        [[-6, -6, 6, 6], [6, -6, -6, 6]].forEach(([left, top, right, bottom]) => {
          context.moveTo(x + left, y + top);
          context.lineTo(x + right, y + bottom);
        });
        [[8, "#fff"], [4, "#9b0f42"]].forEach(([width, colour]) => {
          context.lineWidth = width;
          context.strokeStyle = colour;
          context.stroke();
        });
        return;
      }
      context.arc(x, y, 6.5, 0, 2 * Math.PI);
      context.fillStyle = status === "shut" ? "#5b6770" : "#12436d";
      context.fill();
      context.lineWidth = 2;
      context.strokeStyle = "#fff";
      context.stroke();
    }

    ring(x, y, colour) {
      const { context } = this;
      context.beginPath();
      context.arc(x, y, 14, 0, 2 * Math.PI);
      context.lineWidth = 3;
      context.strokeStyle = colour;
      context.stroke();
    }

    /* How words will be written: their size in pixels, and which part of them stands at the point. */
    letter(size, align) {
      this.leading = Math.round(size * 1.17);
      this.context.font = `600 ${size}px ${FONTS}`;
      this.context.textAlign = align;
      this.context.textBaseline = "middle";
    }

    /* The width of the longest line, in screen pixels. */
    measure(lines) { return Math.max(...lines.map((line) => this.context.measureText(line).width)); }

    write(lines, x, y) {
      const { context } = this;
      context.lineWidth = 3.5;
      context.strokeStyle = "rgba(255,255,255,0.92)";
      context.fillStyle = "#1b2733";
      lines.forEach((line, number) => {
        const down = y + (number - (lines.length - 1) / 2) * this.leading;
        context.strokeText(line, x, down);
        context.fillText(line, x, down);
      });
    }
  }

  window.estatePen = { Pen, FONTS };
}());

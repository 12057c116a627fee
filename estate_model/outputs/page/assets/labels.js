/* Names on the map: the roomiest first, each where it hits no sign and no earlier name. */
(function () {
  "use strict";

  const MOST_LETTERS = 44;
  const SHIFTS = [0, -0.35, 0.35, -0.7, 0.7];
  const SIGN = 12;   /* half a counter's sign, in screen pixels */

  /* A name in one or two lines of at most about 20 characters each. */
  function lines(name) {
    const letters = Array.from(name);
    const text = letters.slice(0, MOST_LETTERS).join("") + (letters.length > MOST_LETTERS ? "\u2026" : "");
    const middle = text.length / 2;
    let cut = -1;
    for (let at = text.indexOf(" "); at >= 0; at = text.indexOf(" ", at + 1)) {
      if (cut < 0 || Math.abs(at - middle) < Math.abs(cut - middle)) { cut = at; }
    }
    return cut < 0 || text.length < 12 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
  }

  function apart(box, other) {
    return box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1];
  }

  /* What names must not cover: the signs, whose middles are given in screen pixels. */
  function around(signs) { return signs.map((at) => [at.x - SIGN, at.y - SIGN, at.x + SIGN, at.y + SIGN]); }

  class Labels {
    /* `points` holds the best point for each name and the room around it, in Web-Mercator metres. */
    constructor(points, names) {
      this.names = points.map(([x, y, room], number) => ({ x, y, room, lines: lines(names[number]) }))
        .sort((one, other) => other.room - one.room);
    }

    /* Write the names in the first of the sizes that fits; `taken` are boxes to keep clear of, and grows. */
    draw(pen, view, taken, sizes) {
      this.names.forEach((name) => {
        const room = name.room * view.metre;
        const x = view.middle.x + name.x * view.metre;
        const y = view.middle.y - name.y * view.metre;
        if (!room || x < -99 || y < -99 || x > pen.width + 99 || y > pen.height + 99) { return; }
        sizes.some((size) => {
          pen.letter(size, "center");
          const width = pen.measure(name.lines);
          if (width > 3.4 * room) { return false; }
          const half = size * 0.6 * name.lines.length;
          const free = SHIFTS.map((shift) => [x - width / 2 - 2, y + shift * room - half, x + width / 2 + 2, y + shift * room + half])
            .find((box) => taken.every((other) => apart(box, other)));
          if (!free) { return false; }
          taken.push(free);
          pen.write(name.lines, x, free[1] + half);
          return true;
        });
      });
    }
  }

  window.estateLabels = { Labels, around };
}());

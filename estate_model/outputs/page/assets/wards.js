/* The lines between groups of areas, from the edges that areas share: neighbours have the same points along them. */
(function () {
  "use strict";

  const MOST = 16384;   /* the grid has fewer steps each way */

  /* Call `each` with every edge of an area: its key, the same from either side, and its ends. */
  function edges(rings, each) {
    rings.forEach((ring) => {
      for (let at = 0; at < ring.length; at += 2) {
        const to = (at + 2) % ring.length;
        const [one, other] = [ring[at] * MOST + ring[at + 1], ring[to] * MOST + ring[to + 1]];
        each(one < other ? `${one} ${other}` : `${other} ${one}`, ring[at], ring[at + 1], ring[to], ring[to + 1]);
      }
    });
  }

  function add(path, [x, y, toX, toY]) {
    path.moveTo(x, y);
    path.lineTo(toX, toY);
  }

  /* The line around some areas together. */
  function around(cells) {
    const once = new Map();
    cells.forEach(({ rings }) => edges(rings, (key, ...ends) => {
      if (once.has(key)) { once.delete(key); } else { once.set(key, ends); }
    }));
    const path = new Path2D();
    once.forEach((ends) => add(path, ends));
    return path;
  }

  /* The lines where the group changes from one area to its neighbour. */
  function between(cells, groupOf) {
    const seen = new Map();
    const path = new Path2D();
    cells.forEach(({ rings }, cell) => edges(rings, (key, ...ends) => {
      if (!seen.has(key)) { seen.set(key, groupOf[cell]); } else if (seen.get(key) !== groupOf[cell]) { add(path, ends); }
    }));
    return path;
  }

  /* For each group the middle of its areas' boxes and the room there, in Web-Mercator metres. */
  function middles(cells, groupOf, count, grid) {
    const boxes = Array.from({ length: count }, () => [Infinity, Infinity, -Infinity, -Infinity]);
    cells.forEach(({ box }, cell) => {
      const all = boxes[groupOf[cell]];
      if (all) { boxes[groupOf[cell]] = [Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])]; }
    });
    return boxes.map(([x, y, toX, toY]) => (x > toX ? [0, 0, 0]
      : [grid.x + (x + toX) / 2 * grid.step, grid.y + (y + toY) / 2 * grid.step, Math.min(toX - x, toY - y) / 2 * grid.step]));
  }

  /* The group of each area: the one where most of its people are; -1 where it has none. */
  function groupsOf(points, groupOfZone, count) {
    const sums = new Map();
    points.people.forEach((people, point) => {
      const [cell, group] = [points.cell[point], groupOfZone[points.zone[point]]];
      const own = sums.get(cell) || new Map();
      own.set(group, (own.get(group) || 0) + people);
      sums.set(cell, own);
    });
    return Int32Array.from({ length: count }, (_, cell) =>
      (sums.has(cell) ? [...sums.get(cell)].reduce((most, one) => (one[1] > most[1] ? one : most))[0] : -1));
  }

  window.estateWards = { around, between, middles, groupsOf };
}());

/* Whole numbers and shapes from packed text: the reverse of packing.py. */
(function () {
  "use strict";

  const { bytes, reader, unzigzag } = window.estateUnpack;

  /* Little-endian whole numbers of `width` bytes each. */
  function numbers(text, width) {
    const raw = bytes(text);
    return Array.from({ length: raw.length / width }, (_, place) => {
      let value = 0;
      for (let byte = width - 1; byte >= 0; byte -= 1) { value = value * 256 + raw[place * width + byte]; }
      return value;
    });
  }

  /* Each shape as a path in steps of the grid, its box (least x, least y, most x, most y), and its rings as
     x, y, x, y and so on. */
  function shapes(text, closed = true) {
    const next = reader(bytes(text));
    const pen = { x: 0, y: 0 };
    return Array.from({ length: next() }, () => shape(next, pen, closed));
  }

  /* All lines of a packed text as one path. */
  function lines(text) {
    const path = new Path2D();
    shapes(text, false).forEach((one) => path.addPath(one.path));
    return path;
  }

  function shape(next, pen, closed) {
    const path = new Path2D();
    const rings = [];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let left = next(); left > 0; left -= 1) {
      const points = next();
      const ring = new Int32Array(2 * points);
      for (let point = 0; point < points; point += 1) {
        const x = pen.x += unzigzag(next());
        const y = pen.y += unzigzag(next());
        if (point) { path.lineTo(x, y); } else { path.moveTo(x, y); }
        ring[2 * point] = x;
        ring[2 * point + 1] = y;
        if (x < box[0]) { box[0] = x; }
        if (y < box[1]) { box[1] = y; }
        if (x > box[2]) { box[2] = x; }
        if (y > box[3]) { box[3] = y; }
      }
      if (closed) { path.closePath(); }
      rings.push(ring);
    }
    return { path, box, rings };
  }

  window.estateShapes = { lines, numbers, shapes };
}());

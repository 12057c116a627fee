/* Main roads, railways and parks, by which a reader finds the way: lines over the areas, from near. */
(function () {
  "use strict";

  const { lines, shapes } = window.estateShapes;
  const FROM = 11;   /* the zoom from which they are drawn */
  const PARK = "park";
  const STROKES = [[PARK, 1.2, "rgba(24,110,52,0.75)", []], ["road", 3.6, "rgba(45,45,45,0.9)", []],
    ["road", 1.9, "#fff7e0", []], ["rail", 2.6, "#fff", []], ["rail", 1.4, "#1a1a1a", [6, 4]]];

  class Backdrop {
    /* Packed text by kind: unpacked when first drawn. */
    constructor(packed) {
      this.packed = packed || {};
      this.paths = null;
    }

    unpacked() {
      this.paths = this.paths || new Map(Object.entries(this.packed).map(([kind, text]) => [kind, kind === PARK ? closed(text) : lines(text)]));
      return this.paths;
    }

    draw(pen, step, zoom) {
      if (zoom < FROM) { return; }
      const paths = this.unpacked();
      STROKES.filter(([kind]) => paths.has(kind)).forEach(([kind, width, colour, dashes]) => {
        pen.context.setLineDash(dashes.map((one) => one / step));
        pen.line(paths.get(kind), width, colour, step);
      });
      pen.context.setLineDash([]);
    }
  }

  function closed(text) {
    const path = new Path2D();
    shapes(text).forEach((one) => path.addPath(one.path));
    return path;
  }

  window.estateBackdrop = { Backdrop };
}());

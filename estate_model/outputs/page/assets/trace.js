/* A journey on the map: a pin at home, and a line to the nearest counter before and after. Places are in
   Web-Mercator metres. Lines are straight; the way is longer. */
(function () {
  "use strict";

  const LOOKS = { before: ["#5b6770", [2, 9]], after: ["#c2185b", []], both: ["#12436d", []] };

  class Trace {
    /* `legs`: { x, y, kind, words }, `kind` one of LOOKS. */
    constructor(home, legs) {
      this.home = home;
      this.legs = legs;
    }

    places() { return [this.home, ...this.legs]; }

    draw(pen, view, taken) {
      const at = ({ x, y }) => [view.middle.x + x * view.metre, view.middle.y - y * view.metre];
      const home = at(this.home);
      this.legs.forEach((leg) => pen.leg(home, at(leg), ...LOOKS[leg.kind]));
      this.legs.forEach((leg) => {
        const [x, y] = at(leg);
        pen.ring(x, y, LOOKS[leg.kind][0]);
        pen.letter(13, "center");
        const half = pen.measure([leg.words]) / 2;
        const middle = Math.min(Math.max(x, half + 8), pen.width - half - 8);
        const down = y < home[1] ? y - 25 : y + 26;
        pen.write([leg.words], middle, down);
        taken.push([middle - half, down - 9, middle + half, down + 9]);
      });
      taken.push([home[0] - 12, home[1] - 36, home[0] + 12, home[1]]);
      pen.pin(...home);
    }
  }

  window.estateTrace = { Trace };
}());

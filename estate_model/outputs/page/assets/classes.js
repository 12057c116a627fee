/* Which class a cell's minutes, or their change, fall in: the same rules as classes.py. Minutes are whole tenths. */
(function () {
  "use strict";

  const NOBODY = 65535;
  const UNREACHABLE = 65534;

  /* How many of the ascending breaks are at or under the value. */
  function place(breaks, value) {
    let count = 0;
    while (count < breaks.length && value >= breaks[count]) { count += 1; }
    return count;
  }

  function minutesClass(spec, tenths) {
    if (tenths === NOBODY) { return spec.breaks.length + 2; }
    return tenths === UNREACHABLE ? spec.breaks.length + 1 : place(spec.breaks, tenths);
  }

  function changeClass(spec, before, after) {
    const last = spec.breaks.length + 1;
    if (before === NOBODY || after === NOBODY) { return last + 3; }
    if (before === UNREACHABLE) { return after === UNREACHABLE ? last + 2 : 0; }
    if (after === UNREACHABLE) { return last + 1; }
    return after - before <= -spec.no_change ? 0 : place(spec.breaks, after - before) + 1;
  }

  window.estateClasses = { minutesClass, changeClass, NOBODY, UNREACHABLE };
}());

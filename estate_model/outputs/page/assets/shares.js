/* Which part of a point is within a limit, or has a journey that gets longer.

   A point stands for postcodes around it, so a limit that runs through it counts in part: a share that falls
   evenly from 1 to 0 over the width that its spread gives the times (SPREAD of the spread, at the usual pace). */
(function () {
  "use strict";

  const NEVER = 65535;
  const SPREAD = 0.9 * Math.sqrt(1.5);   /* sqrt(3) standard deviations each way, one of two directions */
  const HALF_UNIT = 0.5;

  /* The share of a point within a limit. */
  function within(engine, way, best, minutes) {
    const limit = minutes / engine.minute(way);
    const width = SPREAD * engine.pace[way.matrix];
    const share = new Float32Array(engine.count);
    const { spread } = engine.points;
    for (let i = 0; i < share.length; i += 1) {
      if (best[i] !== NEVER) {
        const half = width * spread[i] + HALF_UNIT;
        share[i] = Math.min(1, Math.max(0, 0.5 + (limit - best[i]) / (2 * half)));
      }
    }
    return share;
  }

  /* The share of a point whose journey gets more than so many minutes longer. */
  function longer(engine, way, before, after, minutes) {
    const limit = minutes / engine.minute(way);
    const pace = SPREAD * engine.pace[way.matrix];
    const share = new Float32Array(engine.count);
    const { spread } = engine.points;
    const [olds, nows, oldSites, nowSites] = [before.best, after.best, before.site, after.site];
    for (let i = 0; i < share.length; i += 1) {
      const old = olds[i];
      const now = nows[i];
      if (oldSites[i] === nowSites[i] || old === NEVER) { continue; }
      if (now === NEVER) {
        share[i] = 1;
        continue;
      }
      const most = 2 * pace * spread[i] + HALF_UNIT;
      const over = now - old - limit;
      if (over > most) { share[i] = 1; } else if (over > -most) {
        const half = pace * spread[i] * turn(engine, i, oldSites[i], nowSites[i]) + HALF_UNIT;
        share[i] = Math.min(1, Math.max(0, 0.5 + over / (2 * half)));
      }
    }
    return share;
  }

  /* How differently two counters lie from a point: 0 in one direction, 2 in opposite ones. */
  function turn(engine, point, one, other) {
    const from = [engine.points.x[point], engine.points.y[point]];
    const [a, b] = [one, other].map((site) => {
      const away = engine.data.sites[site].map((at, axis) => at - from[axis]);
      const far = Math.max(Math.hypot(...away), 0.1);
      return away.map((part) => part / far);
    });
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }

  window.estateShares = { NEVER, within, longer };
}());

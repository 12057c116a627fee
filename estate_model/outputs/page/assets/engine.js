/* The arithmetic of the what-if: no page, no map. Times are whole units (data.unit_seconds) of a matrix.
   tests/golden/engine_cases.json holds it to the model's. */
(function () {
  "use strict";

  const { WEEK, pieces, whereOpen, onArrival, counts } = window.estateOpening;
  const { NEVER, within, longer } = window.estateShares;
  const NONE = -1;
  const MEASURES = ["people", "losing", "minutesBefore", "minutesAfter", "reachBefore", "reachAfter",
    "weekBefore", "weekAfter", "withinBefore", "withinAfter"];
  const MOST_REMEMBERED = 60;

  class Engine {
    constructor(data, unpacked) {
      this.data = data;
      Object.assign(this, unpacked);
      this.count = data.count;
      this.pace = data.matrices.map((one) => (one.pace || 1) * data.grid_metres / data.unit_seconds);
      this.memory = new Map();
    }

    /* Minutes of one unit for a profile. */
    minute(way) { return this.data.unit_seconds * way.factor / 60; }

    /* For each counter the ranges of travel times, in units, with which it counts for who sets out at a minute. */
    ranges(way, estate, minute) {
      const { opening_at: judged, minutes_needed: needed, unit_seconds: seconds } = this.data;
      return judged === "arrival" ? onArrival(estate, minute, needed, seconds * way.factor) : whereOpen(estate, minute);
    }

    /* Time to the nearest counter that counts and which it is, for every point; the first of equals. */
    nearest(way, estate, minute) { return this.nearestOf(way.matrix, this.ranges(way, estate, minute)); }

    /* The ranges hold all that the answer depends on but the matrix: way, minute, hours and how they are judged. */
    nearestOf(matrix, ranges) {
      const key = `nearest ${matrix} ${JSON.stringify(ranges)}`;
      if (this.memory.has(key)) { return this.memory.get(key); }
      const best = new Uint16Array(this.count).fill(NEVER);
      const site = new Int16Array(this.count).fill(NONE);
      ranges.forEach((own, number) => {
        if (!own.length) { return; }
        const column = this.matrices[matrix][number];
        for (let i = 0; i < best.length; i += 1) {
          if (column[i] < best[i] && counts(own, column[i])) {
            best[i] = column[i];
            site[i] = number;
          }
        }
      });
      return this.keep(key, { best, site });
    }

    /* The same for one point, not remembered. */
    nearestFrom(point, way, estate, minute) {
      const found = { best: NEVER, site: NONE };
      this.ranges(way, estate, minute).forEach((own, number) => {
        const time = this.matrices[way.matrix][number][point];
        if (time < found.best && counts(own, time)) { Object.assign(found, { best: time, site: number }); }
      });
      return found;
    }

    keep(key, value) {
      if (this.memory.size >= MOST_REMEMBERED) { this.memory.delete(this.memory.keys().next().value); }
      this.memory.set(key, value);
      return value;
    }

    /* The share of the week's 168 hours in which a counter that is open then is within a limit. */
    week(way, estate, minutes) {
      const key = `week ${way.matrix} ${way.factor} ${minutes} ${JSON.stringify(estate)}`;
      if (this.memory.has(key)) { return this.memory.get(key); }
      const lasting = new Map();
      pieces(estate).forEach((piece) => {
        const ranges = whereOpen(estate, piece.from);
        const open = JSON.stringify(ranges);
        const known = lasting.get(open) || { ranges, minutes: 0 };
        known.minutes += piece.to - piece.from;
        lasting.set(open, known);
      });
      const share = new Float32Array(this.count);
      lasting.forEach((set) => {
        if (!set.ranges.some((own) => own.length)) { return; }
        const near = within(this, way, this.nearestOf(way.matrix, set.ranges).best, minutes);
        for (let i = 0; i < share.length; i += 1) { share[i] += near[i] * set.minutes / WEEK; }
      });
      return this.keep(key, share);
    }

    /* Everything for one question: { way, before, after, minute, limit, losing }; estates are spells by counter.
       The map needs the nearest counters alone: the sums by zone are made when they are first asked for. */
    ask(question) {
      const before = this.nearest(question.way, question.before, question.minute);
      const after = this.nearest(question.way, question.after, question.minute);
      const engine = this;
      let zones = null;
      return { question, before, after, get zones() { return (zones = zones || engine.zonesOf(this)); } };
    }

    zonesOf({ question, before, after }) {
      const { way, limit, losing } = question;
      const shares = {
        losing: longer(this, way, before, after, losing),
        weekBefore: this.week(way, question.before, limit), weekAfter: this.week(way, question.after, limit),
        withinBefore: within(this, way, before.best, limit), withinAfter: within(this, way, after.best, limit)
      };
      return this.byZone(before.best, after.best, shares, this.minute(way));
    }

    /* Sums over residents of all ages, zone by zone: a row per measure. */
    byZone(before, after, shares, minute) {
      const sums = Object.fromEntries(MEASURES.map((name) => [name, new Float64Array(this.wardOf.length)]));
      const { people: crowd, zone: zoneOf } = this.points;
      Object.entries(shares).forEach(([name, share]) => {
        const row = sums[name];
        for (let i = 0; i < share.length; i += 1) { row[zoneOf[i]] += crowd[i] * share[i]; }
      });
      for (let i = 0; i < this.count; i += 1) {
        const people = crowd[i];
        const zone = zoneOf[i];
        sums.people[zone] += people;
        if (before[i] !== NEVER) {
          sums.reachBefore[zone] += people;
          sums.minutesBefore[zone] += people * before[i] * minute;
        }
        if (after[i] !== NEVER) {
          sums.reachAfter[zone] += people;
          sums.minutesAfter[zone] += people * after[i] * minute;
        }
      }
      return sums;
    }

    /* Sums of one group over the zones that `keep` holds on to; `crowd` is the profile's. */
    sums(answer, group, keep) {
      const share = this.shares[answer.question.way.crowd][group];
      const total = Object.fromEntries(MEASURES.map((name) => [name, 0]));
      for (let zone = 0; zone < share.length; zone += 1) {
        if (!keep || keep(zone)) { MEASURES.forEach((name) => { total[name] += answer.zones[name][zone] * share[zone]; }); }
      }
      return total;
    }

    /* The same, for many wards or boroughs at once: an array, by the number `of` gives each zone. */
    table(answer, group, of, size) {
      const share = this.shares[answer.question.way.crowd][group];
      const rows = Array.from({ length: size }, () => Object.fromEntries(MEASURES.map((name) => [name, 0])));
      for (let zone = 0; zone < share.length; zone += 1) {
        const row = rows[of(zone)];
        MEASURES.forEach((name) => { row[name] += answer.zones[name][zone] * share[zone]; });
      }
      return rows;
    }

    /* Mean tenths of a minute and people per cell, as the map's own arrays have them. */
    cells(answer, group, size, marks) {
      const share = this.shares[answer.question.way.crowd][group];
      const minute = this.minute(answer.question.way);
      const people = new Float64Array(size);
      const { cell: cellOf, zone: zoneOf, people: crowd } = this.points;
      const out = ["before", "after"].map((when) => {
        const best = answer[when].best;
        const reach = new Float64Array(size);
        const sum = new Float64Array(size);
        people.fill(0);
        for (let i = 0; i < this.count; i += 1) {
          const cell = cellOf[i];
          const weight = crowd[i] * share[zoneOf[i]];
          people[cell] += weight;
          if (best[i] !== NEVER) {
            reach[cell] += weight;
            sum[cell] += weight * best[i];
          }
        }
        return Array.from(sum, (total, cell) => {
          if (!people[cell]) { return marks.NOBODY; }
          return reach[cell] ? Math.floor(total / reach[cell] * minute * 10 + 0.5) : marks.UNREACHABLE;
        });
      });
      return { before: out[0], after: out[1], people: Array.from(people, (number) => Math.floor(number + 0.5)) };
    }

    /* People of a group for whom each counter is the nearest open one, before and after. */
    catchments(answer, group) {
      const share = this.shares[answer.question.way.crowd][group];
      const out = { before: new Float64Array(this.data.switches.length), after: new Float64Array(this.data.switches.length) };
      const { zone: zoneOf, people: crowd } = this.points;
      const [before, after] = [answer.before.site, answer.after.site];
      for (let i = 0; i < this.count; i += 1) {
        const people = crowd[i] * share[zoneOf[i]];
        if (before[i] >= 0) { out.before[before[i]] += people; }
        if (after[i] >= 0) { out.after[after[i]] += people; }
      }
      return out;
    }
  }

  window.estateEngine = { Engine, NEVER };
}());

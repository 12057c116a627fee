/* When counters are open, and with which travel times they count. An estate is the open spells of each counter,
   [from, to) in minutes from the beginning of the week, one after another. Spells run on into the first day of the
   week after, for those who set out late on the last day; the week itself is its 168 hours. */
(function () {
  "use strict";

  const WEEK = 7 * 24 * 60;
  const MINUTE = 60;
  const ANY_TIME = [[0, Infinity]];
  const NO_TIME = [];

  function openAt(spells, minute) { return spells.some(([from, to]) => from <= minute && minute < to); }

  /* Minutes of the week's 168 hours that a counter is open. */
  function openMinutes(spells) {
    return spells.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, WEEK) - from), 0);
  }

  /* The week cut where the set of open counters changes: each piece's beginning and end. */
  function pieces(...estates) {
    const cuts = new Set([0, WEEK]);
    estates.flat(3).forEach((minute) => cuts.add(Math.min(minute, WEEK)));
    const edges = [...cuts].sort((one, other) => one - other);
    return edges.slice(0, -1).map((from, n) => ({ from, to: edges[n + 1] }));
  }

  function openSites(estate, minute) {
    const open = [];
    estate.forEach((spells, site) => { if (openAt(spells, minute)) { open.push(site); } });
    return open;
  }

  /* Ranges of travel times hold both of their ends, and stand one after another. */

  /* Opening judged at departure: any time counts where the counter is open at the minute, no time elsewhere. */
  function whereOpen(estate, minute) { return estate.map((spells) => openAt(spells, minute) ? ANY_TIME : NO_TIME); }

  /* Opening judged on arrival: the times, in whole units of so many seconds, that end in an open spell with `needed`
     minutes of it left, for those who set out at the minute. Nobody waits at a shut door. */
  function onArrival(estate, minute, needed, unit) {
    const units = (minutes) => minutes * MINUTE / unit;
    return estate.map((spells) => spells.map(([from, to]) => {
      const first = Math.max(0, Math.ceil(units(from - minute)));
      const last = needed ? Math.floor(units(to - minute - needed)) : Math.ceil(units(to - minute)) - 1;
      return [first, last];
    }).filter(([first, last]) => first <= last));
  }

  function counts(ranges, time) {
    for (let n = 0; n < ranges.length && ranges[n][0] <= time; n += 1) {
      if (time <= ranges[n][1]) { return true; }
    }
    return false;
  }

  window.estateOpening = { WEEK, openAt, openMinutes, pieces, openSites, whereOpen, onArrival, counts };
}());

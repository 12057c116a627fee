/* What is said of a ward or a borough, with the counters nearest for most of its people before and after. */
(function () {
  "use strict";

  const { element, estimate, facts, firstUpper, minutes, people, percent, picks } = window.estateWords;
  const MOST_COUNTERS = 6;
  const LEAST_COLUMNS = 7;   /* of the table of boroughs */

  /* The counters that are nearest for the people of some points: { site, people }, most first. */
  function nearest(app, when, keep) {
    const { points, shares } = app.engine;
    const share = shares[app.answer.question.way.crowd][app.group];
    const sites = app.answer[when].site;
    const sums = new Map();
    for (let point = 0; point < sites.length; point += 1) {
      if (sites[point] >= 0 && keep(point)) {
        sums.set(sites[point], (sums.get(sites[point]) || 0) + points.people[point] * share[points.zone[point]]);
      }
    }
    return [...sums].map(([site, crowd]) => ({ site, people: crowd })).sort((one, other) => other.people - one.people || one.site - other.site);
  }

  /* The middle of some points, by their people, in Web-Mercator metres. */
  function middle(app, keep) {
    const { points } = app.engine;
    const sum = { x: 0, y: 0, people: 0 };
    points.people.forEach((crowd, point) => {
      if (!keep(point)) { return; }
      sum.x += points.x[point] * crowd;
      sum.y += points.y[point] * crowd;
      sum.people += crowd;
    });
    return app.metres(sum.x / (sum.people || 1), sum.y / (sum.people || 1));
  }

  function ofSite(app, site) {
    const one = app.what.switches[site];
    return L.CRS.EPSG3857.project(L.latLng(one.latitude, one.longitude));
  }

  function same(before, after) { return Boolean(before && after && before.site === after.site); }

  /* From a place to the counter before and the one after; one line where they are the same. */
  function trace(app, home, before, after) {
    const leg = (kind, one) => ({ kind, words: `${{ before: "Before", after: "After", both: "Before and after" }[kind]}: ${one.name}`, ...ofSite(app, one.site) });
    const legs = same(before, after) ? [leg("both", after)] : [before && leg("before", before), after && leg("after", after)].filter(Boolean);
    return new window.estateTrace.Trace(home, legs);
  }

  /* The two lines as a list of words, in the colours of the map. */
  function legs(before, after) {
    const list = element("ul", undefined, "legs");
    [["before", "Before", before], ["after", "After", after]].forEach(([kind, name, words]) => {
      const item = element("li", undefined, kind);
      const said = element("span");
      said.append(`${name}: `, element("b", words));
      item.append(element("span", undefined, "leg"), said);
      list.append(item);
    });
    return list;
  }

  function numbers(app, sums, offline) {
    const lost = `${people(sums.losing)} (${percent(sums.losing / (sums.people || 1))})`;
    return [[app.peopleLabel(), people(sums.people)], [`Over ${app.what.losing_minutes} minutes longer`, lost],
      ["Of them likely offline", estimate(offline.map((one) => one.losing))]];
  }

  /* A group of zones: its sums, as the tables have them, and its nearest counters. */
  function measured(app, ofZone) {
    const { readable } = window.estateFigures;
    const { engine } = app;
    const keep = (point) => ofZone(engine.points.zone[point]);
    const sums = readable(engine.sums(app.answer, app.group, ofZone));
    const offline = app.what.offline.map((group) => engine.sums(app.answer, group, ofZone));
    const [before, after] = ["before", "after"].map((when) => {
      const [first] = nearest(app, when, keep);
      return first && { ...first, name: app.what.switches[first.site].name };
    });
    return { sums, offline, before, after, keep };
  }

  function said(name, time) { return name ? `${name.name} for most; ${time} minutes on average` : "none that can be reached"; }

  /* The change in a sentence, from texts as the tables have them. */
  function change(app, where, [before, after, losing, crowd]) {
    const more = /^[\d,.]+$/.test(before + after) ? `from ${before} to ${after} minutes` : "to where no open counter can be reached";
    return `${where}: ${app.when()}, ${app.profileLabel()}, the average journey to an open police front counter goes ${more}. ` +
      `${firstUpper(losing)} of its ${crowd} residents would have a journey over ${app.what.losing_minutes} minutes longer.`;
  }

  function areas(page, keep) { return page.data.codes.map((_, cell) => cell).filter(keep); }

  /* The line around some areas. */
  function around(page, cells) { return window.estateWards.around(cells.map((cell) => page.sheet.cells[cell])); }

  function wardTitle(app, number) {
    const { zones } = app.what;
    return `${zones.ward_names[number]} ${app.page.data.labels.ward}, ${zones.boroughs[zones.ward_boroughs[number]]}`;
  }

  function ward(page, { number }) {
    const app = page.what;
    const { zones } = app.what;
    const { sums, offline, before, after, keep } = measured(app, (zone) => app.engine.wardOf[zone] === number);
    const cells = areas(page, (cell) => page.sheet.wards.of[cell] === number);
    const title = wardTitle(app, number);
    const line = trace(app, middle(app, keep), before, after);
    return {
      title, trace: line, path: around(page, cells), bounds: page.frame.bounds(line.places()),
      first: [legs(said(before, minutes(sums.before, 1)), said(after, minutes(sums.after, 1))),
        element("p", `${firstUpper(app.when())}, ${app.profileLabel()}.`, "small")],
      body: [facts(numbers(app, sums, offline))],
      sentence: change(app, title, [minutes(sums.before, 1), minutes(sums.after, 1), people(sums.losing), people(sums.people)]), link: ["find", app.search.shown("ward", number)],
      said: `${zones.ward_names[number]}: ${minutes(sums.before)} minutes before, ${minutes(sums.after)} after.`
    };
  }

  /* A borough says what its row of the table says. */
  function borough(page, { number }) {
    const app = page.what;
    const { zones } = app.what;
    const name = zones.boroughs[number];
    const { sums, offline, before, after } = measured(app, (zone) => zones.ward_boroughs[app.engine.wardOf[zone]] === number);
    const [own, lost, off] = numbers(app, sums, offline);
    const printed = app.printed && page.view.rows.find((row) => row[0] === name && row.length > LEAST_COLUMNS);
    const [, crowd, old, now, , losing, share, likely] = printed || ["", own[1], minutes(sums.before), minutes(sums.after), "", people(sums.losing), "", off[1]];
    const cells = areas(page, (cell) => page.data.boroughs[page.boroughOf[cell]] === name);
    return {
      title: name, path: around(page, cells), bounds: cells.length ? page.sheet.bounds(cells) : undefined,
      first: [legs(said(before, old), said(after, now)), element("p", `${firstUpper(app.when())}, ${app.profileLabel()}.`, "small")],
      body: [facts([[own[0], crowd], [lost[0], share ? `${losing} (${share})` : lost[1]], [off[0], likely]]), ...counters(page, name)],
      sentence: change(app, name, [old, now, losing, crowd]), link: ["find", app.search.shown("borough", number)],
      said: `${name}: ${old} minutes before, ${now} after.`
    };
  }

  /* The counters in a borough and what becomes of them. */
  function counters(page, name) {
    const app = page.what;
    const found = app.what.switches.map((one, index) => ({ ...one, index, status: app.status(index) }))
      .filter((one) => one.borough === name && one.status !== "none").slice(0, MOST_COUNTERS);
    const list = picks(found.map((one) => [one.name, () => page.here.show({ kind: "counter", index: one.index }, { focus: true }),
      `: ${page.data.marks[one.status].toLowerCase()}`]));
    return [element("h3", "Its counters"), found.length ? list : element("p", "It has none, before or after.")];
  }

  window.estatePlaces = { nearest, same, trace, legs, wardTitle, ward, borough };
}());

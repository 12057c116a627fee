/* The answer for one postcode: its nearest counters before and after, at each time and by each way. */
(function () {
  "use strict";

  const { element, estimate, people, counted, fill, firstUpper } = window.estateWords;
  const { spaced } = window.estatePostcode;

  function journey(app, point, way, minute, when) {
    const estate = when === "before" ? app.before : app.after();
    const { best, site } = app.engine.nearestFrom(point, way, estate, minute);
    return site < 0 ? null : { name: app.what.switches[site].name, site, minutes: Math.round(best * app.engine.minute(way)) };
  }

  function said(one) { return one ? `${one.name}, about ${counted(one.minutes, "minute")}` : "none that can be reached"; }

  /* How the answer differs before and after, in words to go on with; nothing where it does not. */
  function difference(before, after) {
    if (!before || !after || before.minutes === after.minutes) { return ""; }
    const more = after.minutes - before.minutes;
    return `: ${counted(Math.abs(more), "minute")} ${more < 0 ? "shorter" : "longer"}`;
  }

  function forResponse(app, place, where, before, after) {
    const now = before ? `the nearest open police front counter is ${before.name}, about ${counted(before.minutes, "minute")} away` : "no open police front counter can be reached";
    const then = window.estatePlaces.same(before, after) ? "After the changes it is still the same one."
      : after ? `After the changes it would be ${after.name}, about ${counted(after.minutes, "minute")} away${difference(before, after)}.` : "After the changes no open counter could be reached.";
    return `From ${place} in ${where}: ${app.when()}, ${app.profileLabel()}, ${now}. ${then}`;
  }

  function neighbours(app, point) {
    const ward = app.engine.wardOf[app.engine.points.zone[point]];
    const name = app.what.zones.ward_names[ward];
    const keep = (zone) => app.engine.wardOf[zone] === ward;
    const offline = app.what.offline.map((group) => app.engine.sums(app.answer, group, keep).losing);
    const everyone = app.engine.sums(app.answer, 0, keep);
    return `Your neighbours: ${name} ${app.page.data.labels.ward} has ${people(everyone.people)} ${app.page.view.people_label.toLowerCase()}. ` +
      `${firstUpper(people(everyone.losing))} of them have a journey over ${app.what.losing_minutes} minutes longer after the changes. ` +
      `Of these, ${estimate(offline)} are likely offline.`;
  }

  /* The same at the other times, and by the other ways at this one: the name stands once where it stays. */
  function table(app, point) {
    const made = element("table", undefined, "rows");
    const head = element("tr");
    ["When and how", "Before", "After"].forEach((words) => {
      const cell = element("th", words);
      cell.scope = "col";
      head.appendChild(cell);
    });
    made.createTHead().appendChild(head);
    made.createTBody();
    const { moment } = app.page.view;
    const row = (words, way, minute) => {
      if (!way) { return [firstUpper(words), "not on this page", "see the tables"]; }
      const [before, after] = ["before", "after"].map((when) => journey(app, point, way, minute, when));
      return [firstUpper(words), short(before), window.estatePlaces.same(before, after) ? `${after.minutes} min, the same` : short(after)];
    };
    fill(made, [...app.what.moments.map((minute, number) => row(app.momentLabels()[number], app.what.ways[app.profile].at(number), minute)),
      ...app.profileLabels().map((label, profile) => [label, profile]).filter((pair) => pair[1] !== app.profile)
        .map(([label, profile]) => row(`${label}, ${app.when(profile)}`, app.what.ways[profile].at(moment), app.minute))], [false, false, false]);
    return made;
  }

  function short(one) { return one ? `${one.minutes} min, ${one.name}` : "none"; }

  function point(page, { point: at, code }) {
    const app = page.what;
    const { points, wardOf } = app.engine;
    const { estatePlaces: places } = window;
    const where = places.wardTitle(app, wardOf[points.zone[at]]);
    const [before, after] = ["before", "after"].map((when) => journey(app, at, app.way(), app.minute, when));
    const line = places.trace(app, app.metres(points.x[at], points.y[at]), before, after);
    return {
      title: `${spaced(code)}: ${where}`, trace: line, bounds: page.frame.bounds(line.places()),
      first: [places.legs(said(before), places.same(before, after) ? "the same one" : said(after) + difference(before, after)),
        element("p", `${firstUpper(app.when())}, ${app.profileLabel()}. Lines are straight; the way is longer.`, "small")],
      body: [table(app, at), element("p", neighbours(app, at)),
        element("p", `Minutes are of the few postcodes around yours, to the nearest one. ${app.what.postcode_note}`, "small")],
      sentence: forResponse(app, spaced(code), where, before, after), link: ["postcode", code],
      said: `${spaced(code)}: ${before ? before.minutes : "no"} minutes before, ${after ? after.minutes : "none"} after.`
    };
  }

  window.estateJourneys = { point };
}());

/* A postcode's answer in plain words, from the index in the page. */
(function () {
  "use strict";

  const { element, people, counted, fill, firstUpper } = window.estateWords;
  const { inflate, reader, unzigzag } = window.estateUnpack;
  const WHOLE = /^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])([A-Z]{2})$/;
  const PART = /^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9]?[A-Z]?$/;
  let index = null;

  /* Sector by sector: unit numbers and points. */
  async function load(packed) {
    const [sizes, units, points, own] = (await Promise.all(
      [packed.sizes, packed.units, packed.points, packed.own].map(inflate))).map(reader);
    let district = "";
    const names = packed.sectors ? packed.sectors.split(" ").map((short) => {
      const [head, digit] = short.includes("/") ? short.split("/") : [district, short];
      district = head;
      return head + digit;
    }) : [];
    let first = 0;
    const firsts = names.map(() => { first += unzigzag(points()); return first; });
    return new Map(names.map((name, number) => {
      const known = [firsts[number]];
      for (let left = points() - 1; left > 0; left -= 1) { known.push(known[known.length - 1] + points()); }
      const unseen = known.slice();
      const recent = [];
      const members = new Map();
      let unit = -1;
      for (let left = sizes(); left > 0; left -= 1) {
        unit += units() + 1;
        const turn = own();
        const point = turn < recent.length ? recent.splice(turn, 1)[0] : unseen.splice(turn - recent.length, 1)[0];
        recent.unshift(point);
        members.set(unit, point);
      }
      return [name, members];
    }));
  }

  function spaced(compact) { return `${compact.slice(0, -3)} ${compact.slice(-3)}`; }

  /* The postcode as it would be written, with 0 for O and 1 for I where only a digit can stand. */
  function tidy(words) {
    const compact = words.toUpperCase().replace(/[^A-Z0-9]/g, "");
    const digit = { O: "0", I: "1", L: "1" };
    const at = compact.length - 3;
    return compact.length >= 5 && compact.length <= 7 && digit[compact[at]]
      ? compact.slice(0, at) + digit[compact[at]] + compact.slice(at + 1) : compact;
  }

  function find(data, compact) {
    const match = WHOLE.exec(compact);
    if (!match) { return -1; }
    const letters = data.postcodes.letters;
    const unit = letters.indexOf(match[3][0]) * letters.length + letters.indexOf(match[3][1]);
    const members = index.get(match[1] + match[2]);
    return members && members.has(unit) ? members.get(unit) : -1;
  }

  /* A kind word for what cannot be answered. */
  function why(data, words, compact) {
    if (!compact) { return "Please type a postcode, letters and digits, for example the one on a letter to you."; }
    const known = [...index.keys()].filter((sector) => sector.startsWith(compact)).length;
    if (PART.test(compact) && !WHOLE.test(compact)) {
      const hint = known ? `It is in ${data.area}. ` : "";
      return `${compact} is only a part of a postcode. ${hint}Please type the whole of it, such as ${compact.slice(0, 4)} 1AA.`;
    }
    if (WHOLE.test(compact)) {
      return `${spaced(compact)} is not among the ${data.postcodes.count.toLocaleString("en-GB")} postcodes of ${data.area} ` +
        `in this page. It may be elsewhere, very new, or no longer used. ${data.postcode_note} A neighbour’s postcode will give nearly the same answer.`;
    }
    return "That does not look like a British postcode, which has letters and digits such as SW1A 1AA. This page knows no other places.";
  }

  function journey(app, point, profile, minute, when) {
    const way = app.what.ways[profile].at(app.page.view.moment);
    const estate = when === "before" ? app.before : app.after();
    const { best, site } = app.engine.nearestFrom(point, way, estate, minute);
    return site < 0 ? null : { name: app.what.switches[site].name, site, minutes: best * app.engine.minute(way) };
  }

  function said(one) { return one ? `${one.name}, about ${counted(Math.round(one.minutes), "minute")} away` : "none that can be reached"; }

  function sentence(app, point) {
    const [before, after] = ["before", "after"].map((when) => journey(app, point, app.profile, app.minute, when));
    const start = `${firstUpper(app.when())}, ${app.profileLabel()}: the nearest open counter before is ${said(before)}`;
    if (before && after && before.site === after.site) { return `${start}. After the changes it is the same one.`; }
    const more = before && after ? Math.round(after.minutes) - Math.round(before.minutes) : 0;
    const tail = before && after ? `: ${counted(Math.abs(more), "minute")} ${more < 0 ? "shorter" : "longer"}` : "";
    return `${start}. After the changes it is ${said(after)}${tail}.`;
  }

  function neighbours(app, point) {
    const ward = app.engine.wardOf[app.engine.points.zone[point]];
    const name = app.what.zones.ward_names[ward];
    const keep = (zone) => app.engine.wardOf[zone] === ward;
    const answer = app.answer;
    const [low, central, high] = app.what.offline.map((group) => app.engine.sums(answer, group, keep));
    const everyone = app.engine.sums(answer, 0, keep);
    const site = answer.before.site[point];
    const served = site < 0 ? 0 : app.engine.catchments(answer, 0, ward).before[site];
    const who = app.peopleLabel().toLowerCase();
    return [
      `Your neighbours: ${name} ${app.page.data.labels.ward} has ${people(everyone.people)} ${who}; ${people(central.people)} of them are likely offline (${people(low.people)} to ${people(high.people)}).`,
      site < 0 ? "" : `At this time ${app.what.switches[site].name} is the nearest open counter before the changes for ${people(served)} of them.`,
      `${firstUpper(people(everyone.losing))} of them have a journey over ${app.what.losing_minutes} minutes longer after the changes, ${people(central.losing)} of these likely offline (${people(low.losing)} to ${people(high.losing)}).`
    ].filter(Boolean).join(" ");
  }

  function table(app, point) {
    const labels = app.profileLabels();
    const made = element("table", undefined, "rows");
    const head = element("tr");
    ["When", "Nearest open counter before", "Nearest open counter after", ...labels.map((label) => `Minutes before → after, ${label}`)].forEach((words, column) => {
      const cell = element("th", words, column > 2 ? "number" : "");
      cell.scope = "col";
      head.appendChild(cell);
    });
    made.createTHead().appendChild(head);
    made.createTBody();
    const rows = app.what.moments.map((minute, number) => {
      const all = labels.map((label, profile) => ["before", "after"].map((when) => journey(app, point, profile, minute, when)));
      const names = all[0].map((one) => one ? one.name : "none");
      return [firstUpper(app.momentLabels()[number]), ...names, ...all.map((pair) =>
        pair.map((one) => one ? String(Math.round(one.minutes)) : "none").join(" → "))];
    });
    fill(made, rows, [false, false, false, ...labels.map(() => true)]);
    const box = element("div", undefined, "scroll");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Your journey at each time");
    box.appendChild(made);
    return box;
  }

  async function ask(app, words) {
    const answer = document.getElementById("postcode-answer");
    index = index || await load(app.what.postcodes);
    const compact = tidy(words);
    const point = find(app.what, compact);
    app.postcode = point < 0 ? "" : compact;
    app.point = point;
    if (point < 0) {
      answer.replaceChildren(element("p", why(app.what, words, compact), "kind"));
      app.settle();
      return;
    }
    app.showCellOf(point);
    update(app);
    app.settle();
  }

  function update(app) {
    if (app.point === undefined || app.point < 0) { return; }
    const ward = app.engine.wardOf[app.engine.points.zone[app.point]];
    const zones = app.what.zones;
    document.getElementById("postcode-answer").replaceChildren(
      element("h3", `${spaced(app.postcode)}: ${zones.ward_names[ward]} ${app.page.data.labels.ward}, ${zones.boroughs[zones.ward_boroughs[ward]]}`),
      element("p", sentence(app, app.point), "big"),
      table(app, app.point),
      element("p", neighbours(app, app.point)),
      element("p", "Minutes are of the few postcodes around yours, to the nearest one. " + app.what.postcode_note, "small"));
  }

  function build(app) {
    const form = document.getElementById("postcode-form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(app, document.getElementById("postcode").value);
    });
  }

  window.estatePostcode = { build, ask, update, find: async (what, words) => { index = index || await load(what.postcodes); return find(what, tidy(words)); } };
}());

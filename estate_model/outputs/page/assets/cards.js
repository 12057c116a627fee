/* What is said of an area or of a counter: { title, body, bounds, path, picked, said }. */
(function () {
  "use strict";

  const { element, facts, firstUpper, minutes, people, tens } = window.estateWords;
  const { NOBODY, UNREACHABLE } = window.estateClasses;
  const NEXT = 3;

  function time(tenths) {
    if (tenths === UNREACHABLE) { return "no open counter can be reached"; }
    return (tenths / 10).toFixed(1) + (tenths === 10 ? " minute" : " minutes");
  }

  function difference(before, after) {
    if (before === UNREACHABLE) {
      return after === UNREACHABLE ? "none: no open counter before or after" : "a counter comes within reach";
    }
    if (after === UNREACHABLE) { return "no open counter within reach any more"; }
    if (before === after) { return "none"; }
    return time(Math.abs(after - before)) + (after > before ? " longer" : " shorter");
  }

  /* An area: its ward first, its code last. */
  function cell(page, { cell: index }) {
    const { data, what } = page;
    const [before, after] = [page.minutes("before")[index], page.minutes("after")[index]];
    const borough = data.boroughs[page.boroughOf[index]];
    const ward = what ? what.what.zones.ward_names[page.sheet.wards.of[index]] : undefined;
    const pairs = [[firstUpper(data.labels.borough), borough]];
    if (before === NOBODY || after === NOBODY) {
      pairs.push(["Residents", "nobody lives here"]);
    } else {
      const crowd = page.crowd()[index];
      pairs.push(["Before", time(before)], ["After", time(after)], ["Change", difference(before, after)]);
      if (what) { pairs.push(...nearest(what, index)); }
      pairs.push([page.peopleLabel(), crowd < 10 ? "under 10" : tens(crowd)]);
    }
    return {
      title: ward ? `An area of ${ward} ${data.labels.ward}` : data.names[index], path: page.sheet.cells[index].path,
      body: [facts(pairs), element("p", `${data.labels.cell}: ${data.names[index]}, ${data.codes[index]}`, "code")],
      said: `${ward || data.names[index]}: ${time(before)} before, ${time(after)} after.`
    };
  }

  /* The counters nearest for most of an area's people. */
  function nearest(what, index) {
    const { points } = what.engine;
    return ["before", "after"].map((when) => {
      const [first] = window.estatePlaces.nearest(what, when, (point) => points.cell[point] === index);
      return [`Nearest ${when}`, first ? what.what.switches[first.site].name : "none"];
    });
  }

  function counter(page, { index }) {
    const { what, data } = page;
    const one = page.counters.all()[index];
    const place = L.latLng(one.latitude, one.longitude);
    const made = { title: one.name, bounds: L.latLngBounds(place, place), picked: index };
    if (!what) {
      const pairs = [["What changes", data.marks[one.status]], ["Hours before", one.hours_before], ["Hours after", one.hours_after],
        [firstUpper(data.labels.borough), one.borough_name]];
      return { ...made, said: `${one.name}: ${data.marks[one.status]}.`, body: [facts(pairs)] };
    }
    const states = element("fieldset", undefined, `switch${what.chosen[index] === one.start ? "" : " changed"}`);
    states.append(element("legend", "What if it were"), ...window.estateSwitches.controls(what, index, "card-switch"));
    const changes = data.marks[what.status(index)] || "Not open before or after";
    const pairs = [["What changes", changes], ["Hours before", one.before_words], ["Hours after", one.choices[what.chosen[index]].words],
      ...served(what, index), [firstUpper(data.labels.borough), one.borough]];
    return { ...made, said: `${one.name}: ${changes}.`, body: [states, facts(pairs)], link: ["find", what.search.shown("counter", index)] };
  }

  /* For how many it is the nearest, and which counters are nearest for them afterwards. */
  function served(what, index) {
    const all = what.engine.catchments(what.answer, what.group);
    const pairs = [["Nearest for", `${people(all.before[index])} before, ${people(all.after[index])} after`]];
    const sites = what.answer.before.site;
    const next = window.estatePlaces.nearest(what, "after", (point) => sites[point] === index).filter((one) => one.site !== index).slice(0, NEXT);
    if (next.length) { pairs.push(["Nearest instead", next.map((one) => `${what.what.switches[one.site].name} (${people(one.people)})`).join(", ")]); }
    return pairs;
  }

  window.estateCards = { cell, counter, minutes };
}());

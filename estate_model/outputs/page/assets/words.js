/* Words and small pieces of page. Text goes in by textContent only. */
(function () {
  "use strict";

  function element(name, words, kind) {
    const made = document.createElement(name);
    if (words !== undefined) { made.textContent = words; }
    if (kind) { made.className = kind; }
    return made;
  }

  function button(words, kind, press) {
    const made = element("button", words, kind);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }

  function option(value, words) {
    const made = element("option", words);
    made.value = value;
    return made;
  }

  /* Places to go to: [name, what happens then, and words after the name, if any]. */
  function picks(places) {
    const list = element("ul", undefined, "picks");
    places.forEach(([name, press, after = ""]) => {
      const item = element("li");
      item.append(button(name, "place", press), after);
      list.append(item);
    });
    return list;
  }

  function grouped(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, ","); }
  function tens(number) { return grouped(Math.floor((number + 5) / 10) * 10); }

  /* People to three figures and no closer than the nearest hundred, as the findings say them. */
  function people(number) {
    if (number < 0.5) { return "none"; }
    if (number < 100) { return "fewer than 100"; }
    const step = Math.max(100, 10 ** (Math.floor(Math.log10(number)) - 2));
    return grouped(Math.round(number / step) * step);
  }

  /* A central number of people, from the low to the high one. */
  function estimate([low, central, high]) { return `${people(central)} (${people(low)} to ${people(high)})`; }

  function firstUpper(text) { return text.slice(0, 1).toUpperCase() + text.slice(1); }

  function percent(share) {
    if (share > 0 && share <= 0.005) { return "under 1%"; }
    return share >= 0.995 && share < 1 ? "over 99%" : `${Math.round(100 * share)}%`;
  }

  function minutes(number, digits = 0) {
    return Number.isFinite(number) ? number.toFixed(digits) : "none reachable";
  }

  function counted(number, noun) { return `${number || "no"} ${noun}${number === 1 ? "" : "s"}`; }

  function arrow(before, after) { return before === after ? before : `${before} → ${after}`; }

  function tile(name, number, note) {
    const box = element("div");
    box.append(element("dt", name), element("dd", number, "figure"), element("dd", note, "small"));
    return box;
  }

  /* Names and what is said of each, as a list. */
  function facts(pairs) {
    const list = element("dl");
    pairs.forEach(([name, words]) => list.append(element("dt", name), element("dd", words)));
    return list;
  }

  const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

  function clock(minute) {
    const [hours, rest] = [Math.floor(minute % 1440 / 60), minute % 60];
    return `${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
  }

  function time(minute) { return `${DAYS[Math.floor(minute / 1440) % 7]} ${clock(minute)}`; }

  /* A stretch of the week: the day is named once where it begins and ends on one day. */
  function stretch(piece) {
    const midnight = piece.to % 1440 === 0;
    const same = Math.floor(piece.from / 1440) === Math.floor((piece.to - 1) / 1440);
    return `${time(piece.from)} to ${same ? (midnight ? "midnight" : clock(piece.to)) : time(piece.to)}`;
  }

  /* A table row: the first text is its header, `numeric` says which columns hold numbers. */
  function row(texts, numeric) {
    const line = element("tr");
    texts.forEach((words, column) => {
      const cell = element(column ? "td" : "th", words, numeric[column] ? "number" : "");
      if (!column) { cell.scope = "row"; }
      line.appendChild(cell);
    });
    return line;
  }

  function fill(table, rows, numeric) {
    const body = element("tbody");
    rows.forEach((texts) => body.appendChild(row(texts, numeric)));
    table.tBodies[0].replaceWith(body);
  }

  window.estateWords = { element, button, option, picks, firstUpper, grouped, tens, people, estimate, percent, minutes, counted, arrow, tile, facts, time, stretch, row, fill };
}());

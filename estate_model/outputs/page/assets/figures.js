/* The what-if's figures: tiles, the sentence, and rows of tables, as printed while nothing is switched. */
(function () {
  "use strict";

  const words = window.estateWords;
  const { arrow, element } = words;
  const { openSites } = window.estateOpening;
  const find = (id) => document.getElementById(id);

  class Figures {
    constructor(app) { this.app = app; }

    totals(group) {
      if (this.app.asWritten) {
        const row = this.app.what.totals[this.app.page.viewNumber()][group];
        const at = 6 + 2 * this.app.what.limits.indexOf(this.app.limit);
        return { people: row[0], losing: row[1], before: row[2] ?? NaN, after: row[3] ?? NaN, weekBefore: row[4], weekAfter: row[5],
          withinBefore: at < 6 ? NaN : row[at] / row[0], withinAfter: at < 6 ? NaN : row[at + 1] / row[0] };
      }
      return readable(this.app.engine.sums(this.app.answer, group));
    }

    /* A figure as every output prints it, with its range, while nothing is switched; else this page's own. */
    printed(name, own) {
      const known = this.app.asWritten && (!this.app.group || name.startsWith("offline"));
      return (known && this.app.page.view.figures[name]) || { central: own, range: "" };
    }

    pair(name, own) {
      const [before, after] = ["before", "after"].map((when) => this.printed(`${name}_${when}`, own[when]));
      const range = before.range && after.range ? `${before.range} → ${after.range}; ` : "";
      return { central: arrow(before.central, after.central), range };
    }

    tiles() {
      const total = this.totals(this.app.group);
      const [low, offline, high] = ["offline_low", "offline", "offline_high"]
        .map((name, place) => this.printed(name, words.people(this.totals(this.app.what.offline[place]).losing)));
      const losing = this.printed("losing", words.people(total.losing));
      const minutes = this.pair("minutes", { before: words.minutes(total.before), after: words.minutes(total.after) });
      const week = this.pair("week", { before: words.percent(total.weekBefore), after: words.percent(total.weekAfter) });
      const range = (figure) => (figure.range ? `${figure.range}; ` : "");
      const limit = `${this.app.limit} minutes`;
      const hours = `over all 168 hours${this.app.asWritten ? "" : this.app.borrowed()}, before → after`;
      const pairs = [
        [`${this.app.peopleLabel()} with a journey over ${this.app.what.losing_minutes} minutes longer`, losing.central, `${range(losing)}${words.percent(total.losing / (total.people || 1))} of ${words.people(total.people)}`],
        ["Of these, likely offline", offline.central, `${low.central} to ${high.central}`],
        ["Average minutes to the nearest open counter", minutes.central, `${minutes.range}before → after, where one is open`],
        [`Within ${limit} of an open counter`, arrow(words.percent(total.withinBefore), words.percent(total.withinAfter)), "at this time, before → after"],
        [`Share of the week within ${limit}`, week.central, `${week.range}${hours}`]
      ].filter((pair) => !pair[1].includes("NaN"));
      find("tiles").replaceChildren(...pairs.map((pair) => words.tile(...pair)));
    }

    sentence() {
      if (this.app.asWritten) { return this.app.page.view.sentence; }
      const total = this.totals(0);
      const open = ["before", "after"].map((when) => openSites(when === "before" ? this.app.before : this.app.after(), this.app.minute).length);
      const who = this.app.changed ? "With the counters as you set them" : "As in the scenario";
      return `${who}, ${this.app.when()}: ${words.counted(open[0], "counter")} open before, ${open[1] || "none"} after; ` +
        `about ${words.people(total.losing)} ${this.app.page.view.people_label.toLowerCase()} (${words.percent(total.losing / (total.people || 1))}) have a journey over ` +
        `${this.app.what.losing_minutes} minutes longer; ${words.minutes(total.before)} minutes on average before, ${words.minutes(total.after)} after.`;
    }

    /* Counters open now and minutes on average, in few words. */
    status() {
      const total = this.totals(0);
      const open = openSites(this.app.after(), this.app.minute).length;
      return `${words.firstUpper(this.app.when())}: ${words.counted(open, "counter")} open, ${words.minutes(total.after)} minutes on average.`;
    }

    /* Numbers of a row of a table from the page's own sums. */
    row(sums) {
      const row = readable(sums);
      return { ...row, share: words.percent(row.losing / (row.people || 1)), longer: Number.isFinite(row.after - row.before) ? words.minutes(row.after - row.before, 1).replace(/^-(0\.0)$/, "$1") : "\u2013" };
    }

    boroughRows() {
      const { app } = this;
      if (app.printed) { return app.page.view.rows; }
      const { zones } = app.what;
      const of = (zone) => zones.ward_boroughs[app.engine.wardOf[zone]];
      const size = zones.boroughs.length;
      const own = app.engine.table(app.answer, app.group, of, size);
      const offline = app.what.offline.map((group) => app.engine.table(app.answer, group, of, size));
      return zones.boroughs.map((name, number) => ({ name, number, ...this.row(own[number]) }))
        .sort((one, other) => other.losing - one.losing || one.number - other.number)
        .map((row) => [row.name, words.people(row.people), words.minutes(row.before), words.minutes(row.after), row.longer, words.people(row.losing), row.share,
          words.estimate(offline.map((rows) => rows[row.number].losing)),
          words.percent(row.weekBefore), words.percent(row.weekAfter)]);
    }

    wards() {
      const { app } = this;
      const { zones } = app.what;
      const { labels } = app.page.data;
      const rows = app.engine.table(app.answer, app.group, (zone) => app.engine.wardOf[zone], zones.ward_names.length)
        .map((sums, number) => ({ ...this.row(sums), number }))
        .sort((one, other) => other.losing - one.losing || one.number - other.number);
      const anyone = rows.some((row) => row.losing >= 5);
      find("wards-losing").firstChild.textContent = `${app.peopleLabel()} with a journey over ${app.what.losing_minutes} minutes longer`;
      find("wards-view").textContent = anyone ? `Those with most such residents first: ${app.profileLabel()} \u00b7 ${app.when()}`
        : `No ${labels.ward}: nobody\u2019s journey gets so much longer, ${app.when()}.`;
      words.fill(find("wards"), rows.map((row) => [zones.ward_names[row.number], zones.boroughs[zones.ward_boroughs[row.number]],
        words.tens(row.losing), row.share, words.minutes(row.before, 1), words.minutes(row.after, 1), row.longer]),
      [false, false, true, true, true, true, true]);
      window.estateTables.refresh("wards");
    }

    catchments() {
      const served = this.app.engine.catchments(this.app.answer, this.app.group);
      const numbers = new Map(this.app.what.switches.map((one, number) => [one.id, number]));
      [...find("counters").tBodies[0].rows].forEach((row) => {
        const known = this.app.page.data.counters[Number(row.dataset.counter)];
        const number = numbers.get(known.site_id);
        if (number === undefined) { return; }
        if (row.cells.length < 7) { row.append(element("td", "", "number"), element("td", "", "number")); }
        const now = this.app.what.switches[number].choices[this.app.chosen[number]];
        const status = this.app.status(number);
        row.cells[2].querySelector("use").setAttribute("href", `#mark-${status}`);
        row.cells[2].querySelector("span > span").textContent = this.app.page.data.marks[status];
        row.cells[4].textContent = this.app.chosen[number] === this.app.what.switches[number].start ? known.hours_after : now.words;
        row.cells[5].textContent = words.tens(served.before[number]);
        row.cells[6].textContent = words.tens(served.after[number]);
      });
      window.estateTables.refresh("counters");
    }

  }

  function readable(sums) {
    const people = sums.people || 1;
    return { people: sums.people, losing: sums.losing, before: sums.minutesBefore / sums.reachBefore, after: sums.minutesAfter / sums.reachAfter,
      weekBefore: sums.weekBefore / people, weekAfter: sums.weekAfter / people, withinBefore: sums.withinBefore / people, withinAfter: sums.withinAfter / people };
  }

  window.estateFigures = { Figures, readable };
}());

/* The what-if: which counters are open, what is asked, and the answer in tiles, tables and on the map. */
(function () {
  "use strict";

  const words = window.estateWords;
  const { arrow, element } = words;
  const { pieces, openSites, openAt, openMinutes } = window.estateOpening;
  const find = (id) => document.getElementById(id);
  const ANY = "any";

  class Explorer {
    constructor(page, unpacked) {
      this.page = page;
      this.what = page.data.what_if;
      this.engine = new window.estateEngine.Engine(this.what, unpacked);
      this.before = this.what.switches.map((one) => one.before);
      this.chosen = this.what.switches.map((one) => one.start);
      this.group = 0;
      this.limit = this.what.headline_minutes;
      this.free = null;
      this.point = -1;
      this.postcode = "";
    }

    /* What is asked */

    get profile() { return this.page.view.profile; }
    get minute() { return this.free === null ? this.what.moments[this.page.view.moment] : this.free; }
    get changed() { return this.chosen.some((place, number) => place !== this.what.switches[number].start); }
    get asWritten() { return !this.changed && this.free === null && this.limit === this.what.headline_minutes; }
    after() { return this.what.switches.map((one, number) => one.choices[this.chosen[number]].spells); }
    profileLabels() { return [...find("profile").options].map((option) => option.textContent); }
    profileLabel() { return this.profileLabels()[this.profile]; }
    momentLabels() { return [...find("moment").options].filter((one) => one.value !== ANY).map((one) => one.textContent); }
    when() { return this.free === null ? this.momentLabels()[this.page.view.moment] : words.time(this.free); }
    peopleLabel() {
      const named = this.what.groups[this.group];
      const older = this.page.view.people_label;
      return this.group && older !== this.what.groups[0] ? `${named} (${older.toLowerCase()})` : this.group ? named : older;
    }

    work() {
      this.answer = this.engine.ask({
        way: this.what.ways[this.profile].at(this.page.view.moment), before: this.before, after: this.after(),
        minute: this.minute, limit: this.limit, losing: this.what.losing_minutes
      });
      this.cells = this.engine.cells(this.answer, this.group, this.page.data.codes.length, window.estateClasses);
    }

    /* What the reader does */

    switchTo(number, place) {
      this.chosen[number] = place;
      window.estateSwitches.update(this);
      this.page.show();
    }

    take(chosen) {
      this.chosen = [...chosen];
      window.estateSwitches.update(this);
      this.page.show();
    }

    reset() {
      this.take(this.what.switches.map((one) => one.start));
      find("switch-list").querySelector("button").focus();
    }

    showSwitch(number, back) { this.page.showCounter(number, back); }

    showCellOf(point) { this.page.goToCell(this.engine.points.cell[point]); }

    /* Keep the address in step, so that a link shows the same. */
    settle() { window.estateLink.write(this); }

    /* What is shown */

    totals(group) {
      if (this.asWritten) {
        const row = this.what.totals[this.page.viewNumber()][group];
        const at = 6 + 2 * this.what.limits.indexOf(this.limit);
        return { people: row[0], losing: row[1], before: row[2] ?? NaN, after: row[3] ?? NaN, weekBefore: row[4], weekAfter: row[5],
          withinBefore: at < 6 ? NaN : row[at] / row[0], withinAfter: at < 6 ? NaN : row[at + 1] / row[0] };
      }
      return readable(this.engine.sums(this.answer, group));
    }

    /* A figure as every output prints it, with its range, while nothing is switched; else this page's own. */
    printed(name, own) {
      const known = this.asWritten && (!this.group || name.startsWith("offline"));
      return (known && this.page.view.figures[name]) || { central: own, range: "" };
    }

    pair(name, own) {
      const [before, after] = ["before", "after"].map((when) => this.printed(`${name}_${when}`, own[when]));
      const range = before.range && after.range ? `${before.range} → ${after.range}; ` : "";
      return { central: arrow(before.central, after.central), range };
    }

    tiles() {
      const total = this.totals(this.group);
      const [low, offline, high] = ["offline_low", "offline", "offline_high"]
        .map((name, place) => this.printed(name, words.people(this.totals(this.what.offline[place]).losing)));
      const losing = this.printed("losing", words.people(total.losing));
      const minutes = this.pair("minutes", { before: words.minutes(total.before), after: words.minutes(total.after) });
      const week = this.pair("week", { before: words.percent(total.weekBefore), after: words.percent(total.weekAfter) });
      const range = (figure) => (figure.range ? `${figure.range}; ` : "");
      const limit = `${this.limit} minutes`;
      const pairs = [
        [`${this.peopleLabel()} with a journey over ${this.what.losing_minutes} minutes longer`, losing.central, `${range(losing)}${words.percent(total.losing / (total.people || 1))} of ${words.people(total.people)}`],
        ["Likely offline, of all who have it", offline.central, `${range(offline)}low set ${low.central}, high set ${high.central}`],
        ["Average minutes to the nearest open counter", minutes.central, `${minutes.range}before → after, where one is open`],
        [`Within ${limit} of an open counter`, arrow(words.percent(total.withinBefore), words.percent(total.withinAfter)), "at this time, before → after"],
        [`Share of the week within ${limit}`, week.central, `${week.range}over all 168 hours, before → after`]
      ].filter((pair) => !pair[1].includes("NaN"));
      find("tiles").replaceChildren(...pairs.map((pair) => words.tile(...pair)));
    }

    sentence() {
      if (this.asWritten) { return this.page.view.sentence; }
      const total = this.totals(0);
      const open = ["before", "after"].map((when) => openSites(when === "before" ? this.before : this.after(), this.minute).length);
      const who = this.changed ? "With the counters as you set them" : "As in the scenario";
      return `${who}, ${this.when()}: ${words.counted(open[0], "counter")} open before, ${open[1] || "none"} after; ` +
        `about ${words.people(total.losing)} ${this.page.view.people_label.toLowerCase()} (${words.percent(total.losing / (total.people || 1))}) have a journey over ` +
        `${this.what.losing_minutes} minutes longer; ${words.minutes(total.before)} minutes on average before, ${words.minutes(total.after)} after.`;
    }

    boroughRows() {
      if (this.asWritten && !this.group) { return this.page.view.rows; }
      const zones = this.what.zones;
      const of = (zone) => zones.ward_boroughs[this.engine.wardOf[zone]];
      const size = zones.boroughs.length;
      const own = this.engine.table(this.answer, this.group, of, size);
      const [low, , high] = this.what.offline.map((group) => this.engine.table(this.answer, group, of, size));
      return zones.boroughs.map((name, number) => {
        const row = readable(own[number]);
        return [name, words.people(row.people), words.minutes(row.before), words.minutes(row.after), words.people(row.losing),
          `${words.people(low[number].losing)} to ${words.people(high[number].losing)}`, words.percent(row.weekBefore), words.percent(row.weekAfter)];
      });
    }

    wards() {
      const zones = this.what.zones;
      const rows = this.engine.table(this.answer, this.group, (zone) => this.engine.wardOf[zone], zones.ward_names.length)
        .map((sums, number) => ({ ...readable(sums), number })).filter((row) => row.losing >= 5)
        .sort((one, other) => other.losing - one.losing || one.number - other.number).slice(0, 10);
      find("wards-losing").textContent = `${this.peopleLabel()} with a journey over ${this.what.losing_minutes} minutes longer`;
      find("wards-view").textContent = rows.length ? `Up to ten ${this.page.data.labels.wards}, those with most such residents first: ${this.profileLabel()} · ${this.when()}` : `No ${this.page.data.labels.ward}: nobody’s journey gets so much longer, ${this.when()}.`;
      words.fill(find("wards"), rows.map((row) => [zones.ward_names[row.number], zones.boroughs[zones.ward_boroughs[row.number]],
        words.tens(row.losing), words.percent(row.losing / row.people), words.minutes(row.before, 1), words.minutes(row.after, 1)]),
      [false, false, true, true, true, true]);
    }

    /* A counter's sign in the estate shown: what becomes of it, by its hours a week. */
    status(number) {
      const one = this.what.switches[number];
      const known = this.page.data.counters.find((counter) => counter.site_id === one.id);
      if (known && this.chosen[number] === one.start) { return known.status; }
      const [old, now] = [one.before, one.choices[this.chosen[number]].spells].map(openMinutes);
      if (!now) { return old ? "closed" : "none"; }
      if (!old) { return "opened"; }
      return now < old ? "reduced" : now > old ? "extended" : "open";
    }

    spells(number, when) { return when === "before" ? this.before[number] : this.after()[number]; }

    hasHours(number, when) { return openMinutes(this.spells(number, when)) > 0; }

    isShut(number, when) { return this.hasHours(number, when) && !openAt(this.spells(number, when), this.minute); }

    about(number) {
      const one = this.what.switches[number];
      const served = this.engine.catchments(this.answer, this.group);
      return [[words.firstUpper(this.page.data.labels.borough), one.borough], ["What changes", this.page.data.marks[this.status(number)] || "Not open before or after"],
        ["Hours before", one.before_words], ["Hours after", one.choices[this.chosen[number]].words],
        ["Nearest for", `${words.people(served.before[number])} before, ${words.people(served.after[number])} after (${this.peopleLabel().toLowerCase()})`]];
    }

    catchments() {
      const served = this.engine.catchments(this.answer, this.group);
      const numbers = new Map(this.what.switches.map((one, number) => [one.id, number]));
      [...find("counters").tBodies[0].rows].forEach((row, place) => {
        const number = numbers.get(this.page.data.counters[place].site_id);
        if (number === undefined) { return; }
        if (row.cells.length < 7) { row.append(element("td", "", "number"), element("td", "", "number")); }
        const now = this.what.switches[number].choices[this.chosen[number]];
        const status = this.status(number);
        row.cells[2].querySelector("use").setAttribute("href", `#mark-${status}`);
        row.cells[2].querySelector("span > span").textContent = this.page.data.marks[status];
        if (this.chosen[number] !== this.what.switches[number].start) { row.cells[4].textContent = now.words; } else { row.cells[4].textContent = this.page.data.counters[place].hours_after; }
        row.cells[5].textContent = words.tens(served.before[number]);
        row.cells[6].textContent = words.tens(served.after[number]);
      });
    }

    slider() {
      this.pieces = pieces(this.before, this.after());
      const at = Math.max(0, this.pieces.findIndex((piece) => piece.from <= this.minute && this.minute < piece.to));
      const slider = find("slider");
      const open = (when) => openSites(when, this.minute).length;
      slider.max = String(this.pieces.length - 1);
      slider.value = String(at);
      const said = `${words.stretch(this.pieces[at])}: ${open(this.before)} open before, ${open(this.after())} after`;
      slider.setAttribute("aria-valuetext", said);
      find("slider-words").textContent = said;
    }

    draw() {
      this.slider();
      this.tiles();
      this.wards();
      this.catchments();
      window.estatePostcode.update(this);
      this.settle();
    }

    listen() {
      const any = element("option", "At the time on the slider");
      any.value = ANY;
      find("moment").appendChild(any);
      const heads = find("counters").tHead.rows[0];
      ["Nearest for how many, before", "Nearest for how many, after"].forEach((label) => {
        const head = element("th", label, "number");
        head.scope = "col";
        heads.appendChild(head);
      });
      find("group").addEventListener("change", () => { this.group = Number(find("group").value); this.page.show(); });
      find("limit").addEventListener("change", () => { this.limit = Number(find("limit").value); this.page.show(); });
      find("slider").addEventListener("input", () => {
        this.free = this.pieces[Number(find("slider").value)].from;
        find("moment").value = ANY;
        this.page.show();
      });
      window.estateSwitches.build(this);
      window.estatePostcode.build(this);
      window.estateLink.read(this);
      window.estateSwitches.update(this);
    }
  }

  function readable(sums) {
    const people = sums.people || 1;
    return { people: sums.people, losing: sums.losing, before: sums.minutesBefore / sums.reachBefore, after: sums.minutesAfter / sums.reachAfter,
      weekBefore: sums.weekBefore / people, weekAfter: sums.weekAfter / people, withinBefore: sums.withinBefore / people, withinAfter: sums.withinAfter / people };
  }

  window.estateExplore = { Explorer, ANY, readable };
}());

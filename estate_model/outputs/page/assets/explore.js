/* The what-if: which counters are open, what is asked, and the answer in tiles, tables and on the map. */
(function () {
  "use strict";

  const words = window.estateWords;
  const { element } = words;
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
      this.figures = new window.estateFigures.Figures(this);
    }

    /* What is asked */

    get profile() { return this.page.view.profile; }
    get minute() { return this.free === null ? this.what.moments[this.page.view.moment] : this.free; }
    get changed() { return this.chosen.some((place, number) => place !== this.what.switches[number].start); }
    get asWritten() { return !this.changed && this.free === null && this.limit === this.what.headline_minutes; }
    /* Whether what is shown of all residents is what the model itself printed. */
    get printed() { return this.asWritten && !this.group; }
    after() { return this.what.switches.map((_, number) => this.spells(number, "after")); }
    profileLabels() { return [...find("profile").options].map((option) => option.textContent); }
    profileLabel() { return this.profileLabels()[this.profile]; }
    momentLabels() { return [...find("moment").options].filter((one) => one.value !== ANY).map((one) => one.textContent); }
    way() { return this.what.ways[this.profile].at(this.page.view.moment); }

    /* Whose journeys stand for another time of the week, where a timetable matters. */
    borrowed(profile = this.profile) { return this.what.ways[profile].by_moment ? `, with the journeys of ${this.momentLabels()[this.page.view.moment]}` : ""; }

    when(profile = this.profile) { return this.free === null ? this.momentLabels()[this.page.view.moment] : words.time(this.free) + this.borrowed(profile); }
    peopleLabel() {
      const named = this.what.groups[this.group];
      const older = this.page.view.people_label;
      return this.group && older !== this.what.groups[0] ? `${named} (${older.toLowerCase()})` : this.group ? named : older;
    }

    work() {
      this.answer = this.engine.ask({
        way: this.way(), before: this.before, after: this.after(),
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

    /* A place in the points' grid, in Web-Mercator metres: placing.py's cubic. */
    metres(x, y) {
      const { placing, grid } = this.page.data;
      const [u, v] = [x / placing.scale, y / placing.scale];
      const terms = [1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v];
      const [east, north] = [placing.x, placing.y].map((parts) => parts.reduce((sum, part, place) => sum + part * terms[place], 0));
      return { x: grid.x + east * grid.step, y: grid.y + north * grid.step };
    }

    /* Keep the address in step, so that a link shows the same. */
    settle() { window.estateLink.write(this); }

    /* A counter's sign in the estate shown: what becomes of it, by its hours a week. */
    status(number) {
      const one = this.what.switches[number];
      const known = this.page.data.counters.find((counter) => counter.site_id === one.id);
      if (known && this.chosen[number] === one.start) { return known.status; }
      const [old, now] = ["before", "after"].map((when) => openMinutes(this.spells(number, when)));
      if (!now) { return old ? "closed" : "none"; }
      if (!old) { return "opened"; }
      return now < old ? "reduced" : now > old ? "extended" : "open";
    }

    spells(number, when) { return when === "before" ? this.before[number] : this.what.switches[number].choices[this.chosen[number]].spells; }

    hasHours(number, when) { return openMinutes(this.spells(number, when)) > 0; }

    isShut(number, when) { return this.hasHours(number, when) && !openAt(this.spells(number, when), this.minute); }

    slider() {
      this.pieces = pieces(this.before, this.after());
      const at = Math.max(0, this.pieces.findIndex((piece) => piece.from <= this.minute && this.minute < piece.to));
      const slider = find("slider");
      const open = (when) => openSites(when, this.minute).length;
      slider.max = String(this.pieces.length - 1);
      slider.value = String(at);
      const said = `${words.stretch(this.pieces[at])}: ${open(this.before)} open before, ${open(this.after())} after${this.free === null ? "" : this.borrowed()}`;
      slider.setAttribute("aria-valuetext", said);
      find("slider-words").textContent = said;
    }

    /* The parts of the page that follow the map, by the tab they are on. */
    parts() {
      return { here: () => this.figures.tiles(), loses: () => this.figures.wards(), tables: () => this.figures.catchments() };
    }

    listen() {
      find("moment").appendChild(words.option(ANY, "At the time on the slider"));
      const heads = find("counters").tHead.rows[0];
      ["Nearest for how many, before", "Nearest for how many, after"].forEach((label) => {
        const head = element("th", label, "number");
        head.scope = "col";
        heads.appendChild(head);
      });
      this.search = new window.estateSearch.Search(this);
      find("group").addEventListener("change", () => { this.group = Number(find("group").value); this.page.show(); });
      find("limit").addEventListener("change", () => { this.limit = Number(find("limit").value); this.page.show(); });
      find("slider").addEventListener("input", () => {
        this.free = this.pieces[Number(find("slider").value)].from;
        find("moment").value = ANY;
        this.page.show();
      });
      window.estateSwitches.build(this);
      window.estateLink.read(this);
      window.estateSwitches.update(this);
    }
  }

  window.estateExplore = { Explorer, ANY };
}());

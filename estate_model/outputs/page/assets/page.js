/* The page: what is chosen, and what is shown of it. Text goes in by textContent only. */
(function () {
  "use strict";

  const words = window.estateWords;
  const { minutesClass, changeClass } = window.estateClasses;
  const { numbers } = window.estateShapes;
  const { ANY } = window.estateExplore;
  const root = document.documentElement;
  const SOON = 40;          /* milliseconds from the map to the tab in view, and from that to the others */
  const IDLE = 120;
  const MOST_WARDS = 10;
  const find = (id) => document.getElementById(id);
  const chosenWords = (id) => find(id).selectedOptions[0].textContent;

  class Page {
    constructor(data) {
      this.data = data;
      this.box = document.querySelector(".folium-map");
      this.map = window[this.box.id];
      this.sheet = new window.estateSheet.Sheet(data);
      this.crowds = data.people.map((packed) => numbers(packed, 4));
      this.boroughOf = numbers(data.cell_boroughs, 2);
      this.unpacked = [];
      this.view = data.views[0];
      this.layer = "change";
      this.what = null;   /* the what-if, where the page has one */
      this.counters = new window.estateCounters.Counters(this);
      this.dirty = new Map();   /* what is still to be drawn, by the tab it is on */
      this.waiting = 0;
      this.panel = new window.estatePanel.Panel((tab) => this.drawTab(tab));
      this.here = new window.estateHere.Here(this);
      this.frame = new window.estateFrame.Frame(this);
    }

    /* What is shown */

    minutes(when) {
      if (this.what) { return this.what.cells[when]; }
      const place = this.view[when];
      this.unpacked[place] = this.unpacked[place] || numbers(this.data.minutes[place], 2);
      return this.unpacked[place];
    }

    crowd() { return this.what ? this.what.cells.people : this.crowds[this.view.people]; }

    peopleLabel() { return this.what ? this.what.peopleLabel() : this.view.people_label; }

    viewNumber() { return this.data.views.indexOf(this.view); }

    /* Which classes the layer shows. */
    kind() { return this.layer === "change" ? "change" : "minutes"; }

    cellClasses(layer) {
      const [before, after] = [this.minutes("before"), this.minutes("after")];
      const spec = this.data.classes[layer === "change" ? "change" : "minutes"];
      if (layer === "change") { return before.map((old, cell) => changeClass(spec, old, after[cell])); }
      return (layer === "before" ? before : after).map((tenths) => minutesClass(spec, tenths));
    }

    /* The map and its key at once; all else when they are painted. */
    show() {
      const { what } = this;
      if (what) { what.work(); }
      const classes = this.cellClasses(this.layer);
      const left = this.layer === "both" ? this.cellClasses("before") : null;
      const shown = this.counters.statuses();
      this.counters.draw(shown);
      find("curtain").hidden = this.layer !== "both";
      this.sheet.colour(classes, this.data.classes[this.kind()].classes, left);
      window.estateLegends.draw(this, classes, left, shown);
      if (what) { what.slider(); }
      this.later();
    }

    /* The tab in view is drawn after the map is painted, the others when nothing else is to do. */
    later() {
      const { what } = this;
      const rows = () => {
        words.fill(find("boroughs"), what ? what.figures.boroughRows() : this.view.rows, this.data.numeric);
        window.estateTables.refresh("boroughs");
      };
      const own = what ? what.parts() : {};
      this.dirty = new Map([["here", [() => this.say(), () => this.here.update()]], ["loses", [rows]], ["tables", []]]);
      Object.entries(own).forEach(([tab, part]) => this.dirty.get(tab).push(part));
      root.dataset.settled = "false";
      clearTimeout(this.waiting);
      requestAnimationFrame(() => {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => {
          this.drawTab(this.panel.chosen);
          this.waiting = setTimeout(() => this.drawAll(), IDLE);
        }, SOON);
      });
    }

    drawTab(tab) {
      const parts = this.dirty.get(tab) || [];
      this.dirty.delete(tab);
      parts.forEach((part) => part());
    }

    drawAll() {
      clearTimeout(this.waiting);
      [...this.dirty.keys()].forEach((tab) => this.drawTab(tab));
      this.settle();
      root.dataset.settled = "true";
    }

    say() {
      const { what, layer, data } = this;
      const when = what ? what.when() : chosenWords("moment");
      const layers = { change: "Change", both: "Before and after" };
      find("shown-layer").textContent = layers[layer] || data.labels[layer];
      find("shown-profile").textContent = find("table-profile").textContent = chosenWords("profile");
      find("shown-moment").textContent = find("table-moment").textContent = when;
      find("sentence").textContent = this.missing + (what ? what.figures.sentence() : this.view.sentence);
      this.tell(this.missing + (what ? what.figures.status() : `${words.firstUpper(when)}.`));
    }

    /* A few words for who cannot see what changed. */
    tell(said) { if (find("status").textContent !== said) { find("status").textContent = said; } }

    settle() { if (this.what) { this.what.settle(); } }

    showPlace(place) {
      const cell = this.sheet.at(place);
      if (cell < 0) { this.here.close(); } else { this.here.show({ kind: "cell", cell }); }
    }

    /* What is chosen */

    /* The views of a profile that the page can answer for. */
    offered(profile) {
      const { what } = this;
      return this.data.views.filter((view) => view.profile === profile && (!what || what.what.ways[profile].at(view.moment)));
    }

    /* A moment or profile that there is no view for cannot be picked; of one in the address, that is said. */
    pick() {
      const moment = find("moment");
      const chooser = find("profile");
      [...chooser.options].forEach((option, index) => { option.disabled = !this.offered(index).length; });
      const who = chooser.selectedOptions[0];
      if (who.disabled) { chooser.value = "0"; }
      const offered = this.offered(Number(chooser.value));
      const any = moment.value === ANY;
      const wanted = any ? this.view.moment : Number(moment.value);
      this.view = offered.find((view) => view.moment === wanted) || offered[0];
      const found = !who.disabled && this.view.moment === wanted;
      this.missing = found ? "" : `This page has no journeys ${who.textContent} at ${moment.options[wanted].textContent}; the tables have them. ` +
        `It shows those ${chosenWords("profile")} at ${moment.options[this.view.moment].textContent}. `;
      [...moment.options].forEach((option, index) => {
        option.disabled = option.value !== ANY && !offered.some((view) => view.moment === index);
      });
      if (!any) {
        if (this.what) { this.what.free = null; }
        moment.value = String(this.view.moment);
      }
      this.show();
    }

    start() {
      document.querySelectorAll(".still").forEach((drawing) => drawing.remove());
      find("profile").value = String(this.view.profile);
      find("moment").value = String(this.view.moment);
      find("layer-change").checked = true;
      new window.estateTables.Table("boroughs", this.data.labels.boroughs);
      if (this.what) {
        this.what.listen();
        new window.estateTables.Table("wards", this.data.labels.wards, MOST_WARDS);
        this.sheet.wards = this.wards();
      }
      new window.estateTables.Table("counters", "counters");
      this.layer = document.querySelector("input[name=layer]:checked").value;
      this.listen();
      this.counters.list();
      this.box.setAttribute("role", "region");
      this.box.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom, Enter reads the area in the middle. " +
        "Its numbers are in the tables on this page.");
      this.sheet.addTo(this.map);
      this.counters.markers.addTo(this.map);
      this.pick();
    }

    /* The ward of each area, and the wards' names. */
    wards() {
      const { engine, what } = this.what;
      return { of: window.estateWards.groupsOf(engine.points, engine.wardOf, this.data.codes.length), names: what.zones.ward_names };
    }

    listen() {
      find("curtain").addEventListener("input", () => {
        this.sheet.moveCurtain(Number(find("curtain").value) / 100);
        this.counters.sides();
      });
      find("profile").addEventListener("change", () => this.pick());
      find("moment").addEventListener("change", () => this.pick());
      document.querySelectorAll("input[name=layer]").forEach((input) => {
        input.addEventListener("change", () => {
          this.layer = input.value;
          this.show();
        });
      });
      find("whole").addEventListener("click", () => {
        this.here.close();
        this.frame.whole();
      });
    }
  }

  /* The page's data; nothing where the browser cannot inflate it. */
  async function read() {
    const data = JSON.parse(find("page-data").textContent);
    if (!data.packed) { return data; }
    if (!window.DecompressionStream) { return null; }
    return JSON.parse(new TextDecoder().decode(await window.estateUnpack.inflate(data.packed)));
  }

  async function begin() {
    const data = await read();
    if (!data) {
      root.classList.remove("js");
      find("too-old").hidden = false;
      return;
    }
    const page = new Page(data);
    if (data.what_if) {
      page.what = new window.estateExplore.Explorer(page, await window.estateUnpack.unpack(data.what_if));
    }
    page.start();
    requestAnimationFrame(() => requestAnimationFrame(() => { root.dataset.ready = "true"; }));
    if (page.what && page.what.wanted) {
      find("search").value = page.what.wanted;
      page.what.search.ask(page.what.wanted, true);
    }
  }

  begin();
}());

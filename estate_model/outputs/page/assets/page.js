/* The page: what is chosen, and what is shown of it. Text goes in by textContent only. */
(function () {
  "use strict";

  const words = window.estateWords;
  const { minutesClass, changeClass } = window.estateClasses;
  const { numbers } = window.estateShapes;
  const root = document.documentElement;
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
      this.layer = "after";
      this.what = null;   /* the what-if, where the page has one */
      this.counters = new window.estateCounters.Counters(this);
      this.cards = new window.estateCards.Cards(this);
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

    show() {
      const { what } = this;
      if (what) { what.work(); }
      const classes = this.cellClasses(this.layer);
      const shown = this.counters.statuses();
      this.counters.draw(shown);
      this.sheet.colour(classes, this.data.classes[this.kind()].classes, this.layer === "both" ? this.cellClasses("before") : null);
      window.estateLegends.draw(this, classes, shown);
      words.fill(find("boroughs"), what ? what.boroughRows() : this.view.rows, this.data.numeric);
      this.say();
      if (what) { what.draw(); }
      this.cards.update();
    }

    say() {
      const { what, layer, data } = this;
      const when = what ? what.when() : chosenWords("moment");
      const sentence = what ? what.sentence() : this.view.sentence;
      const layers = { change: "Change", both: "Before and after, side by side" };
      find("shown-layer").textContent = layers[layer] || data.labels[layer];
      find("shown-profile").textContent = find("table-profile").textContent = chosenWords("profile");
      find("shown-moment").textContent = find("table-moment").textContent = when;
      if (find("sentence").textContent !== sentence) { find("sentence").textContent = sentence; }
      find("curtain-box").hidden = layer !== "both";
      this.box.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom, Enter reads the area in the middle. " +
        "Its numbers are in the tables on this page.");
    }

    showCounter(index, back) {
      const counter = this.counters.all()[index];
      this.frame.goTo([counter.latitude, counter.longitude], 12);
      this.cards.showCounter(index);
      this.cards.focus(back);
    }

    goToCell(cell) {
      const middle = this.sheet.middle(cell);
      this.frame.goTo(middle, 13);
      this.cards.showCell(cell, middle);
    }

    /* What is chosen */

    /* A moment that the chosen profile has no view for cannot be picked. */
    pick() {
      const moment = find("moment");
      const profile = Number(find("profile").value);
      const offered = this.data.views.filter((view) => view.profile === profile);
      const any = moment.value === "any";
      const wanted = any ? this.view.moment : Number(moment.value);
      this.view = offered.find((view) => view.moment === wanted) || offered[0];
      [...moment.options].forEach((option, index) => {
        option.disabled = option.value !== "any" && !offered.some((view) => view.moment === index);
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
      find("layer-after").checked = true;
      if (this.what) { this.what.listen(); }
      this.layer = document.querySelector("input[name=layer]:checked").value;
      this.listen();
      this.counters.list();
      this.box.setAttribute("role", "region");
      this.sheet.addTo(this.map);
      this.counters.markers.addTo(this.map);
      this.pick();
    }

    listen() {
      find("curtain").addEventListener("input", () => this.sheet.moveCurtain(Number(find("curtain").value) / 100));
      find("profile").addEventListener("change", () => this.pick());
      find("moment").addEventListener("change", () => this.pick());
      document.querySelectorAll("input[name=layer]").forEach((input) => {
        input.addEventListener("change", () => {
          this.layer = input.value;
          this.show();
        });
      });
      find("whole").addEventListener("click", () => {
        this.cards.close();
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
      find("postcode").value = page.what.wanted;
      window.estatePostcode.ask(page.what, page.what.wanted);
    }
  }

  begin();
}());

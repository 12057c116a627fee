/* The panel beside the map: tabs; on narrow screens a sheet at the bottom that is raised and lowered. */
(function () {
  "use strict";

  const find = (id) => document.getElementById(id);
  const BROAD = ["loses", "tables"];

  class Panel {
    /* `drawn` is called with a tab's name before it is shown. */
    constructor(drawn) {
      this.drawn = drawn;
      this.main = find("main");
      this.tabs = [...document.querySelectorAll("[role=tab]")];
      this.chosen = "here";
      this.tabs.forEach((tab) => {
        const section = this.section(tab);
        section.setAttribute("role", "tabpanel");
        section.setAttribute("aria-labelledby", tab.id);
        section.tabIndex = -1;
        tab.addEventListener("click", () => this.press(tab));
        tab.addEventListener("keydown", (event) => this.rove(event, tab));
      });
      find("sheet-handle").addEventListener("click", () => this.raise(!this.raised));
      this.menu(document.querySelector("details.more"));
      document.querySelectorAll("details.folded").forEach((one) => { one.open = false; });
    }

    /* A menu closes when the reader goes elsewhere, or presses Escape. */
    menu(box) {
      document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) { box.open = false; } });
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") { return; }
        box.open = false;
        box.querySelector("summary").focus();
      });
    }

    section(tab) { return find(tab.getAttribute("aria-controls")); }

    get raised() { return this.main.classList.contains("raised"); }

    press(tab) {
      const name = tab.getAttribute("aria-controls");
      const again = name === this.chosen && this.raised;
      this.show(name);
      this.raise(!again);
    }

    /* Arrow keys go from tab to tab. */
    rove(event, tab) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) { return; }
      event.preventDefault();
      const next = this.tabs[(this.tabs.indexOf(tab) + step + this.tabs.length) % this.tabs.length];
      this.show(next.getAttribute("aria-controls"));
      next.focus();
    }

    show(name) {
      this.chosen = name;
      this.drawn(name);
      this.tabs.forEach((tab) => {
        const on = tab.getAttribute("aria-controls") === name;
        tab.setAttribute("aria-selected", String(on));
        tab.tabIndex = on ? 0 : -1;
        this.section(tab).classList.toggle("chosen", on);
      });
      this.main.classList.toggle("broad", BROAD.includes(name));
      find("panel-body").scrollTop = 0;
    }

    raise(on) {
      this.main.classList.toggle("raised", on);
      find("sheet-handle").setAttribute("aria-expanded", String(on));
    }
  }

  window.estatePanel = { Panel };
}());

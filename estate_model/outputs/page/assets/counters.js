/* The counters' signs on the map, and their table, whose buttons open the same cards. */
(function () {
  "use strict";

  const { button } = window.estateWords;
  const SVG = "http://www.w3.org/2000/svg";

  /* A counter's sign: our own constant drawing, by its id. */
  function sign(status) {
    const svg = document.createElementNS(SVG, "svg");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `#mark-${status}`);
    svg.setAttribute("class", "sign");
    svg.setAttribute("width", "24");
    svg.setAttribute("height", "24");
    svg.setAttribute("aria-hidden", "true");
    svg.appendChild(use);
    return svg;
  }

  function marker(counter, status) {
    const icon = L.divIcon({ className: `counter counter-${status}`, html: sign(status), iconSize: [28, 28] });
    return L.marker([counter.latitude, counter.longitude], { icon, keyboard: false, riseOnHover: true });
  }

  /* One of the table's buttons is reached by Tab; up and down go to the others. */
  function rove(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    let row = step && event.target.closest("tr");
    do { row = row && row[step > 0 ? "nextElementSibling" : "previousElementSibling"]; } while (row && row.hidden);
    if (!row) { return; }
    event.preventDefault();
    event.target.tabIndex = -1;
    row.querySelector("button").tabIndex = 0;
    row.querySelector("button").focus();
  }

  class Counters {
    constructor(page) {
      this.page = page;
      this.markers = L.layerGroup();
      this.icons = new Map();   /* the signs on the map, by counter, status and, with the swipe, side */
      this.picked = -1;
      page.map.on("move zoomend resize", () => this.sides());
    }

    all() { return this.page.what ? this.page.what.what.switches : this.page.data.counters; }

    /* What becomes of each counter, whatever the time and the layer. */
    status(index) { return this.page.what ? this.page.what.status(index) : this.all()[index].status; }

    wasThere(index) {
      const { what, data } = this.page;
      return what ? what.hasHours(index, "before") : data.before.statuses.includes(this.all()[index].status);
    }

    isShut(index, when) {
      const { what, view } = this.page;
      return what ? what.isShut(index, when) : view.shut[when].includes(index);
    }

    /* The sign of each counter in the estate shown: "none" = not there, "shut" = there but not open at the time. */
    statuses(when = this.page.layer === "before" ? "before" : "after") {
      return this.all().map((_, index) => {
        const status = this.status(index);
        if (status === "none" || (when === "before" && !this.wasThere(index))) { return "none"; }
        if (this.isShut(index, when)) { return "shut"; }
        return when === "before" ? "open" : status;
      });
    }

    /* How many counters have a status, whether open at the time or not. */
    count(status) { return this.all().filter((_, index) => this.status(index) === status).length; }

    countBefore() { return this.all().filter((_, index) => this.wasThere(index)).length; }

    /* Put the signs on the map; those that stay as they are stay. */
    draw(shown) {
      const { sheet, layer } = this.page;
      const sides = layer === "both" ? { before: this.statuses("before"), after: shown } : { [layer]: shown };
      const wanted = new Map(Object.entries(sides).flatMap(([side, statuses]) => statuses.map((status, index) =>
        [`${index} ${status} ${layer === "both" ? side : ""}`, { index, status, side }]).filter((pair) => pair[1].status !== "none")));
      this.icons.forEach((known, key) => {
        if (!wanted.has(key)) {
          this.markers.removeLayer(known.sign);
          this.icons.delete(key);
        }
      });
      wanted.forEach((one, key) => { if (!this.icons.has(key)) { this.icons.set(key, this.put(one)); } });
      sheet.obstacles = [...this.icons.values()].map((one) => one.sign.getLatLng());
      this.sides();
      this.pick(this.picked);
    }

    put({ index, status, side }) {
      const sign = marker(this.all()[index], status).on("click", () => this.page.here.show({ kind: "counter", index })).addTo(this.markers);
      return { index, status, side, sign };
    }

    /* With the swipe a sign is seen on its own side of the line only. */
    sides() {
      const { layer, map, sheet } = this.page;
      if (layer !== "both") { return; }
      const edge = sheet.curtainX();
      this.icons.forEach(({ side, sign }) => {
        const icon = sign.getElement();
        if (icon) { icon.hidden = (map.latLngToContainerPoint(sign.getLatLng()).x < edge) !== (side === "before"); }
      });
    }

    /* The signs in sight: where each stands, and what it says. */
    shown() {
      return [...this.icons.values()].filter(({ sign }) => !sign.getElement().hidden)
        .map(({ sign, status }) => ({ place: sign.getLatLng(), status }));
    }

    /* Show which counter is meant. */
    pick(number) {
      this.picked = number;
      this.icons.forEach(({ index, sign }) => {
        const icon = sign.getElement();
        if (icon) { icon.classList.toggle("picked", index === number); }
      });
    }

    list() {
      const { what, data } = this.page;
      [...document.getElementById("counters").tBodies[0].rows].forEach((row, index) => {
        row.dataset.counter = String(index);
        const name = button(row.cells[0].textContent, "place", () => {
          const place = what ? this.all().findIndex((one) => one.id === data.counters[index].site_id) : index;
          this.page.here.show({ kind: "counter", index: place }, { focus: true, back: name });
        });
        if (what) {
          name.tabIndex = index ? -1 : 0;
          name.addEventListener("keydown", rove);
        }
        row.cells[0].replaceChildren(name);
      });
    }
  }

  window.estateCounters = { Counters };
}());

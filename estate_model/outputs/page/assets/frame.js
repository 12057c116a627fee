/* The map's frame: its size, keyboard and wheel, how it prints, and the way to a map with streets. */
(function () {
  "use strict";

  const { element } = window.estateWords;
  const NEAR = 12;      /* how near a counter is looked at, and how near a journey at most */
  const NEAREST = 14;
  const find = (id) => document.getElementById(id);

  class Frame {
    constructor(page) {
      this.page = page;
      this.map = page.map;
      this.corners = L.latLngBounds(page.data.corners);
      this.moved = false;   /* until the reader moves the map, it stays fitted to the whole area */
      this.listen(page.box);
      this.map.on("dragstart zoomstart", () => this.move(true));
      new ResizeObserver(() => this.resized()).observe(page.box);
      window.addEventListener("beforeprint", () => this.paper(true));
      window.addEventListener("afterprint", () => this.paper(false));
      this.online();
    }

    /* The page scrolls over the map until the map is used. */
    listen(box) {
      const { page } = this;
      box.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.target === box) { page.showPlace(this.map.getCenter()); }
      });
      document.addEventListener("keydown", (event) => {
        const within = box.contains(event.target) || document.getElementById("answer").contains(event.target);
        if (event.key === "Escape" && page.here.open && within) {
          event.preventDefault();
          page.here.close();
        }
      });
      this.map.on("click", (event) => page.showPlace(event.latlng));
      box.addEventListener("keyup", () => box.classList.add("keys"));
      box.addEventListener("pointerdown", () => {
        box.classList.remove("keys");
        this.map.scrollWheelZoom.enable();
      });
      box.addEventListener("mouseleave", () => this.map.scrollWheelZoom.disable());
    }

    /* The way back to the whole is there once the map was moved. */
    move(on) {
      this.moved = on;
      find("whole").hidden = !on;
    }

    whole() {
      this.map.fitBounds(this.corners, { padding: [10, 10], animate: false });
      this.move(false);
    }

    /* The box around places in Web-Mercator metres. */
    bounds(places) { return L.latLngBounds(places.map(({ x, y }) => L.CRS.EPSG3857.unproject(L.point(x, y)))); }

    /* Bring an answer's place into view, once the panel has its room. */
    look({ bounds }) {
      this.map.invalidateSize({ animate: false });
      if (!bounds || !Math.min(this.map.getSize().x, this.map.getSize().y)) { return; }
      this.move(true);
      if (bounds.getNorthEast().equals(bounds.getSouthWest())) {
        this.map.setView(bounds.getCenter(), Math.max(this.map.getZoom(), NEAR), { animate: false });
        return;
      }
      this.map.fitBounds(bounds, { padding: [56, 48], maxZoom: NEAREST, animate: false });
    }

    resized() {
      this.map.invalidateSize({ animate: false });
      const size = this.map.getSize();
      if (size.x && size.y && !this.moved) { this.whole(); }  /* hidden: nothing fits */
    }

    /* Print: every part in step and unfolded, and the map drawn again at the paper's size. */
    paper(on) {
      if (on) { this.page.drawAll(); }
      document.querySelectorAll("details.folded").forEach((one) => { one.open = on; });
      document.documentElement.classList.toggle("paper", on);
      this.resized();
      this.page.sheet.place();
    }

    /* An opt-in way to streets and names: the same view on an online map, in a new tab. */
    online() {
      const link = element("a", "Open this view on OpenStreetMap");
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      link.href = "https://www.openstreetmap.org/";
      const aim = () => {
        const middle = this.map.getCenter();
        link.hash = `map=${Math.round(this.map.getZoom())}/${middle.lat.toFixed(5)}/${middle.lng.toFixed(5)}`;
      };
      ["pointerdown", "focus", "click"].forEach((name) => link.addEventListener(name, aim));
      find("online").append(link, " (goes online, in a new tab).");
    }
  }

  window.estateFrame = { Frame };
}());

/* The map's frame: its size, keyboard and wheel, how it prints, and the way to a map with streets. */
(function () {
  "use strict";

  const { element } = window.estateWords;
  const find = (id) => document.getElementById(id);

  class Frame {
    constructor(page) {
      this.page = page;
      this.map = page.map;
      this.corners = L.latLngBounds(page.data.corners);
      this.moved = false;   /* until the reader moves the map, it stays fitted to the whole area */
      this.listen(page.box);
      this.map.on("dragstart zoomstart", () => { this.moved = true; });
      new ResizeObserver(() => this.resized()).observe(page.box);
      window.addEventListener("beforeprint", () => this.paper(true));
      window.addEventListener("afterprint", () => this.paper(false));
      this.online();
    }

    /* The page scrolls over the map until the map is used. */
    listen(box) {
      const { cards } = this.page;
      box.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.target === box) { cards.showPlace(this.map.getCenter()); }
        if (event.key === "Escape" && cards.open) {
          event.preventDefault();
          cards.close();
        }
      });
      box.addEventListener("keyup", () => box.classList.add("keys"));
      box.addEventListener("pointerdown", () => {
        box.classList.remove("keys");
        this.map.scrollWheelZoom.enable();
      });
      box.addEventListener("mouseleave", () => this.map.scrollWheelZoom.disable());
    }

    whole() {
      this.map.fitBounds(this.corners, { padding: [10, 10], animate: false });
      this.moved = false;
    }

    goTo(place, zoom) {
      this.moved = true;
      this.map.setView(place, Math.max(this.map.getZoom(), zoom), { animate: false });
    }

    resized() {
      this.map.invalidateSize({ animate: false });
      const size = this.map.getSize();
      if (size.x && size.y && !this.moved) { this.whole(); }  /* hidden: nothing fits */
    }

    /* Print: no card over the map, and the map drawn again at the paper's size. */
    paper(on) {
      this.page.cards.close();
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

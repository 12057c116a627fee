/* The card that says what happens in an area or at a counter. */
(function () {
  "use strict";

  const { element, tens } = window.estateWords;
  const { NOBODY, UNREACHABLE } = window.estateClasses;
  const find = (id) => document.getElementById(id);

  function time(tenths) {
    if (tenths === UNREACHABLE) { return "no open counter can be reached"; }
    return (tenths / 10).toFixed(1) + (tenths === 10 ? " minute" : " minutes");
  }

  function difference(before, after) {
    if (before === UNREACHABLE) {
      return after === UNREACHABLE ? "none: no open counter before or after" : "a counter comes within reach";
    }
    if (after === UNREACHABLE) { return "no open counter within reach any more"; }
    if (before === after) { return "none"; }
    return time(Math.abs(after - before)) + (after > before ? " longer" : " shorter");
  }

  function facts(title, pairs) {
    const card = element("div", undefined, "card");
    const list = element("dl");
    card.tabIndex = -1;
    pairs.forEach(([name, words]) => list.append(element("dt", name), element("dd", words)));
    card.append(element("h3", title), list);
    return card;
  }

  class Cards {
    constructor(page) {
      this.page = page;
      this.open = null;   /* what is described, so that a new choice can describe it again */
      this.popup = L.popup({
        maxWidth: 280, minWidth: 220, maxHeight: 300,
        autoPanPaddingTopLeft: [56, 8], autoPanPaddingBottomRight: [8, 8]  /* beside the zoom buttons, not under them */
      });
      page.map.on("popupclose", () => this.closed());
      page.map.on("click", (event) => this.showPlace(event.latlng));
    }

    aboutCell(index) {
      const { page } = this;
      const { data } = page;
      const [before, after] = [page.minutes("before")[index], page.minutes("after")[index]];
      const pairs = [[window.estateWords.firstUpper(data.labels.borough), data.boroughs[page.boroughOf[index]]], [data.labels.cell, data.codes[index]]];
      if (before === NOBODY || after === NOBODY) {
        pairs.push(["Residents", "nobody lives here"]);
      } else {
        const people = page.crowd()[index];
        pairs.push([page.peopleLabel(), people < 10 ? "under 10" : tens(people)],
          ["Before", time(before)], ["After", time(after)], ["Change", difference(before, after)]);
      }
      return facts(data.names[index], pairs);
    }

    aboutCounter(index) {
      const { what, data } = this.page;
      const counter = this.page.counters.all()[index];
      if (!what) {
        return facts(counter.name, [
          [window.estateWords.firstUpper(data.labels.borough), counter.borough_name], ["What changes", data.marks[counter.status]],
          ["Hours before", counter.hours_before], ["Hours after", counter.hours_after]
        ]);
      }
      const card = facts(counter.name, what.about(index));
      const states = element("fieldset", undefined, "switch");
      states.append(element("legend", "Switch it"), window.estateSwitches.radios(what, index, "card-switch"));
      card.appendChild(states);
      return card;
    }

    describe(card, place) {
      const { map } = this.page;
      this.popup.setContent(card).setLatLng(place);
      if (map.hasLayer(this.popup)) { this.popup.update(); } else { this.popup.openOn(map); }
    }

    showPlace(place) { this.showCell(this.page.sheet.at(place), place); }

    showCell(index, place) {
      if (index < 0) {
        this.close();
        return;
      }
      this.describe(this.aboutCell(index), place);
      this.open = { cell: index, place };
      this.page.sheet.choose(index);
    }

    showCounter(index) {
      const counter = this.page.counters.all()[index];
      this.describe(this.aboutCounter(index), [counter.latitude, counter.longitude]);
      this.open = { counter: index };
      this.page.sheet.choose(-1);
    }

    close() { this.page.map.closePopup(); }

    closed() {
      const back = this.open && this.open.back;
      this.open = null;
      this.page.sheet.choose(-1);
      if (back && this.page.box.contains(document.activeElement)) { back.focus(); }
    }

    /* Put the reader on the card, and on `back` when it closes. */
    focus(back) {
      document.querySelector(".map-box").scrollIntoView({ block: "nearest" });
      this.open.back = back;
      this.popup.getElement().querySelector(".card").focus({ preventScroll: true });
    }

    /* Describe the same anew, and leave the reader on the control they were on. */
    update() {
      if (!this.open) { return; }
      if (this.open.cell !== undefined) {
        this.describe(this.aboutCell(this.open.cell), this.open.place);
        return;
      }
      const focused = this.popup.getElement().contains(document.activeElement) ? document.activeElement.id : "";
      this.describe(this.aboutCounter(this.open.counter), this.popup.getLatLng());
      if (focused && find(focused)) { find(focused).focus({ preventScroll: true }); }
    }
  }

  window.estateCards = { Cards };
}());

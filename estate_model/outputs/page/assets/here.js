/* The answer in the panel: what the reader pressed or searched for, kept in step with what is shown. */
(function () {
  "use strict";

  const { element, button } = window.estateWords;
  const find = (id) => document.getElementById(id);

  class Here {
    constructor(page) {
      this.page = page;
      this.subject = null;
      this.back = null;
      this.link = null;
    }

    /* What each kind of subject is described by. */
    make() {
      const { page, subject } = this;
      const { estateCards: cards, estateJourneys: journeys, estatePlaces: places } = window;
      const makers = { cell: cards.cell, counter: cards.counter, point: journeys.point, ward: places.ward, borough: places.borough };
      return makers[subject.kind](page, subject);
    }

    /* Show a subject: `focus` puts the reader on its heading, `back` is where closing returns to. */
    show(subject, { focus = false, back = null } = {}) {
      Object.assign(this, { subject, back });
      const made = this.draw();
      this.page.panel.show("here");
      this.page.panel.raise(true);
      this.page.frame.look(made);
      this.page.tell(made.said);
      if (focus) { find("answer").querySelector(".card").focus({ preventScroll: true }); }
      this.page.settle();
    }

    draw() {
      const made = this.make();
      const card = element("section", undefined, "card");
      const heading = element("h2", made.title);
      heading.id = "answer-heading";
      card.setAttribute("aria-labelledby", heading.id);
      card.tabIndex = -1;
      const close = button("\u00d7", "close", () => this.close());
      close.setAttribute("aria-label", "Close this answer");
      card.append(heading, ...(made.first || []), ...(made.sentence ? window.estateShare.controls(this.page, made) : []), ...made.body, close);
      find("answer").replaceChildren(card);
      this.link = made.link || null;
      this.page.counters.pick(made.picked ?? -1);
      this.page.sheet.choose(made.path, made.trace);
      return made;
    }

    /* Words in place of an answer, perhaps with buttons. */
    say(title, words, nodes = []) {
      this.clear();
      const card = element("section", undefined, "card");
      card.tabIndex = -1;
      card.setAttribute("aria-label", title);
      card.append(element("p", words, "kind"), ...nodes);
      find("answer").replaceChildren(card);
      this.page.panel.show("here");
      this.page.panel.raise(true);
      card.focus({ preventScroll: true });
      this.page.settle();
    }

    clear() {
      Object.assign(this, { subject: null, link: null });
      find("answer").replaceChildren();
      this.page.counters.pick(-1);
      this.page.sheet.choose(null, null);
    }

    close() {
      const inside = find("answer").contains(document.activeElement) || this.page.box.contains(document.activeElement);
      const { back } = this;
      this.clear();
      this.back = null;
      this.page.panel.raise(false);
      if (inside) { this.goBack(back); }
      this.page.settle();
    }

    /* Put the reader back on what they came from, in its tab. */
    goBack(back) {
      const tab = back && back.closest(".tab");
      if (tab) { this.page.panel.show(tab.id); }
      (back && back.isConnected ? back : this.page.box).focus({ preventScroll: true });
    }

    get open() { return find("answer").firstChild !== null; }

    /* Describe the same anew, and leave the reader on the control they were on. */
    update() {
      if (!this.subject) { return; }
      const focused = find("answer").contains(document.activeElement) ? document.activeElement.id : "";
      this.draw();
      if (focused && find(focused)) { find(focused).focus({ preventScroll: true }); }
    }
  }

  window.estateHere = { Here };
}());

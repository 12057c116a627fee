/* One box for postcodes, wards, boroughs and counters. Nothing typed leaves the page. */
(function () {
  "use strict";

  const { option, picks } = window.estateWords;
  const postcodes = window.estatePostcode;
  const MOST = 8;
  const KINDS = ["borough", "counter", "ward"];

  function plain(words) {
    return words.normalize("NFD").toLowerCase().replace(/[\u0300-\u036f'\u2019.]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  /* How many letters must change, up to `most`; more counts as most + 1. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) { return most + 1; }
    let row = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
      }
      row = next;
    }
    return row[other.length];
  }

  class Search {
    constructor(app) {
      this.app = app;
      this.page = app.page;
      this.input = document.getElementById("search");
      this.input.addEventListener("focus", () => this.suggest(), { once: true });
      document.getElementById("search-form").addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask(this.input.value);
      });
      this.input.addEventListener("input", (event) => {
        const picked = event.inputType === undefined || event.inputType === "insertReplacementText";
        if (picked && this.names.some((name) => name.shown === this.input.value)) { this.ask(this.input.value); }
      });
    }

    /* Every name in the page, with how it is shown and what it stands for. */
    get names() {
      if (!this.known) {
        const { what, page } = this.app;
        const { labels } = page.data;
        const { zones } = what;
        const boroughs = zones.boroughs.map((name, number) => ({ name, number, kind: "borough", within: "", shown: `${name} (${labels.borough})` }));
        const counters = what.switches.map((one, number) => ({ name: one.name, number, kind: "counter", within: one.borough, shown: `${one.name} (counter, ${one.borough})` }));
        const wards = zones.ward_names.map((name, number) => {
          const within = zones.boroughs[zones.ward_boroughs[number]];
          return { name, number, kind: "ward", within, shown: `${name} (${labels.ward}, ${within})` };
        });
        this.known = [...boroughs, ...counters, ...wards].map((one) => ({ ...one, plain: plain(one.name), whole: plain(one.shown), title: plain(`${one.name} ${labels[one.kind] || ""} ${one.within}`) }));
      }
      return this.known;
    }

    /* How a place is shown, which finds it and no other. */
    shown(kind, number) { return this.names.find((one) => one.kind === kind && one.number === number).shown; }

    suggest() {
      document.getElementById("places").replaceChildren(...this.names.map((name) => option(name.shown)));
    }

    async ask(words, quietly = false) {
      if (postcodes.looksLike(words)) { return this.postcode(words, quietly); }
      const found = this.match(words);
      if (found.length === 1) { return this.go(found[0], quietly); }
      if (found.length) { return this.choose(found.slice(0, MOST), found.length > MOST ? `${found.length} places match. Here are ${MOST}; type more of the name for others.` : "Which of these do you mean?"); }
      return this.page.here.say("Nothing found", this.unknown(words));
    }

    async postcode(words, quietly) {
      const point = await postcodes.find(this.app.what, words);
      if (point < 0) { return this.page.here.say("Nothing found", postcodes.why(this.app.what, words)); }
      return this.page.here.show({ kind: "point", point, code: postcodes.tidy(words) }, { focus: !quietly, back: this.input });
    }

    /* The names meant: as shown, the same, those that hold the words, or those nearly so. */
    match(words) {
      const wanted = plain(words);
      if (!wanted) { return []; }
      const ways = [(one) => one.whole === wanted || one.title === wanted, (one) => one.plain === wanted,
        (one) => wanted.length > 1 && one.whole.includes(wanted), (one) => wanted.length > 3 && distance(one.plain, wanted, 2) <= 2];
      const found = ways.map((way) => this.names.filter(way)).find((some) => some.length) || [];
      return found.sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
    }

    go({ kind, number }, quietly = false) {
      const subject = kind === "counter" ? { kind, index: number } : { kind, number };
      this.page.here.show(subject, { focus: !quietly, back: this.input });
    }

    choose(names, words) {
      this.page.here.say("Several places", words, [picks(names.map((name) => [name.shown, () => this.go(name)]))]);
    }

    unknown(words) {
      const { labels } = this.page.data;
      const kinds = `postcode, ${labels.ward}, ${labels.borough} or counter`;
      return plain(words) ? `\u201c${words.trim()}\u201d is no ${kinds} of ${this.app.what.area} that this page knows.` : `Please type a ${kinds}.`;
    }
  }

  window.estateSearch = { Search };
}());

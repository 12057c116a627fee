/* Postcodes: the index in the page, and what is said of one that is not in it. */
(function () {
  "use strict";

  const { inflate, reader, unzigzag } = window.estateUnpack;
  const WHOLE = /^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])([A-Z]{2})$/;
  const PART = /^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9]?[A-Z]?$/;
  let index = null;

  /* Sector by sector: unit numbers and points. */
  async function load(packed) {
    const [sizes, units, points, own] = (await Promise.all(
      [packed.sizes, packed.units, packed.points, packed.own].map(inflate))).map(reader);
    let district = "";
    const names = packed.sectors ? packed.sectors.split(" ").map((short) => {
      const [head, digit] = short.includes("/") ? short.split("/") : [district, short];
      district = head;
      return head + digit;
    }) : [];
    let first = 0;
    const firsts = names.map(() => { first += unzigzag(points()); return first; });
    return new Map(names.map((name, number) => {
      const known = [firsts[number]];
      for (let left = points() - 1; left > 0; left -= 1) { known.push(known[known.length - 1] + points()); }
      const unseen = known.slice();
      const recent = [];
      const members = new Map();
      let unit = -1;
      for (let left = sizes(); left > 0; left -= 1) {
        unit += units() + 1;
        const turn = own();
        const point = turn < recent.length ? recent.splice(turn, 1)[0] : unseen.splice(turn - recent.length, 1)[0];
        recent.unshift(point);
        members.set(unit, point);
      }
      return [name, members];
    }));
  }

  function spaced(compact) { return `${compact.slice(0, -3)} ${compact.slice(-3)}`; }

  /* The postcode as it would be written, with 0 for O and 1 for I where only a digit can stand. */
  function tidy(words) {
    const compact = words.toUpperCase().replace(/[^A-Z0-9]/g, "");
    const digit = { O: "0", I: "1", L: "1" };
    const at = compact.length - 3;
    return compact.length >= 5 && compact.length <= 7 && digit[compact[at]]
      ? compact.slice(0, at) + digit[compact[at]] + compact.slice(at + 1) : compact;
  }

  function find(data, compact) {
    const match = WHOLE.exec(compact);
    if (!match) { return -1; }
    const letters = data.postcodes.letters;
    const unit = letters.indexOf(match[3][0]) * letters.length + letters.indexOf(match[3][1]);
    const members = index.get(match[1] + match[2]);
    return members && members.has(unit) ? members.get(unit) : -1;
  }

  /* Whether the words look like a postcode, or like a part of one. */
  function looksLike(words) {
    const compact = tidy(words);
    return /[0-9]/.test(compact) && (WHOLE.test(compact) || PART.test(compact));
  }

  /* A kind word for a postcode that cannot be answered. */
  function why(data, words) {
    const compact = tidy(words);
    const known = [...index.keys()].filter((sector) => sector.startsWith(compact)).length;
    if (!WHOLE.test(compact)) {
      const hint = known ? `It is in ${data.area}. ` : "";
      return `${compact} is only a part of a postcode. ${hint}Please type the whole of it, such as ${compact.slice(0, 4)} 1AA.`;
    }
    return `${spaced(compact)} is not among the ${data.postcodes.count.toLocaleString("en-GB")} postcodes of ${data.area} ` +
      `in this page. It may be elsewhere, very new, or no longer used. ${data.postcode_note} A neighbour\u2019s postcode will give nearly the same answer.`;
  }

  /* The point of a postcode, or -1. */
  async function pointOf(what, words) {
    index = index || await load(what.postcodes);
    return find(what, tidy(words));
  }

  window.estatePostcode = { find: pointOf, looksLike, spaced, tidy, why };
}());

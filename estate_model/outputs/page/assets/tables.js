/* Tables that can be sorted, filtered and taken away as CSV. A table's rows may be replaced at any time. */
(function () {
  "use strict";

  const { element } = window.estateWords;
  const NUMBERS = /[-\u2212]?\d[\d,]*(\.\d+)?/;
  const FORMULA = /^[=+\-@\t\r]/;
  const known = new Map();

  /* What a cell is sorted by: its first number, else its words. */
  function worth(words, numeric) {
    if (!numeric) { return words.toLowerCase(); }
    if (words.startsWith("none reachable")) { return Infinity; }
    if (words.startsWith("under")) { return 0.5; }
    const number = NUMBERS.exec(words);
    if (!number) { return words === "none" || words === "no" ? 0 : -Infinity; }
    const value = Number(number[0].replace(/,/g, "").replace("\u2212", "-"));
    return words.startsWith("fewer") ? value / 2 : value;
  }

  function compare(one, other) { return one < other ? -1 : one > other ? 1 : 0; }

  function field(words) {
    const safe = FORMULA.test(words) && !/^-?[\d.,]+$/.test(words) ? `'${words}` : words;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  class Table {
    /* `most`: how many rows are shown until the reader asks for more. */
    constructor(id, noun, most = Infinity) {
      this.table = document.getElementById(id);
      Object.assign(this, { id, noun, most, column: -1, down: true, all: false });
      this.heads();
      this.tools(document.getElementById(`${id}-tools`));
      known.set(id, this);
    }

    get rows() { return [...this.table.tBodies[0].rows]; }

    heads() {
      [...this.table.tHead.rows[0].cells].forEach((head, column) => {
        if (head.querySelector("button")) { return; }
        const button = element("button", undefined, "sort");
        button.type = "button";
        button.append(...head.childNodes);
        button.addEventListener("click", () => this.sort(column));
        head.append(button);
      });
    }

    tools(box) {
      const label = element("label", "Filter");
      this.input = element("input");
      Object.assign(this.input, { type: "search", id: `${this.id}-filter`, maxLength: 80, spellcheck: false });
      label.htmlFor = this.input.id;
      this.input.addEventListener("input", () => this.refresh());
      const search = element("p");
      search.append(label, this.input);
      this.more = element("button", "");
      this.more.type = "button";
      this.more.addEventListener("click", () => { this.all = !this.all; this.refresh(); });
      const link = element("a", "Download these figures (CSV)");
      link.download = `${this.id}.csv`;
      link.href = "#";
      link.addEventListener("click", () => { link.href = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${this.csv()}`)}`; });
      this.count = element("output");
      box.append(search, this.more, link, this.count);
      this.refresh();
    }

    /* Numbers fall at first, words rise. */
    sort(column) {
      this.down = this.column === column ? !this.down : this.numeric(column);
      this.column = column;
      this.refresh();
    }

    numeric(column) { return this.table.tHead.rows[0].cells[column].classList.contains("number"); }

    /* Put the rows in order, and show those that are asked for. */
    refresh() {
      const { column, down } = this;
      [...this.table.tHead.rows[0].cells].forEach((head, number) => {
        if (number === column) { head.setAttribute("aria-sort", down ? "descending" : "ascending"); } else { head.removeAttribute("aria-sort"); }
      });
      if (column >= 0) {
        const numeric = this.numeric(column);
        const pairs = this.rows.map((row) => [worth(row.cells[column].textContent, numeric), row]);
        pairs.sort(([one], [other]) => (down ? compare(other, one) : compare(one, other)));
        this.table.tBodies[0].append(...pairs.map((pair) => pair[1]));
      }
      const wanted = this.input.value.trim().toLowerCase();
      const found = this.rows.filter((row) => !wanted || row.textContent.toLowerCase().includes(wanted));
      const shown = new Set(this.all ? found : found.slice(0, this.most));
      this.rows.forEach((row) => { row.hidden = !shown.has(row); });
      this.count.textContent = `${shown.size} of ${this.rows.length}`;
      this.more.hidden = found.length <= this.most;
      this.more.textContent = this.all ? `Show ${this.most}` : `Show all ${found.length} ${this.noun}`;
    }

    /* The rows that the filter lets through, in their order. */
    csv() {
      const wanted = this.input.value.trim().toLowerCase();
      const rows = this.rows.filter((row) => !wanted || row.textContent.toLowerCase().includes(wanted));
      return [this.table.tHead.rows[0], ...rows].map((row) => [...row.cells].map((cell) => field(cell.textContent)).join(",")).join("\r\n");
    }
  }

  function refresh(id) { if (known.has(id)) { known.get(id).refresh(); } }

  window.estateTables = { Table, refresh };
}());

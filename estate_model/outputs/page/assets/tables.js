/* Tables that can be sorted, filtered and taken away as CSV. A table's rows may be replaced at any time. */
(function () {
  "use strict";

  const { element, button } = window.estateWords;
  const NUMBER = /^(fewer than|under|over)? ?([-\u2212]?\d[\d,]*(?:\.\d+)?)/;
  const NO_NUMBER = { none: 0, no: 0, "\u2013": -Infinity, "-": -Infinity, "none reachable": Infinity };
  const FORMULA = /^[=+\-@\t\r]/;
  const known = new Map();

  /* The number that a cell begins with; null where it is words. */
  function number(words) {
    if (words in NO_NUMBER) { return NO_NUMBER[words]; }
    const found = NUMBER.exec(words);
    if (!found) { return null; }
    const value = Number(found[2].replace(/,/g, "").replace("\u2212", "-"));
    return found[1] && found[1] !== "over" ? value / 2 : value;
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

    /* The rows that the filter lets through, in their order. */
    get found() {
      const wanted = this.input.value.trim().toLowerCase();
      return this.rows.filter((row) => !wanted || row.textContent.toLowerCase().includes(wanted));
    }

    heads() {
      [...this.table.tHead.rows[0].cells].forEach((head, column) => {
        if (head.querySelector("button")) { return; }
        const sort = button(undefined, "sort", () => this.sort(column));
        sort.append(...head.childNodes);
        head.append(sort);
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
      this.more = button("", "", () => { this.all = !this.all; this.refresh(); });
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
      this.down = this.column === column ? !this.down : this.worths(column).every((one) => typeof one === "number");
      this.column = column;
      this.refresh();
    }

    /* What each row is sorted by: numbers where the column has nothing else, words otherwise. */
    worths(column) {
      const texts = this.rows.map((row) => row.cells[column].textContent.trim());
      const numbers = texts.map(number);
      return numbers.includes(null) ? texts.map((words) => words.toLowerCase()) : numbers;
    }

    /* Put the rows in order, and show those that are asked for. */
    refresh() {
      const { column, down } = this;
      [...this.table.tHead.rows[0].cells].forEach((head, place) => {
        if (place === column) { head.setAttribute("aria-sort", down ? "descending" : "ascending"); } else { head.removeAttribute("aria-sort"); }
      });
      if (column >= 0) {
        const worths = this.worths(column);
        const pairs = this.rows.map((row, place) => [worths[place], row]);
        pairs.sort(([one], [other]) => (down ? compare(other, one) : compare(one, other)));
        this.table.tBodies[0].append(...pairs.map((pair) => pair[1]));
      }
      const { found } = this;
      const shown = new Set(this.all ? found : found.slice(0, this.most));
      this.rows.forEach((row) => { row.hidden = !shown.has(row); });
      this.count.textContent = `${shown.size} of ${this.rows.length}`;
      this.more.hidden = found.length <= this.most;
      this.more.textContent = this.all ? `Show ${this.most}` : `Show all ${found.length} ${this.noun}`;
    }

    csv() {
      return [this.table.tHead.rows[0], ...this.found].map((row) => [...row.cells].map((cell) => field(cell.textContent)).join(",")).join("\r\n");
    }
  }

  function refresh(id) { if (known.has(id)) { known.get(id).refresh(); } }

  window.estateTables = { Table, refresh };
}());

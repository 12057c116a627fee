/* The page's state in the address, after the #: a link shows the same. Nothing of it is sent to anyone. */
(function () {
  "use strict";

  const find = (id) => document.getElementById(id);
  const LAYERS = ["before", "after", "change", "both"];

  function write(app) {
    const parts = new URLSearchParams();
    const layer = app.page.layer;
    if (app.page.here.link) { parts.set(...app.page.here.link); }
    if (layer !== "change") { parts.set("show", layer); }
    if (app.profile) { parts.set("who", String(app.profile)); }
    if (app.free !== null) { parts.set("minute", String(app.free)); } else if (app.page.view.moment) { parts.set("when", String(app.page.view.moment)); }
    if (app.group) { parts.set("group", String(app.group)); }
    if (app.limit !== app.what.headline_minutes) { parts.set("limit", String(app.limit)); }
    const switched = app.what.switches.flatMap((one, number) =>
      app.chosen[number] === one.start ? [] : [`${one.id}.${one.choices[app.chosen[number]].state}`]);
    if (switched.length) { parts.set("set", switched.join("~")); }
    const wanted = parts.toString() ? `#${parts}` : "";
    if (wanted !== window.location.hash) {
      try { window.history.replaceState(null, "", wanted || window.location.pathname + window.location.search); } catch { /* some viewers forbid it */ }
    }
  }

  /* Whatever in the address makes sense; the rest is passed over. */
  function read(app) {
    const parts = new URLSearchParams(window.location.hash.slice(1));
    const number = (name, below) => {
      const value = Number(parts.get(name));
      return parts.has(name) && Number.isInteger(value) && value >= 0 && value < below ? value : null;
    };
    pick("profile", number("who", find("profile").options.length));
    pick("moment", number("when", app.what.moments.length));
    app.group = number("group", app.what.groups.length) ?? 0;
    find("group").value = String(app.group);
    const limit = number("limit", 1441);
    if (app.what.limits.includes(limit)) { app.limit = limit; }
    find("limit").value = String(app.limit);
    app.free = number("minute", 10080);
    if (app.free !== null) { find("moment").value = window.estateExplore.ANY; }
    if (LAYERS.includes(parts.get("show"))) { find(`layer-${parts.get("show")}`).checked = true; }
    (parts.get("set") || "").split("~").forEach((word) => {
      const [id, state] = word.split(".");
      const place = app.what.switches.findIndex((one) => one.id === id);
      const choice = place < 0 ? -1 : app.what.switches[place].choices.findIndex((one) => one.state === state);
      if (choice >= 0) { app.chosen[place] = choice; }
    });
    app.wanted = (parts.get("postcode") || parts.get("find") || "").slice(0, 80);
  }

  function pick(id, value) { if (value !== null) { find(id).value = String(value); } }

  window.estateLink = { write, read };
}());

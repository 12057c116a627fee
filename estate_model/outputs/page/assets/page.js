/* The page: choices, sentence, tables, legends, pop-ups, print. Text goes in by textContent only. */
(function () {
  "use strict";

  var tools = window.estateMap;
  var root = document.documentElement;
  var find = document.getElementById.bind(document);
  var data = JSON.parse(find("page-data").textContent);
  var box = document.querySelector(".folium-map");
  var map = window[box.id];
  var sheet = new tools.Sheet(data);
  var crowds = data.people.map(function (packed) { return tools.numbers(packed, 4); });
  var boroughOf = tools.numbers(data.cell_boroughs, 2);
  var unpacked = [];
  var view = data.views[0];
  var layer = "after";
  var open = null;
  var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  var markers = L.layerGroup();
  var popup = L.popup({
    maxWidth: 280, minWidth: 220, maxHeight: 300,
    autoPanPaddingTopLeft: [56, 8], autoPanPaddingBottomRight: [8, 8]  /* beside the zoom buttons, not under them */
  });

  function element(name, words, kind) {
    var made = document.createElement(name);
    if (words !== undefined) { made.textContent = words; }
    if (kind) { made.className = kind; }
    return made;
  }

  function grouped(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, ","); }
  function tens(number) { return grouped(Math.floor((number + 5) / 10) * 10); }
  function chosen(select) { return Number(select.value); }

  function minutes(which) {
    var place = view[which];
    if (!unpacked[place]) { unpacked[place] = tools.numbers(data.minutes[place], 2); }
    return unpacked[place];
  }

  function cellClasses() {
    var before = minutes("before");
    var after = minutes("after");
    var spec = data.classes[layer === "change" ? "change" : "minutes"];
    var shown = layer === "before" ? before : after;
    return shown.map(layer === "change"
      ? function (_, i) { return tools.changeClass(spec, before[i], after[i]); }
      : function (tenths) { return tools.minutesClass(spec, tenths); });
  }

  /* Words */

  function time(tenths) {
    if (tenths === tools.UNREACHABLE) { return "no open counter can be reached"; }
    return (tenths / 10).toFixed(1) + (tenths === 10 ? " minute" : " minutes");
  }

  function difference(before, after) {
    if (before === tools.UNREACHABLE) {
      return after === tools.UNREACHABLE ? "none: no open counter before or after" : "a counter comes within reach";
    }
    if (after === tools.UNREACHABLE) { return "no open counter within reach any more"; }
    if (before === after) { return "none"; }
    return time(Math.abs(after - before)) + (after > before ? " longer" : " shorter");
  }

  function facts(title, pairs) {
    var card = element("div", undefined, "card");
    var list = element("dl");
    card.tabIndex = -1;
    card.appendChild(element("h3", title));
    pairs.forEach(function (pair) {
      list.appendChild(element("dt", pair[0]));
      list.appendChild(element("dd", pair[1]));
    });
    card.appendChild(list);
    return card;
  }

  function aboutCell(index) {
    var before = minutes("before")[index];
    var after = minutes("after")[index];
    var pairs = [["Borough", data.boroughs[boroughOf[index]]], [data.labels.cell, data.codes[index]]];
    if (before === tools.NOBODY || after === tools.NOBODY) {
      pairs.push(["Residents", "nobody lives here"]);
    } else {
      var people = crowds[view.people][index];
      pairs.push([view.people_label, people < 10 ? "under 10" : tens(people)]);
      pairs.push(["Before", time(before)], ["After", time(after)]);
      pairs.push(["Change", difference(before, after)]);
    }
    return facts(data.names[index], pairs);
  }

  function aboutCounter(counter) {
    return facts(counter.name, [
      ["Borough", counter.borough_name], ["What changes", data.marks[counter.status]],
      ["Hours before", counter.hours_before], ["Hours after", counter.hours_after]
    ]);
  }

  /* Pop-ups: `open` remembers what is described, so that a new choice can describe it again. */

  function describe(card, place) {
    popup.setContent(card).setLatLng(place);
    if (map.hasLayer(popup)) { popup.update(); } else { popup.openOn(map); }
  }

  function showCell(index, place) {
    if (index < 0) { map.closePopup(); return; }
    describe(aboutCell(index), place);
    open = { cell: index, place: place };
    sheet.choose(index);
  }

  function showCounter(counter) {
    describe(aboutCounter(counter), [counter.latitude, counter.longitude]);
    open = { counter: counter };
    sheet.choose(-1);
  }

  map.on("popupclose", function () {
    var back = open && open.back;
    open = null;
    sheet.choose(-1);
    if (back && box.contains(document.activeElement)) { back.focus(); }
  });
  map.on("click", function (event) { showCell(sheet.at(event.latlng), event.latlng); });

  /* What the choices show */

  /* Counters that exist in the estate shown but are not open at the chosen time. */
  function shutNow() { return layer === "before" ? view.shut.before : view.shut.after; }

  function drawCounters() {
    markers.clearLayers();
    sheet.obstacles = [];
    data.counters.forEach(function (counter, index) {
      var was = data.before.statuses.indexOf(counter.status) >= 0;
      if (layer === "before" && !was) { return; }
      sheet.obstacles.push(L.latLng(counter.latitude, counter.longitude));
      tools.marker(counter, shutNow().indexOf(index) >= 0 ? "shut" : layer === "before" ? "open" : counter.status)
        .on("click", function () { showCounter(counter); }).addTo(markers);
    });
  }

  function drawLegends(classes) {
    var kind = layer === "change" ? "change" : "minutes";
    var sums = data.classes[kind].classes.map(function () { return 0; });
    classes.forEach(function (number, index) { sums[number] += crowds[view.people][index]; });
    document.querySelectorAll(".people-label").forEach(function (head) { head.textContent = view.people_label; });
    find("legend-minutes").hidden = kind !== "minutes";
    find("legend-change").hidden = kind !== "change";
    find("legend-" + kind).querySelectorAll("[data-class]").forEach(function (row) {
      row.lastElementChild.textContent = tens(sums[row.dataset.class]);
    });
    find("legend-marks").querySelectorAll("[data-mark]").forEach(function (row) {
      var shut = row.dataset.mark === "shut";
      if (shut) { row.lastElementChild.textContent = String(shutNow().length); }
      row.hidden = shut ? !shutNow().length : (row.dataset.mark === "before") !== (layer === "before");
    });
  }

  function drawTable() {
    var body = element("tbody");
    view.rows.forEach(function (row) {
      var line = element("tr");
      row.forEach(function (words, column) {
        var cell = element(column ? "td" : "th", words, data.numeric[column] ? "number" : "");
        if (!column) { cell.scope = "row"; }
        line.appendChild(cell);
      });
      body.appendChild(line);
    });
    find("boroughs").tBodies[0].replaceWith(body);
  }

  function drawWords() {
    var who = find("profile").selectedOptions[0].textContent;
    var when = find("moment").selectedOptions[0].textContent;
    find("shown-layer").textContent = layer === "change" ? "Change" : data.labels[layer];
    find("shown-profile").textContent = find("table-profile").textContent = who;
    find("shown-moment").textContent = find("table-moment").textContent = when;
    if (find("sentence").textContent !== view.sentence) { find("sentence").textContent = view.sentence; }
    box.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom, Enter reads the area in the middle. " +
      "Its numbers are in the tables on this page.");
  }

  function show() {
    var classes = cellClasses();
    drawCounters();
    sheet.colour(classes, data.classes[layer === "change" ? "change" : "minutes"].classes);
    drawLegends(classes);
    drawWords();
    if (open && open.cell !== undefined) { describe(aboutCell(open.cell), open.place); }
  }

  /* Choices: a moment that the chosen profile has no view for cannot be picked. */

  function pick() {
    var profile = chosen(find("profile"));
    var offered = data.views.filter(function (one) { return one.profile === profile; });
    var wanted = chosen(find("moment"));
    view = offered.filter(function (one) { return one.moment === wanted; })[0] || offered[0];
    Array.prototype.forEach.call(find("moment").options, function (option, index) {
      option.disabled = !offered.some(function (one) { return one.moment === index; });
    });
    find("moment").value = String(view.moment);
    drawTable();
    show();
  }

  function start() {
    document.querySelectorAll(".still").forEach(function (one) { one.remove(); });
    find("profile").value = String(view.profile);
    find("moment").value = String(view.moment);
    find("layer-after").checked = true;
    find("profile").addEventListener("change", pick);
    find("moment").addEventListener("change", pick);
    document.querySelectorAll("input[name=layer]").forEach(function (input) {
      input.addEventListener("change", function () { layer = input.value; show(); });
    });
    find("whole").addEventListener("click", function () { map.closePopup(); whole(); });
    listCounters();
    if (still) { map._zoomAnimated = false; map.options.fadeAnimation = false; map.options.inertia = false; }
    box.setAttribute("role", "region");
    sheet.addTo(map);
    markers.addTo(map);
    pick();
  }

  /* The counters' table opens the same cards as the signs do. */
  function listCounters() {
    Array.prototype.forEach.call(find("counters").tBodies[0].rows, function (row, index) {
      var button = element("button", row.cells[0].textContent, "place");
      button.type = "button";
      button.addEventListener("click", function () {
        var counter = data.counters[index];
        map.setView([counter.latitude, counter.longitude], Math.max(map.getZoom(), 12), { animate: false });
        document.querySelector(".map-box").scrollIntoView({ block: "center" });
        showCounter(counter);
        open.back = button;
        popup.getElement().querySelector(".card").focus({ preventScroll: true });
      });
      row.cells[0].replaceChildren(button);
    });
  }

  /* Keyboard and wheel: the page scrolls over the map until the map is used. */

  box.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target === box) { showCell(sheet.at(map.getCenter()), map.getCenter()); }
    if (event.key === "Escape" && open) { event.preventDefault(); map.closePopup(); }
  });
  box.addEventListener("keyup", function () { box.classList.add("keys"); });
  box.addEventListener("pointerdown", function () {
    box.classList.remove("keys");
    map.scrollWheelZoom.enable();
  });
  box.addEventListener("mouseleave", function () { map.scrollWheelZoom.disable(); });

  /* Size: until the reader moves the map, it stays fitted to the whole area. */

  var corners = L.latLngBounds(data.corners);
  var moved = false;

  function whole() {
    moved = false;
    map.fitBounds(corners, { padding: [10, 10], animate: false });
    moved = false;
  }

  function resized() {
    map.invalidateSize({ animate: false });
    if (!moved) { whole(); }
  }

  map.on("dragstart zoomstart", function () { moved = true; });
  new ResizeObserver(resized).observe(box);

  /* Print: no card over the map, and the map drawn again at the paper's size. */

  function paper(on) {
    map.closePopup();
    root.classList.toggle("paper", on);
    resized();
    sheet._update();
  }
  window.addEventListener("beforeprint", function () { paper(true); });
  window.addEventListener("afterprint", function () { paper(false); });

  start();
  requestAnimationFrame(function () {
    requestAnimationFrame(function () { root.dataset.ready = "true"; });
  });
}());

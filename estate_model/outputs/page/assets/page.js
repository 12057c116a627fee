/* The page: choices, sentence, tables, legends, pop-ups, print. Text goes in by textContent only. */
(async function () {
  "use strict";

  var tools = window.estateMap;
  var root = document.documentElement;
  var find = document.getElementById.bind(document);
  var data = JSON.parse(find("page-data").textContent);
  if (data.packed) {
    if (!window.DecompressionStream) {
      root.classList.remove("js");
      find("too-old").hidden = false;
      return;
    }
    data = JSON.parse(new TextDecoder().decode(await window.estateUnpack.inflate(data.packed)));
  }
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

  var words = window.estateWords;
  var element = words.element;
  var tens = words.tens;
  var what = null; /* the what-if, where the page has one */

  function minutes(which) {
    if (what) { return what.cells[which]; }
    var place = view[which];
    if (!unpacked[place]) { unpacked[place] = tools.numbers(data.minutes[place], 2); }
    return unpacked[place];
  }

  function crowd() { return what ? what.cells.people : crowds[view.people]; }
  function peopleLabel() { return what ? what.peopleLabel() : view.people_label; }

  function cellClasses(shownLayer) {
    var before = minutes("before");
    var after = minutes("after");
    var spec = data.classes[shownLayer === "change" ? "change" : "minutes"];
    var shown = shownLayer === "before" ? before : after;
    return shown.map(shownLayer === "change"
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
      var people = crowd()[index];
      pairs.push([peopleLabel(), people < 10 ? "under 10" : tens(people)]);
      pairs.push(["Before", time(before)], ["After", time(after)]);
      pairs.push(["Change", difference(before, after)]);
    }
    return facts(data.names[index], pairs);
  }

  function aboutCounter(index) {
    var counter = counters()[index];
    if (!what) {
      return facts(counter.name, [
        ["Borough", counter.borough_name], ["What changes", data.marks[counter.status]],
        ["Hours before", counter.hours_before], ["Hours after", counter.hours_after]
      ]);
    }
    var card = facts(counter.name, what.about(index));
    var box = element("fieldset", undefined, "switch");
    box.append(element("legend", "Switch it"), window.estateSwitches.radios(what, index, "card-switch"));
    card.appendChild(box);
    return card;
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

  function counters() { return what ? what.what.switches : data.counters; }

  function showCounter(index) {
    var counter = counters()[index];
    describe(aboutCounter(index), [counter.latitude, counter.longitude]);
    open = { counter: index };
    sheet.choose(-1);
  }

  map.on("popupclose", function () {
    var back = open && open.back;
    open = null;
    sheet.choose(-1);
    if (back && box.contains(document.activeElement)) { back.focus(); }
  });
  map.on("click", function (event) { showCell(sheet.at(event.latlng), event.latlng); });

  function chosen(select) { return Number(select.value); }

  /* What the choices show */

  /* The status of each counter in the estate shown: "none" = not there, "shut" = there but not open at the time. */
  function statuses() {
    var when = layer === "before" ? "before" : "after";
    return counters().map(function (counter, index) {
      var status = what ? what.status(index) : counter.status;
      var was = what ? what.before[index].length > 0 : data.before.statuses.indexOf(counter.status) >= 0;
      if (status === "none" || (when === "before" && !was)) { return "none"; }
      var shut = what ? what.isShut(index, when) : view.shut[when].indexOf(index) >= 0;
      return shut ? "shut" : when === "before" ? "open" : status;
    });
  }

  function drawCounters(shown) {
    markers.clearLayers();
    sheet.obstacles = [];
    shown.forEach(function (status, index) {
      var counter = counters()[index];
      if (status === "none") { return; }
      sheet.obstacles.push(L.latLng(counter.latitude, counter.longitude));
      tools.marker(counter, status).on("click", function () { showCounter(index); }).addTo(markers);
    });
  }

  function drawLegends(classes, shown) {
    var kind = layer === "change" ? "change" : "minutes";
    var sums = data.classes[kind].classes.map(function () { return 0; });
    classes.forEach(function (number, index) { sums[number] += crowd()[index]; });
    document.querySelectorAll(".people-label").forEach(function (head) { head.textContent = peopleLabel(); });
    find("legend-minutes").hidden = kind !== "minutes";
    find("legend-change").hidden = kind !== "change";
    find("legend-" + kind).querySelectorAll("[data-class]").forEach(function (row) {
      row.lastElementChild.textContent = tens(sums[row.dataset.class]);
    });
    find("legend-marks").querySelectorAll("[data-mark]").forEach(function (row) {
      var mark = row.dataset.mark;
      var wanted = mark === "before" ? "open" : mark;
      var count = shown.filter(function (status) { return status === wanted || (wanted !== "shut" && status === "shut"); }).length;
      if (wanted !== "shut") { count = marked(wanted, mark === "before"); }
      row.lastElementChild.textContent = String(count);
      row.hidden = !count || (mark !== "shut" && (mark === "before") !== (layer === "before"));
    });
  }

  /* How many counters have a status, whether open at the time or not. */
  function marked(status, before) {
    return counters().filter(function (counter, index) {
      var now = what ? what.status(index) : counter.status;
      if (!before) { return now === status; }
      return what ? what.before[index].length > 0 : data.before.statuses.indexOf(counter.status) >= 0;
    }).length;
  }

  function drawTable() { words.fill(find("boroughs"), what ? what.boroughRows() : view.rows, data.numeric); }

  function drawWords() {
    var who = find("profile").selectedOptions[0].textContent;
    var when = what ? what.when() : find("moment").selectedOptions[0].textContent;
    var said = what ? what.sentence() : view.sentence;
    find("shown-layer").textContent = layer === "change" ? "Change" : layer === "both" ? "Before and after, side by side" : data.labels[layer];
    find("shown-profile").textContent = find("table-profile").textContent = who;
    find("shown-moment").textContent = find("table-moment").textContent = when;
    if (find("sentence").textContent !== said) { find("sentence").textContent = said; }
    find("curtain-box").hidden = layer !== "both";
    box.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom, Enter reads the area in the middle. " +
      "Its numbers are in the tables on this page.");
  }

  /* Describe the same counter anew, and leave the reader on the control they were on. */
  function again() {
    var at = popup.getElement().contains(document.activeElement) ? document.activeElement.id : "";
    describe(aboutCounter(open.counter), popup.getLatLng());
    if (at && find(at)) { find(at).focus({ preventScroll: true }); }
  }

  function show() {
    if (what) { what.work(); }
    var classes = cellClasses(layer);
    var shown = statuses();
    drawCounters(shown);
    sheet.colour(classes, data.classes[layer === "change" ? "change" : "minutes"].classes, layer === "both" ? cellClasses("before") : null);
    drawLegends(classes, shown);
    drawTable();
    drawWords();
    if (what) { what.draw(); }
    if (open && open.cell !== undefined) { describe(aboutCell(open.cell), open.place); }
    if (open && open.counter !== undefined) { again(); }
  }

  /* Choices: a moment that the chosen profile has no view for cannot be picked. */

  function pick() {
    var profile = chosen(find("profile"));
    var offered = data.views.filter(function (one) { return one.profile === profile; });
    var any = find("moment").value === "any";
    var wanted = any ? view.moment : chosen(find("moment"));
    view = offered.filter(function (one) { return one.moment === wanted; })[0] || offered[0];
    Array.prototype.forEach.call(find("moment").options, function (option, index) {
      option.disabled = option.value !== "any" && !offered.some(function (one) { return one.moment === index; });
    });
    if (what && !any) { what.free = null; }
    if (!any) { find("moment").value = String(view.moment); }
    show();
  }

  /* What the what-if needs of the page. */
  function facade() {
    return {
      data: data, show: show,
      view: function () { return view; }, viewNumber: function () { return data.views.indexOf(view); },
      layer: function () { return layer; },
      showCounter: function (index, back) { goTo([counters()[index].latitude, counters()[index].longitude], 12); showCounter(index); focusCard(back); },
      goToCell: function (cell) {
        var middle = sheet.middle(cell);
        goTo(middle, 13);
        showCell(cell, middle);
      }
    };
  }

  function goTo(place, zoom) {
    moved = true;
    map.setView(place, Math.max(map.getZoom(), zoom), { animate: false });
  }

  function focusCard(back) {
    document.querySelector(".map-box").scrollIntoView({ block: "nearest" });
    open.back = back;
    popup.getElement().querySelector(".card").focus({ preventScroll: true });
  }

  async function begin() {
    if (data.what_if) {
      var unpacked = await window.estateUnpack.unpack(data.what_if);
      what = new window.estateExplore.Explorer(facade(), unpacked);
    }
    start();
    requestAnimationFrame(function () {
      requestAnimationFrame(function () { root.dataset.ready = "true"; });
    });
    if (what && what.wanted) {
      find("postcode").value = what.wanted;
      window.estatePostcode.ask(what, what.wanted);
    }
  }

  function start() {
    document.querySelectorAll(".still").forEach(function (one) { one.remove(); });
    find("profile").value = String(view.profile);
    find("moment").value = String(view.moment);
    find("layer-after").checked = true;
    if (what) { what.listen(); }
    layer = document.querySelector("input[name=layer]:checked").value;
    find("curtain").addEventListener("input", function () { sheet.moveCurtain(Number(find("curtain").value) / 100); });
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

  /* One of the table's buttons is reached by Tab; up and down go to the others. */
  function rove(event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    var row = step && event.target.closest("tr")[step > 0 ? "nextElementSibling" : "previousElementSibling"];
    if (!row) { return; }
    event.preventDefault();
    event.target.tabIndex = -1;
    row.querySelector("button").tabIndex = 0;
    row.querySelector("button").focus();
  }

  /* The counters' table opens the same cards as the signs do. */
  function listCounters() {
    Array.prototype.forEach.call(find("counters").tBodies[0].rows, function (row, index) {
      var button = element("button", row.cells[0].textContent, "place");
      button.type = "button";
      if (what) { button.tabIndex = index ? -1 : 0; button.addEventListener("keydown", rove); }
      button.addEventListener("click", function () {
        var place = what ? what.what.switches.findIndex(function (one) { return one.id === data.counters[index].site_id; }) : index;
        facade().showCounter(place, button);
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
    if (!map.getSize().x || !map.getSize().y) { return; } /* hidden: nothing fits */
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

  /* An opt-in way to streets and names: the same view on an online map, in a new tab. */
  function online() {
    var link = element("a", "Open this view on OpenStreetMap");
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.href = "https://www.openstreetmap.org/";
    function aim() {
      var middle = map.getCenter();
      link.hash = "map=" + Math.round(map.getZoom()) + "/" + middle.lat.toFixed(5) + "/" + middle.lng.toFixed(5);
    }
    ["pointerdown", "focus", "click"].forEach(function (name) { link.addEventListener(name, aim); });
    find("online").append(link, " (goes online, in a new tab).");
  }

  online();
  begin();
}());

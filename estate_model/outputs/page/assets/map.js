/* The drawing: shapes from packed text, one canvas for all areas, and the counters' signs.
   Texts of the page are only ever set with textContent or drawn with fillText. */
(function () {
  "use strict";

  var RADIUS = 6378137;
  var NOBODY = 65535;
  var UNREACHABLE = 65534;
  var WATER = "#dfe8ee"; /* --water in map.css: what the boundaries leave out */

  function bytes(text) {
    var raw = atob(text);
    var out = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i += 1) { out[i] = raw.charCodeAt(i); }
    return out;
  }

  function numbers(text, width) {
    var raw = bytes(text);
    var out = new Array(raw.length / width);
    for (var i = 0; i < out.length; i += 1) {
      out[i] = 0;
      for (var b = width - 1; b >= 0; b -= 1) { out[i] = out[i] * 256 + raw[i * width + b]; }
    }
    return out;
  }

  /* Shapes of packing.pack_shapes, each as a path in grid steps and its box. */
  function shapes(text) {
    var raw = bytes(text);
    var at = 0;
    var x = 0;
    var y = 0;
    function varint() {
      var value = 0;
      var shift = 0;
      var byte;
      do {
        byte = raw[at];
        at += 1;
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte & 128);
      return value >>> 0;
    }
    function step() {
      var value = varint();
      return (value >>> 1) ^ -(value & 1);
    }
    var out = new Array(varint());
    for (var s = 0; s < out.length; s += 1) {
      var path = new Path2D();
      var box = [Infinity, Infinity, -Infinity, -Infinity];
      for (var rings = varint(); rings > 0; rings -= 1) {
        var points = varint();
        for (var p = 0; p < points; p += 1) {
          x += step();
          y += step();
          if (p) { path.lineTo(x, y); } else { path.moveTo(x, y); }
          if (x < box[0]) { box[0] = x; }
          if (y < box[1]) { box[1] = y; }
          if (x > box[2]) { box[2] = x; }
          if (y > box[3]) { box[3] = y; }
        }
        path.closePath();
      }
      out[s] = { path: path, box: box };
    }
    return out;
  }

  /* How many of the ascending breaks are at or under the value. */
  function place(breaks, value) {
    var count = 0;
    while (count < breaks.length && value >= breaks[count]) { count += 1; }
    return count;
  }

  function minutesClass(spec, tenths) {
    if (tenths === NOBODY) { return spec.breaks.length + 2; }
    return tenths === UNREACHABLE ? spec.breaks.length + 1 : place(spec.breaks, tenths);
  }

  function changeClass(spec, before, after) {
    var last = spec.breaks.length + 1;
    if (before === NOBODY || after === NOBODY) { return last + 3; }
    if (before === UNREACHABLE) { return after === UNREACHABLE ? last + 2 : 0; }
    if (after === UNREACHABLE) { return last + 1; }
    return after - before <= -spec.no_change ? 0 : place(spec.breaks, after - before) + 1;
  }

  var hitter = document.createElement("canvas").getContext("2d");

  /* Lines over a class's colour, as a repeating tile in screen pixels. */
  function pattern(context, one, ratio) {
    var size = 8 * ratio;
    var tile = document.createElement("canvas");
    tile.width = tile.height = size;
    var pen = tile.getContext("2d");
    pen.fillStyle = one.colour;
    pen.fillRect(0, 0, size, size);
    pen.scale(ratio, ratio);
    pen.strokeStyle = pen.fillStyle = one.line;
    pen.lineWidth = 1.6;
    if (one.pattern === "dots") {
      pen.fillRect(1, 1, 1.6, 1.6);
      pen.fillRect(5, 5, 1.6, 1.6);
    } else {
      pen.beginPath();
      if (one.pattern === "hatch") {
        pen.moveTo(-2, 2); pen.lineTo(2, -2);
        pen.moveTo(-1, 9); pen.lineTo(9, -1);
        pen.moveTo(6, 10); pen.lineTo(10, 6);
      } else {
        pen.moveTo(0, 2); pen.lineTo(8, 2);
        pen.moveTo(0, 6); pen.lineTo(8, 6);
      }
      pen.stroke();
    }
    return context.createPattern(tile, "repeat");
  }

  /* A name in one or two lines of at most about 20 characters each. */
  function lines(name) {
    var clean = Array.from(name).slice(0, 44);
    var text = clean.join("") + (Array.from(name).length > 44 ? "\u2026" : "");
    var middle = text.length / 2;
    var cut = -1;
    for (var at = text.indexOf(" "); at >= 0; at = text.indexOf(" ", at + 1)) {
      if (cut < 0 || Math.abs(at - middle) < Math.abs(cut - middle)) { cut = at; }
    }
    return cut < 0 || text.length < 12 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
  }

  var Sheet = L.Renderer.extend({
    options: { padding: 0.08 },

    initialize: function (data) {
      L.Renderer.prototype.initialize.call(this, {});
      this.grid = data.grid;
      this.cells = shapes(data.cells);
      this.outlines = shapes(data.outlines);
      this.names = data.label_points.map(function (point, index) {
        return { x: point[0], y: point[1], room: point[2], lines: lines(data.boroughs[index]) };
      }).sort(function (one, other) { return other.room - one.room; });
      this.obstacles = [];
      this.chosen = -1;
      this.groups = [];
      this.left = null;
      this.curtain = 0.5;
      this.outline = new Path2D();
      this.outlines.forEach(function (one) { this.outline.addPath(one.path); }, this);
      this.every = new Path2D();
      this.cells.forEach(function (one) { this.every.addPath(one.path); }, this);
    },

    /* Colour the cells: a class number for each, and the classes; `left` colours what is left of the curtain. */
    colour: function (numbers, classes, left) {
      this.groups = this._grouped(numbers, classes);
      this.left = left ? this._grouped(left, classes) : null;
      this.draw();
    },

    _grouped: function (numbers, classes) {
      var paths = classes.map(function () { return null; });
      for (var i = 0; i < numbers.length; i += 1) {
        var path = paths[numbers[i]] || (paths[numbers[i]] = new Path2D());
        path.addPath(this.cells[i].path);
      }
      return classes.map(function (one, index) { return { look: one, path: paths[index] }; })
        .filter(function (group) { return group.path; });
    },

    /* Draw the curtain at a share of the map's width, and what each side of it is called. */
    moveCurtain: function (share) {
      this.curtain = share;
      this.draw();
    },

    choose: function (index) {
      this.chosen = index;
      this.draw();
    },

    /* The cell at a latitude and longitude, or -1. */
    at: function (place) {
      var metres = L.CRS.EPSG3857.project(place);
      var x = (metres.x - this.grid.x) / this.grid.step;
      var y = (metres.y - this.grid.y) / this.grid.step;
      for (var i = 0; i < this.cells.length; i += 1) {
        var box = this.cells[i].box;
        if (x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] &&
            hitter.isPointInPath(this.cells[i].path, x, y)) { return i; }
      }
      return -1;
    },

    /* The middle of a cell's box, as latitude and longitude. */
    middle: function (index) {
      var box = this.cells[index].box;
      var metres = [(box[0] + box[2]) / 2 * this.grid.step + this.grid.x, (box[1] + box[3]) / 2 * this.grid.step + this.grid.y];
      return L.CRS.EPSG3857.unproject(L.point(metres[0], metres[1]));
    },

    getEvents: function () {
      var events = L.Renderer.prototype.getEvents.call(this);
      events.move = this._moved;
      return events;
    },

    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.className = "cells";
      this._container.setAttribute("aria-hidden", "true");
      this._pen = this._container.getContext("2d");
    },

    _destroyContainer: function () { this._container.remove(); },

    _updatePaths: function () { /* no layers of Leaflet's own */ },

    _moved: function () {
      var self = this;
      if (this._frame || this._map._animatingZoom) { return; }
      this._frame = requestAnimationFrame(function () {
        self._frame = 0;
        if (self._map && !self._map._animatingZoom) { self._update(); }
      });
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) { return; }
      L.Renderer.prototype._update.call(this);
      var size = this._bounds.getSize();
      var ratio = window.devicePixelRatio || 1;
      if (this._ratio !== ratio) { this._patterns = {}; }
      this._ratio = ratio;
      var width = Math.round(size.x * ratio);
      var height = Math.round(size.y * ratio);
      if (this._container.width !== width || this._container.height !== height) {
        this._container.width = width;
        this._container.height = height;
        this._container.style.width = size.x + "px";
        this._container.style.height = size.y + "px";
      }
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.draw();
    },

    /* Screen pixels a grid step, and where the grid's corner is on the canvas. */
    _view: function () {
      var world = 256 * Math.pow(2, this._zoom);
      var metre = world / (2 * Math.PI * RADIUS);
      var origin = this._map.getPixelOrigin().add(this._bounds.min);
      return {
        step: metre * this.grid.step,
        metre: metre,
        x: this.grid.x * metre + world / 2 - origin.x,
        y: world / 2 - this.grid.y * metre - origin.y,
        middle: { x: world / 2 - origin.x, y: world / 2 - origin.y }
      };
    },

    draw: function () {
      if (!this._map || !this._bounds) { return; }
      var pen = this._pen;
      var view = this._view();
      var ratio = this._ratio;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.fillStyle = WATER;
      pen.fillRect(0, 0, this._container.width, this._container.height);
      pen.setTransform(ratio * view.step, 0, 0, -ratio * view.step, ratio * view.x, ratio * view.y);
      pen.lineJoin = "round";
      this.groups.forEach(function (group) { this._fill(group, view.step); }, this);
      if (this.left) { this._leftOf(view); }
      if (this._zoom >= 11.5) { this._line(this.every, 0.6, "rgba(40,55,70,0.45)", view.step); }
      this._line(this.outline, this._zoom < 10 ? 2 : 3, "rgba(255,255,255,0.7)", view.step);
      this._line(this.outline, this._zoom < 10 ? 0.8 : 1.2, "#33414f", view.step);
      if (this.chosen >= 0) {
        this._line(this.cells[this.chosen].path, 6, "#ffffff", view.step);
        this._line(this.cells[this.chosen].path, 3, "#0b0c0c", view.step);
      }
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      this._labels(view);
      if (this.left) { this._curtain(); }
    },

    /* The curtain's place on the canvas, in screen pixels. */
    _edge: function () {
      var corner = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
      return { x: corner.x + this._map.getSize().x * this.curtain, y: corner.y };
    },

    _leftOf: function (view) {
      var pen = this._pen;
      var before = pen.getTransform();
      pen.save();
      pen.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
      pen.beginPath();
      pen.rect(0, 0, this._edge().x, this._container.height / this._ratio);
      pen.clip();
      pen.fillStyle = WATER;
      pen.fillRect(0, 0, this._container.width, this._container.height);
      pen.setTransform(before);
      this.left.forEach(function (group) { this._fill(group, view.step); }, this);
      pen.restore();
    },

    _curtain: function () {
      var pen = this._pen;
      var edge = this._edge();
      pen.fillStyle = "#fff";
      pen.fillRect(edge.x - 3, 0, 6, this._container.height);
      pen.fillStyle = "#0b0c0c";
      pen.fillRect(edge.x - 1, 0, 2, this._container.height);
      pen.font = "600 13px system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";
      pen.textAlign = "right";
      write(pen, ["Before \u25c0"], edge.x - 8, edge.y + 18);
      pen.textAlign = "left";
      write(pen, ["\u25b6 After"], edge.x + 8, edge.y + 18);
    },

    _fill: function (group, step) {
      var pen = this._pen;
      pen.fillStyle = pen.strokeStyle = group.look.colour;
      if (group.look.pattern !== "plain") {
        var look = this._patterns[group.look.label] || (this._patterns[group.look.label] = pattern(pen, group.look, this._ratio));
        look.setTransform(pen.getTransform().inverse());
        pen.fillStyle = look;
      }
      pen.fill(group.path);
      if (group.look.pattern === "plain") {
        pen.lineWidth = 0.6 / step;
        pen.stroke(group.path);
      }
    },

    _line: function (path, width, colour, step) {
      this._pen.lineWidth = width / step;
      this._pen.strokeStyle = colour;
      this._pen.stroke(path);
    },

    /* Borough names, the roomiest first, each where it hits no sign and no earlier name. */
    _labels: function (view) {
      var pen = this._pen;
      var taken = this.obstacles.map(function (place) {
        var at = this._map.latLngToLayerPoint(place).subtract(this._bounds.min);
        return [at.x - 12, at.y - 12, at.x + 12, at.y + 12];
      }, this);
      pen.font = "600 12px system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      this.names.forEach(function (name) {
        var room = name.room * view.metre;
        var width = Math.max.apply(null, name.lines.map(function (line) { return pen.measureText(line).width; }));
        if (!room || width > 3.4 * room) { return; }
        var x = view.middle.x + name.x * view.metre;
        var y = view.middle.y - name.y * view.metre;
        var half = 7 * name.lines.length;
        [0, -0.35, 0.35, -0.7, 0.7].some(function (shift) {
          var box = [x - width / 2 - 2, y + shift * room - half, x + width / 2 + 2, y + shift * room + half];
          var free = taken.every(function (other) {
            return box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1];
          });
          if (free) {
            taken.push(box);
            write(pen, name.lines, x, y + shift * room);
          }
          return free;
        });
      }, this);
    }
  });

  function write(pen, words, x, y) {
    pen.lineWidth = 3.5;
    pen.strokeStyle = "rgba(255,255,255,0.92)";
    pen.fillStyle = "#1b2733";
    words.forEach(function (line, index) {
      var down = y + (index - (words.length - 1) / 2) * 14;
      pen.strokeText(line, x, down);
      pen.fillText(line, x, down);
    });
  }

  /* A counter's sign: our own constant drawing, by its id. */
  function sign(status) {
    var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    var use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#mark-" + status);
    svg.setAttribute("class", "sign");
    svg.setAttribute("width", "24");
    svg.setAttribute("height", "24");
    svg.setAttribute("aria-hidden", "true");
    svg.appendChild(use);
    return svg;
  }

  function marker(counter, status) {
    var icon = L.divIcon({ className: "counter " + "counter-" + status, html: sign(status), iconSize: [28, 28] });
    return L.marker([counter.latitude, counter.longitude], { icon: icon, keyboard: false, riseOnHover: true });
  }

  window.estateMap = {
    Sheet: Sheet, numbers: numbers, minutesClass: minutesClass, changeClass: changeClass, marker: marker,
    NOBODY: NOBODY, UNREACHABLE: UNREACHABLE
  };
}());

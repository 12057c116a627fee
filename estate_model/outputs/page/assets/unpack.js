/* Numbers from packed text: the reverse of streams.py, matrix.py and postcodes.py. */
(function () {
  "use strict";

  const NEVER = 65535;

  function bytes(text) {
    if (Uint8Array.fromBase64) { return Uint8Array.fromBase64(text); }
    const raw = atob(text);
    const out = new Uint8Array(raw.length);
    for (let i = 0; i < out.length; i += 1) { out[i] = raw.charCodeAt(i); }
    return out;
  }

  async function inflate(text) {
    const stream = new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /* A function that gives the next varint of some bytes each time it is called. */
  function reader(raw) {
    let at = 0;
    return function () {
      let value = 0;
      let scale = 1;
      let byte;
      do {
        byte = raw[at];
        at += 1;
        value += (byte & 127) * scale;
        scale *= 128;
      } while (byte & 128);
      return value;
    };
  }

  function unzigzag(code) { return code & 1 ? -(code + 1) / 2 : code / 2; }

  function varints(raw, count, Kind) {
    const next = reader(raw);
    return Kind.from({ length: count }, next);
  }

  function deltas(raw, count) {
    const next = reader(raw);
    const out = new Int32Array(count);
    let now = 0;
    for (let i = 0; i < count; i += 1) {
      now += unzigzag(next());
      out[i] = now;
    }
    return out;
  }

  /* Whole numbers of two bytes each, as 64-bit ones that may become fractions. */
  function sixteen(raw) {
    const out = new Float64Array(raw.length / 2);
    for (let i = 0; i < out.length; i += 1) { out[i] = raw[2 * i] + 256 * raw[2 * i + 1]; }
    return out;
  }

  function parents(x, y, lookBack) {
    const out = new Int32Array(x.length);
    for (let i = 1; i < x.length; i += 1) {
      let best = Infinity;
      for (let j = i - 1; j >= Math.max(0, i - lookBack); j -= 1) {
        const squares = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2;
        if (squares < best) {
          best = squares;
          out[i] = j;
        }
      }
    }
    return out;
  }

  /* Times from points to counters in whole units, one array per counter. */
  function matrix(packed, codes, data, points) {
    const large = reader(bytes(packed.large));
    const count = data.count;
    const parent = points.parents;
    const scale = packed.pace * data.grid_metres / (data.unit_seconds * packed.coarse);
    const columns = [];
    const lefts = [];
    const straight = new Float64Array(count);
    const { x, y } = points;
    for (let site = 0; site < data.sites.length; site += 1) {
      const near = site ? lefts[data.neighbours[site]] : null;
      const [sx, sy] = data.sites[site];
      const column = new Int32Array(count);
      const left = new Int32Array(count);
      const units = new Uint16Array(count);
      for (let i = 0; i < count; i += 1) {
        let code = codes[site * count + i];
        if (code === 255) { code += large(); }
        const step = (code >>> 1) ^ -(code & 1);
        left[i] = step + (near ? (packed.shared * near[i]) >> 2 : 0);
        const dx = x[i] - sx;
        const dy = y[i] - sy;
        straight[i] = Math.sqrt(dx * dx + dy * dy);
        const from = parent[i];
        column[i] = i ? left[i] + column[from] + Math.floor((straight[i] - straight[from]) * scale + 0.5) : left[i];
        units[i] = column[i] * packed.coarse;
      }
      lefts.push(left);
      columns.push(units);
    }
    holes(bytes(packed.holes), columns, count);
    return columns;
  }

  /* Stretches of times that are really "cannot be reached", as the places where they begin and end. */
  function holes(raw, columns, count) {
    const next = reader(raw);
    const ends = raw.filter((byte) => byte < 128).length;
    let at = 0;
    let from = -1;
    for (let n = 0; n < ends; n += 1) {
      at += next();
      if (from < 0) { from = at; } else { fill(columns, count, from, at); from = -1; }
    }
    if (from >= 0) { fill(columns, count, from, count * columns.length); }
  }

  function fill(columns, count, from, to) {
    for (let i = from; i < to; i += 1) { columns[Math.floor(i / count)][i % count] = NEVER; }
  }

  /* What goes by a timetable has journeys of its own at each moment; null where the page does not have them. */
  const atMoment = (way) => (moment) => {
    if (!way.by_moment) { return way; }
    const matrix = way.by_moment[moment];
    return matrix === null ? null : { ...way, matrix };
  };

  /* Everything but the postcodes. */
  async function unpack(data) {
    data.ways.forEach((way) => Object.assign(way, { at: atMoment(way) }));
    const codes = data.matrices.map((one) => inflate(one.bytes));   /* all are inflated at once, beside this thread */
    const crowds = data.zones.shares.map((crowd) => crowd.map((group) => [group, inflate(group.steps)]));
    const packed = data.points;
    const [x, y, cell, zone, people, spread, ward] = await Promise.all(
      [packed.x, packed.y, packed.cell, packed.zone, packed.people, packed.spread, data.zones.ward].map(inflate));
    const count = data.count;
    const points = { x: deltas(x, count), y: deltas(y, count), cell: deltas(cell, count), zone: deltas(zone, count) };
    points.people = varints(people, count, Float64Array).map((parts) => parts / data.people_parts);
    points.spread = varints(spread, count, Uint8Array);
    points.parents = parents(points.x, points.y, data.look_back);
    const shares = await Promise.all(crowds.map((crowd) => Promise.all(crowd.map(async ([group, steps]) =>
      sixteen(await steps).map((step) => step / 65535 * group.most)))));
    const matrices = await Promise.all(data.matrices.map(async (one, number) => matrix(one, await codes[number], data, points)));
    return { points, shares, matrices, wardOf: deltas(ward, shares[0][0].length) };
  }

  window.estateUnpack = { unpack, inflate, bytes, reader, unzigzag, varints, NEVER };
}());

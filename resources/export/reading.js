// Which strokes make which digit, as dlgui.core.reading.segmentation decides it, and the reading.
"use strict";

function makeReader(model) {
  const answer = makeNetwork(model);
  const ink = makeInk(model.ink);
  const { costs, cutting } = model;

  // The digits of a drawing from left to right. `known`, a Map that the caller keeps, spares
  // reading the same strokes twice while more are drawn.
  function read(drawing, { single = false, minSize = 0, known = new Map() } = {}) {
    const whole = ink.withoutStrayTaps(finiteStrokes(drawing));
    const { strokes, wholes } = cutStrokes(whole);
    if (!strokes.length) return [];
    const boxes = strokes.map(boxOf);
    const keys = strokes.map((stroke) => `${stroke.length}:${stroke[0]}:${stroke[stroke.length - 1]}`);
    const seen = (group) => {
      const key = group.map((i) => keys[i]).join("|");
      if (!known.has(key)) {
        const image = ink.render(group.map((i) => strokes[i]), minSize);
        known.set(key, Object.assign({}, answer(image), { image }));
      }
      return known.get(key);
    };
    const groups = single ? [boxes.map((_, i) => i)] : grouped(boxes, wholes, seen);
    const box = (group) => union(group.map((i) => boxes[i]));
    return groups.map((group) => Object.assign({}, seen(group), { box: box(group) }));
  }

  function cutStrokes(whole) {
    const height = Math.max(0, ...whole.map((stroke) => extent(stroke, 1)));
    const strokes = [], wholes = [];
    whole.forEach((stroke, number) => {
      for (const part of parted(stroke, height)) {
        strokes.push(part);
        wholes.push(number);
      }
    });
    return { strokes, wholes };
  }

  function parted(stroke, height) {
    if (extent(stroke, 0) < cutting.wideStroke * height) return [stroke];
    const parts = [];
    let rest = stroke;
    for (const x of singlePasses(stroke.map((point) => point[0]))) {
      const halves = cutAt(rest, x);
      if (Math.min(...halves.map((part) => extent(part, 1))) > cutting.leastHeight * height) {
        parts.push(halves[0]);
        rest = halves[1];
      }
    }
    return [...parts, rest];
  }

  // The middles of the stretches of x that the pen passed just once, in order of drawing.
  function singlePasses(xs) {
    const low = Math.min(...xs), high = Math.max(...xs), places = cutting.places;
    const step = Math.fround(Math.fround(high - low) / (places + 1));
    const at = Array.from({ length: places }, (_, i) => Math.fround(Math.fround((i + 1) * step) + low));
    const passes = at.map((place) => {
      const through = [];
      for (let i = 0; i + 1 < xs.length; i++) {
        if (Math.min(xs[i], xs[i + 1]) <= place && place < Math.max(xs[i], xs[i + 1])) through.push(i);
      }
      return through;
    });
    const middles = [];
    for (let start = 0; start < places; start++) {
      if (passes[start].length !== 1) continue;
      let end = start;
      while (end + 1 < places && passes[end + 1].length === 1) end++;
      middles.push(Math.floor((start + end) / 2));
      start = end;
    }
    return middles.sort((a, b) => passes[a][0] - passes[b][0]).map((middle) => at[middle]);
  }

  function cutAt(stroke, x) {
    const index = stroke.findIndex((point, i) =>
      i + 1 < stroke.length && (point[0] <= x) !== (stroke[i + 1][0] <= x));
    const [from, to] = [stroke[index], stroke[index + 1]];
    const share = Math.fround(Math.fround(x - from[0]) / Math.fround(to[0] - from[0]));
    const at = [0, 1].map((axis) =>
      Math.fround(Math.fround(from[axis] * Math.fround(1 - share)) + Math.fround(to[axis] * share)));
    return [[...stroke.slice(0, index + 1), at], [at, ...stroke.slice(index + 1)]];
  }

  // The cheapest way of cutting the row into candidates, by dynamic programming.
  function grouped(boxes, wholes, seen) {
    const count = boxes.length;
    if (count < 2 || count > cutting.maxRow) return [boxes.map((_, i) => i)];
    const row = makeRow(boxes, wholes);
    const best = new Map();
    for (const [start, stop] of row.candidates()) {
      const group = row.pieces(start, stop);
      const opinion = Math.max(seen(group).logDigit, -costs.no_digit);
      const price = row.shapeCost(start, stop) - opinion;
      let found = start === 0 ? { cost: price, before: null } : null;
      for (const other of best.values()) {
        if (start === 0 || other.stop !== start) continue;
        const cost = price + other.cost + row.borderCost([other.start, other.stop], [start, stop]);
        if (!found || cost < found.cost) found = { cost, before: other };
      }
      if (found) best.set(`${start} ${stop}`, Object.assign({}, found, { start, stop }));
    }
    const ends = [...best.values()].filter(({ stop }) => stop === count);
    let last = ends.reduce((a, b) => (b.cost < a.cost ? b : a));
    const groups = [];
    for (; last; last = last.before) groups.unshift(row.pieces(last.start, last.stop));
    return groups;
  }

  function makeRow(unsorted, unsortedWholes) {
    const middle = (i) => unsorted[i][0] + unsorted[i][2];
    const order = unsorted.map((_, i) => i).sort((a, b) => middle(a) - middle(b) || a - b);
    const boxes = order.map((i) => unsorted[i]);
    const wholes = order.map((i) => unsortedWholes[i]);
    const rowHeight = Math.max(
      ...boxes.map((box) => box[3] - box[1]), ...boxes.map((box) => (box[2] - box[0]) / 3), 1e-9);

    function gaps(start, stop) {
      const found = [];
      let reach = boxes[start][2];
      for (let i = start + 1; i < stop; i++) {
        found.push(Math.max(boxes[i][0] - reach, 0) / rowHeight);
        reach = Math.max(reach, boxes[i][2]);
      }
      return found;
    }

    return {
      pieces: (start, stop) => order.slice(start, stop).sort((a, b) => a - b),
      // In the order of their starts, then of their stops.
      candidates() {
        const runs = [];
        for (let start = 0; start < boxes.length; start++) {
          runs.push([start, start + 1]);
          for (let stop = start + 2; stop <= boxes.length; stop++) {
            const isWhole = wholes.slice(start, stop).every((whole) => whole === wholes[start]);
            const isMany = stop - start > cutting.maxPieces && !isWhole;
            if (isMany || Math.max(...gaps(start, stop)) > cutting.maxGap) break;
            runs.push([start, stop]);
          }
          const all = runs.some(([a, b]) => a === 0 && b === boxes.length);
          if (start === 0 && !all) runs.push([0, boxes.length]);
        }
        return runs;
      },
      shapeCost(start, stop) {
        const [x0, y0, x1, y1] = union(boxes.slice(start, stop));
        const height = (y1 - y0) / rowHeight, width = (x1 - x0) / rowHeight;
        const time = order.slice(start, stop);
        const span = Math.max(...time) - Math.min(...time) + 1;
        return costs.low * Math.max(1 - height / costs.full, 0) ** 2
          + costs.flat * Math.max(width - costs.widest, 0)
          + costs.gap * gaps(start, stop).reduce((a, b) => a + b, 0)
          + costs.interrupted * Math.min(span - time.length, 3);
      },
      borderCost(left, right) {
        const a = boxes.slice(...left), b = boxes.slice(...right);
        const overlap = (union(a)[2] - union(b)[0]) / rowHeight;
        const cut = wholes.slice(...left).some((whole) => wholes.slice(...right).includes(whole));
        return costs.overlap * Math.max(overlap, 0) + (cut ? costs.cut : 0);
      },
    };
  }

  // The largest difference from what dlgui said of the digits that the page carries.
  function check() {
    const pixels = fromBase64(model.check.images);
    let largest = 0;
    model.check.probabilities.forEach((expected, i) => {
      const image = Float32Array.from(pixels.subarray(784 * i, 784 * (i + 1)), (pixel) => pixel / 255);
      answer(image).probabilities.forEach((probability, k) => {
        largest = Math.max(largest, Math.abs(probability - expected[k]));
      });
    });
    return largest;
  }

  return { read, answer, check };
}

function extent(points, axis) {
  const values = points.map((point) => point[axis]);
  return Math.max(...values) - Math.min(...values);
}

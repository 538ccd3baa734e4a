// From strokes to 28×28 images, as dlgui.core.ink.raster makes them. A stroke is a list of [x, y].
"use strict";

function makeInk(ink) {
  const { size, box, centre, penWidth, edge, minPiece, maxPiece, maxPieces, tremble, stray } = ink;

  // 784 numbers from 0 (paper) to 1 (ink); a smaller drawing than `minSize` is not enlarged.
  function render(strokes, minSize) {
    const path = pathOf(strokes, minSize);
    const image = paint(path, 0, 0);
    let mass = 0, atX = 0, atY = 0;
    image.forEach((value, i) => {
      mass += value;
      atX += value * ((i % size) + 0.5);
      atY += value * (Math.floor(i / size) + 0.5);
    });
    return mass === 0 ? image : paint(path, centre - atX / mass, centre - atY / mass);
  }

  function pathOf(drawing, minSize) {
    const strokes = withoutStrayTaps(finiteStrokes(drawing));
    if (!strokes.length) return { points: [], down: [] };
    const points = [], down = [];
    for (const stroke of strokes) {
      const twice = stroke.length === 1 ? [stroke[0], stroke[0]] : stroke;
      twice.forEach((point, i) => { points.push(point); down.push(i < twice.length - 1); });
    }
    const [x0, y0, x1, y1] = boxOf(points);
    const side = Math.max(x1 - x0, y1 - y0, minSize);
    const largest = points.reduce((far, [x, y]) => Math.max(far, Math.abs(x), Math.abs(y)), 0);
    const scale = side <= tremble * largest ? 0 : (box - penWidth) / side;
    const moved = points.map(([x, y]) => [(x - (x0 + x1) / 2) * scale, (y - (y0 + y1) / 2) * scale]);
    const path = thinned(moved, down);
    path.points = path.points.map(([x, y]) => [x + centre, y + centre]);
    return split(path);
  }

  function withoutStrayTaps(strokes) {
    if (strokes.length < 2) return strokes;
    const boxes = strokes.map(boxOf);
    const sides = boxes.map(([x0, y0, x1, y1]) => Math.max(x1 - x0, y1 - y0));
    const limit = stray * Math.max(...sides);
    const large = boxes.filter((_, i) => sides[i] > limit);
    if (!large.length || large.length === boxes.length) return strokes;
    const [x0, y0, x1, y1] = union(large);
    return strokes.filter((_, i) => {
      const [a0, b0, a1, b1] = boxes[i];
      return sides[i] > limit || !(a1 < x0 || b1 < y0 || a0 > x1 || b0 > y1);
    });
  }

  function thinned(points, down) {
    let along = 0;
    const kept = new Set();
    let stretch = 0;
    points.forEach((point, i) => {
      if (i) along += distance(points[i - 1], point);
      const now = Math.floor(along / minPiece);
      if (!down[i] || !i || !down[i - 1] || now !== stretch) kept.add(i);
      stretch = now;
    });
    for (const axis of [0, 1]) {
      let low = 0, high = 0;
      points.forEach((point, i) => {
        if (point[axis] < points[low][axis]) low = i;
        if (point[axis] > points[high][axis]) high = i;
      });
      kept.add(low).add(high);
    }
    const is = (_, i) => kept.has(i);
    return { points: points.filter(is), down: down.filter(is) };
  }

  function split({ points, down }) {
    const count = (i) =>
      Math.max(Math.ceil(distance(points[i], points[Math.min(i + 1, points.length - 1)]) / maxPiece), 1);
    const total = down.reduce((sum, isDown, i) => sum + (isDown ? count(i) : 0), 0);
    const every = total > maxPieces ? Math.ceil(total / maxPieces) : 1;
    const drawn = down.map((isDown, i) => isDown && i % every === 0);
    const path = { points: [], down: [] };
    points.forEach(([x, y], i) => {
      const parts = drawn[i] ? count(i) : i && drawn[i - 1] ? 1 : 0;
      for (let part = 0; part < parts; part++) {
        const share = drawn[i] ? part / parts : 0;
        const next = points[Math.min(i + 1, points.length - 1)];
        path.points.push([x + (next[0] - x) * share, y + (next[1] - y) * share]);
        path.down.push(drawn[i]);
      }
    });
    return path;
  }

  function paint({ points, down }, moveX, moveY) {
    const image = new Float32Array(size * size);
    const radius = penWidth / 2;
    const reach = Math.ceil(maxPiece / 2 + radius + edge / 2);
    for (let i = 0; i + 1 < points.length; i++) {
      if (!down[i]) continue;
      const [ax, ay] = [points[i][0] + moveX, points[i][1] + moveY];
      const [wx, wy] = [points[i + 1][0] + moveX - ax, points[i + 1][1] + moveY - ay];
      const length2 = Math.max(wx * wx + wy * wy, 1e-12);
      const left = Math.floor(ax + wx / 2) - reach, top = Math.floor(ay + wy / 2) - reach;
      for (let y = Math.max(top, 0); y <= Math.min(top + 2 * reach, size - 1); y++) {
        for (let x = Math.max(left, 0); x <= Math.min(left + 2 * reach, size - 1); x++) {
          const px = x + 0.5 - ax, py = y + 0.5 - ay;
          const along = Math.min(Math.max((px * wx + py * wy) / length2, 0), 1);
          const far = Math.sqrt((px - along * wx) ** 2 + (py - along * wy) ** 2);
          const coverage = Math.min((radius - far) / edge + 0.5, 1);
          if (coverage > image[y * size + x]) image[y * size + x] = coverage;
        }
      }
    }
    return image;
  }

  return { render, withoutStrayTaps };
}

function finiteStrokes(strokes) {
  return strokes
    .map((stroke) => stroke.map(([x, y]) => [Math.fround(x), Math.fround(y)])
      .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y)))
    .filter((stroke) => stroke.length);
}

function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function boxOf(points) {
  return union(points.map(([x, y]) => [x, y, x, y]));
}

function union(boxes) {
  return boxes.reduce((a, b) =>
    [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

// The network and what its confidence is worth, as dlgui.core.nets.numpy_net and
// dlgui.core.reading.calibration compute them. Maps are [height][width][channels], one digit at a time.
"use strict";

function unpacked(array) {
  const bytes = fromBase64(array.data);
  const view = new DataView(bytes.buffer);
  const size = array.type === "f16" ? 2 : 4;
  const values = new Float32Array(bytes.length / size);
  for (let i = 0; i < values.length; i++) {
    values[i] = size === 2 ? half(view.getUint16(2 * i, true)) : view.getFloat32(4 * i, true);
  }
  return values;
}

function fromBase64(text) {
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const worth = {};
  for (let i = 0; i < 64; i++) worth[signs[i]] = i;
  const length = Math.floor((text.replace(/=+$/, "").length * 3) / 4);
  const bytes = new Uint8Array(length);
  for (let i = 0, at = 0; at < length; i += 4) {
    const bits = (worth[text[i]] << 18) | (worth[text[i + 1]] << 12)
      | ((worth[text[i + 2]] || 0) << 6) | (worth[text[i + 3]] || 0);
    for (let shift = 16; shift >= 0 && at < length; shift -= 8) bytes[at++] = (bits >> shift) & 255;
  }
  return bytes;
}

function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  return exponent === 0 ? sign * fraction * Math.pow(2, -24)
    : sign * (1 + fraction / 1024) * Math.pow(2, exponent - 15);
}

// Abramowitz and Stegun's series below 3, the continued fraction's limit above: to double precision.
function erf(x) {
  const size = Math.abs(x);
  if (size > 5.9) return Math.sign(x);
  let term = x, sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
    if (Math.abs(term) < 1e-17) break;
  }
  return size < 3 ? (2 / Math.sqrt(Math.PI)) * sum : Math.sign(x) * (1 - erfc(size));
}

function erfc(x) {
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

const ACTIVATIONS = {
  relu: (x) => Math.max(x, 0),
  leakyrelu: (x) => (x > 0 ? x : 0.01 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
};

function convolved(layer, map) {
  const { kernel: k, stride, padding, weight, bias } = layer;
  const outputs = bias.length;
  const height = Math.floor((map.height + 2 * padding - k) / stride) + 1;
  const width = Math.floor((map.width + 2 * padding - k) / stride) + 1;
  const values = new Float32Array(height * width * outputs);
  const sums = new Float64Array(outputs);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sums.set(bias);
      for (let ky = 0; ky < k; ky++) {
        const row = y * stride + ky - padding;
        if (row < 0 || row >= map.height) continue;
        for (let kx = 0; kx < k; kx++) {
          const column = x * stride + kx - padding;
          if (column < 0 || column >= map.width) continue;
          addProduct(sums, map.values, (row * map.width + column) * map.channels, map.channels,
            weight, (ky * k + kx) * map.channels * outputs);
        }
      }
      values.set(sums, (y * width + x) * outputs);
    }
  }
  return { height, width, channels: outputs, values };
}

// sums += values[at : at + count] @ weight, whose rows begin at `row`
function addProduct(sums, values, at, count, weight, row) {
  const outputs = sums.length;
  for (let c = 0; c < count; c++, row += outputs) {
    const value = values[at + c];
    if (value === 0) continue;
    for (let o = 0; o < outputs; o++) sums[o] += value * weight[row + o];
  }
}

function pooled(map, size, fold, finish) {
  const { channels } = map;
  const height = Math.floor(map.height / size), width = Math.floor(map.width / size);
  const values = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let found = null;
        for (let dy = 0; dy < size; dy++) {
          for (let dx = 0; dx < size; dx++) {
            const at = (y * size + dy) * map.width + x * size + dx;
            const value = map.values[at * channels + c];
            found = found === null ? value : fold(found, value);
          }
        }
        values[(y * width + x) * channels + c] = finish(found);
      }
    }
  }
  return { height, width, channels, values };
}

function meanOverAll(map) {
  const sums = new Float64Array(map.channels);
  map.values.forEach((value, i) => { sums[i % map.channels] += value; });
  const values = Float32Array.from(sums, (sum) => sum / (map.height * map.width));
  return { height: 1, width: 1, channels: map.channels, values };
}

const LAYERS = {
  conv: convolved,
  dense(layer, map) {
    const sums = Float64Array.from(layer.bias);
    addProduct(sums, map.values, 0, map.values.length, layer.weight, 0);
    return flat(Float32Array.from(sums));
  },
  batchnorm(layer, map) {
    const { scale, shift } = layer, n = scale.length;
    const values = map.values.map((value, i) => value * scale[i % n] + shift[i % n]);
    return Object.assign({}, map, { values });
  },
  activation(layer, map) {
    return Object.assign({}, map, { values: map.values.map(ACTIVATIONS[layer.name]) });
  },
  maxpool: (layer, map) => pooled(map, layer.size, Math.max, (x) => x),
  avgpool: (layer, map) =>
    pooled(map, layer.size, (a, b) => a + b, (x) => x / (layer.size * layer.size)),
  globalavgpool: (layer, map) => meanOverAll(map),
  dropout: (layer, map) => map,
  flatten: (layer, map) => flat(map.values),
};

function flat(values) {
  return { height: 1, width: 1, channels: values.length, values };
}

// What a network makes of images, each 784 numbers from 0 (paper) to 1 (ink).
function makeNetwork(model) {
  const layers = model.layers.map((layer) => {
    const ready = Object.assign({}, layer);
    for (const name of ["weight", "bias", "scale", "shift"]) {
      if (layer[name]) ready[name] = unpacked(layer[name]);
    }
    return ready;
  });
  const probe = model.probe && Object.fromEntries(
    Object.entries(model.probe).map(([name, array]) => [name, unpacked(array)]));
  const last = layers.map((layer) => "weight" in layer).lastIndexOf(true);
  const [mean, std] = model.normalisation;
  const threshold = model.threshold === null ? -Infinity : model.threshold;

  function run(image) {
    let map = { height: 28, width: 28, channels: 1 };
    map.values = Float32Array.from(image, (pixel) => (pixel - mean) / std);
    let features = map.values;
    layers.forEach((layer, i) => {
      if (i === last) features = map.values;
      map = LAYERS[layer.kind](layer, map);
    });
    return { logits: Array.from(map.values), features };
  }

  function probed(features) {
    const hidden = probe.output.length - 1, inputs = features.length;
    const sums = Float64Array.from(probe.hidden.subarray(inputs * hidden));
    const standard = features.map((value, i) => (value - probe.mean[i]) / probe.spread[i]);
    addProduct(sums, standard, 0, inputs, probe.hidden, 0);
    return sums.reduce((odds, value, i) => odds + Math.max(value, 0) * probe.output[i],
      probe.output[hidden]);
  }

  return function answer(image) {
    const { logits, features } = run(image);
    const scaled = logits.map((logit) => logit / model.temperature);
    const total = energy(scaled);
    const probabilities = scaled.map((logit) => Math.exp(logit - total));
    const score = probe ? probed(features) : energy(logits);
    const digit = probabilities.indexOf(Math.max(...probabilities));
    const refusal = threshold === -Infinity ? 0 : Math.log1p(Math.exp(threshold - score));
    return {
      digit, probability: probabilities[digit], probabilities, logits,
      refused: score < threshold,
      logDigit: Math.max(...scaled) - total - refusal,
    };
  };
}

function energy(logits) {
  const top = Math.max(...logits);
  return top + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
}

// The page: paper to write on, and what the reader makes of it. Everything stays on this device.
"use strict";

const WORDS = {
  en: {
    other: "中文", hint: "Write a digit here, or several.", undo: "Undo", clear: "Clear",
    single: "All ink is one digit", pad: "Paper to write digits on",
    seen: "What the network sees, 28×28", sure: "{p} sure", no: "not a digit",
    nearest: "The nearest would be {digit}.", unsure: "I am not sure: {first} or {second}",
    maybe: "{first}, or maybe {second}", both: "{first}: {p}, {second}: {q}",
    none: "not a number", nothing: "None of this looks like a digit.",
    place: "Place {place} is not a digit.", could: "Place {place} could be {digit}.",
    each: "Each digit at least {p} sure",
    good: "Checked: ten digits are read as in dlgui, largest difference of a probability {d}.",
    bad: "This page reads differently from dlgui here (by {d}): do not trust its answers.",
    about: "A network of {weights} weights, made with dlgui. Nothing that you write leaves this device. The ten digits of the check are from MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0).",
  },
  zh: {
    other: "English", hint: "在这里写一个或几个数字。", undo: "撤销", clear: "清空",
    single: "全部墨迹是一个数字", pad: "手写板",
    seen: "网络看到的图像，28×28", sure: "把握 {p}", no: "不是数字",
    nearest: "最接近的是 {digit}。", unsure: "我拿不准：{first} 还是 {second}",
    maybe: "{first}，也可能是 {second}", both: "{first}：{p}，{second}：{q}",
    none: "不是一个数", nothing: "这里没有一个像是数字。",
    place: "第 {place} 位不是数字。", could: "第 {place} 位可能是 {digit}。",
    each: "每个数字的把握至少 {p}",
    good: "已核对：十个数字的结果与 dlgui 相同，概率最多相差 {d}。",
    bad: "这个网页在这里的结果与 dlgui 不同（相差 {d}）：请不要相信它的回答。",
    about: "一个有 {weights} 个权重的网络，由 dlgui 制作。你写的内容不会离开这台设备。核对用的十个数字来自 MNIST（LeCun、Cortes、Burges；CC BY-SA 3.0）。",
  },
};
// The paper is so many units large, whatever the screen; a click that slips is no digit.
const WIDTH = 400, HEIGHT = 300, PEN = 11, SLIPPED_CLICK = HEIGHT / 20;
const RUNNER_UP_WORTH_NAMING = 0.1, SURE_ENOUGH = 0.6, KNOWN_AT_MOST = 400, TOLERANCE = 1e-3;

const model = JSON.parse(document.getElementById("model").textContent);
const reader = makeReader(model);
const at = Object.fromEntries([...document.querySelectorAll("[id]")].map((part) => [part.id, part]));
const known = new Map();
let strokes = [], digits = [], pointer = null, isDirty = false;
let language = /^zh/i.test(navigator.language) ? "zh" : "en";
const difference = reader.check();

function words(name, values = {}) {
  return WORDS[language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

function percent(probability) {
  const sign = language === "zh" ? "%" : " %";
  if (probability < 0.001) return `< 0.1${sign}`;
  return probability >= 0.9995 ? `> 99.9${sign}` : `${(100 * probability).toFixed(1)}${sign}`;
}

// 1.7e-7 as 1.7·10⁻⁷
function power(number) {
  const [factor, exponent] = number.toExponential(1).split("e");
  const raised = [...exponent.replace("+", "")].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);
  return `${factor}·10${raised.join("")}`;
}

function runnerUp(digit) {
  return digit.probabilities.reduce((best, p, i) =>
    i !== digit.digit && (best < 0 || p > digit.probabilities[best]) ? i : best, -1);
}

function answerFor() {
  if (!digits.length) return ["", "", false];
  return digits.length === 1 ? answerForOne(digits[0]) : answerForSeveral();
}

function answerForOne(digit) {
  const second = runnerUp(digit), q = digit.probabilities[second], p = digit.probability;
  const names = { first: model.classes[digit.digit], second: model.classes[second] };
  if (digit.refused) return [words("no"), words("nearest", { digit: names.first }), false];
  const both = words("both", { ...names, p: percent(p), q: percent(q) });
  if (p < SURE_ENOUGH) return [words("unsure", names), both, false];
  if (q >= RUNNER_UP_WORTH_NAMING) return [words("maybe", names), both, false];
  return [names.first, words("sure", { p: percent(p) }), true];
}

function answerForSeveral() {
  if (digits.every((digit) => digit.refused)) return [words("none"), words("nothing"), false];
  const joiner = model.classes.every((name) => name.length === 1) ? "" : " ";
  const text = digits.map((digit) => (digit.refused ? "?" : model.classes[digit.digit])).join(joiner);
  const refused = digits.findIndex((digit) => digit.refused);
  if (refused >= 0) return [text, words("place", { place: refused + 1 }), true];
  const weakest = digits.reduce((a, b) => (b.probability < a.probability ? b : a));
  const second = runnerUp(weakest);
  if (weakest.probabilities[second] >= RUNNER_UP_WORTH_NAMING) {
    const place = digits.indexOf(weakest) + 1;
    return [text, words("could", { place, digit: model.classes[second] }), true];
  }
  return [text, words("each", { p: percent(weakest.probability) }), true];
}

function show() {
  const [headline, detail, isShort] = answerFor();
  if (at.headline.textContent !== headline) at.headline.textContent = headline;
  at.headline.className = isShort ? "short" : "";
  at.detail.textContent = detail;
  const last = digits[digits.length - 1];
  [...at.bars.children].forEach((bar, i) => {
    const probability = last ? last.probabilities[i] : 0;
    bar.querySelector("b").style.width = `${100 * probability}%`;
    bar.lastChild.textContent = last ? percent(probability) : "";
    bar.className = last && last.digit === i ? "bar first" : "bar";
  });
  showSeen(last);
  at.hint.style.display = strokes.length ? "none" : "";
  at.undo.disabled = at.clear.disabled = !strokes.length;
}

function showSeen(digit) {
  const paint = at.seen.getContext("2d"), picture = paint.createImageData(28, 28);
  for (let i = 0; i < 784; i++) {
    const grey = digit ? Math.round(255 * digit.image[i]) : 0;
    picture.data.set([grey, grey, grey, 255], 4 * i);
  }
  paint.putImageData(picture, 0, 0);
}

function draw() {
  const box = at.pad.getBoundingClientRect(), sharp = window.devicePixelRatio || 1;
  const width = Math.round(box.width * sharp), height = Math.round(box.height * sharp);
  if (at.pad.width !== width || at.pad.height !== height) Object.assign(at.pad, { width, height });
  const paint = at.pad.getContext("2d"), style = getComputedStyle(document.body);
  const scale = scaleOf(box) * sharp;
  paint.setTransform(1, 0, 0, 1, 0, 0);
  paint.clearRect(0, 0, width, height);
  paint.setTransform(scale, 0, 0, scale, 0, 0);
  Object.assign(paint, { lineWidth: PEN, lineCap: "round", lineJoin: "round" });
  paint.strokeStyle = style.getPropertyValue("--ink");
  for (const stroke of strokes) {
    paint.beginPath();
    paint.moveTo(...stroke[0]);
    for (const point of stroke.length === 1 ? stroke : stroke.slice(1)) paint.lineTo(...point);
    paint.stroke();
  }
  if (digits.length < 2) return;
  paint.strokeStyle = paint.fillStyle = style.getPropertyValue("--accent");
  Object.assign(paint, { lineWidth: 1, font: "13px system-ui, sans-serif" });
  for (const { box: [x0, y0, x1, y1], digit, refused } of digits) {
    paint.strokeRect(x0 - PEN, y0 - PEN, x1 - x0 + 2 * PEN, y1 - y0 + 2 * PEN);
    paint.fillText(refused ? "?" : model.classes[digit], x0 - PEN, Math.max(y0 - PEN - 4, 12));
  }
}

// The paper may be wider than 4:3 where the screen is low; its height is always HEIGHT units.
function scaleOf(box) {
  return box.height / HEIGHT;
}

function refresh() {
  if (isDirty) return;
  isDirty = true;
  requestAnimationFrame(() => {
    isDirty = false;
    if (known.size > KNOWN_AT_MOST) known.clear();
    digits = reader.read(strokes, { single: at.single.checked, minSize: SLIPPED_CLICK, known });
    draw();
    show();
  });
}

function pointOf(event) {
  const box = at.pad.getBoundingClientRect(), scale = scaleOf(box);
  return [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale];
}

function begin(event) {
  if (pointer !== null || event.button > 0) return;
  pointer = event.pointerId;
  at.pad.setPointerCapture(pointer);
  strokes.push([pointOf(event)]);
  event.preventDefault();
  refresh();
}

function follow(event) {
  if (event.pointerId !== pointer) return;
  const events = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
  for (const one of events.length ? events : [event]) strokes[strokes.length - 1].push(pointOf(one));
  refresh();
}

function end(event) {
  if (event.pointerId === pointer) pointer = null;
}

function undo() {
  strokes.pop();
  pointer = null;
  refresh();
}

function clear() {
  strokes = [];
  pointer = null;
  known.clear();
  refresh();
}

function translate() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const name of ["undo", "clear", "hint"]) at[name].textContent = words(name);
  at.language.textContent = words("other");
  at.singleText.textContent = words("single");
  at.seenText.textContent = words("seen");
  at.pad.setAttribute("aria-label", words("pad"));
  at.seen.setAttribute("aria-label", words("seen"));
  const isGood = difference <= TOLERANCE;
  at.check.textContent = words(isGood ? "good" : "bad", { d: power(difference) });
  at.check.className = isGood ? "good" : "bad";
  at.about.textContent = words("about", { weights: model.weights.toLocaleString(language) });
  show();
}

for (const name of model.classes) {
  const bar = document.createElement("div");
  const label = document.createElement("span"), track = document.createElement("i");
  label.textContent = name;
  track.append(document.createElement("b"));
  bar.append(label, track, document.createElement("span"));
  at.bars.append(bar);
}
at.pad.addEventListener("pointerdown", begin);
at.pad.addEventListener("pointermove", follow);
at.pad.addEventListener("pointerup", end);
at.pad.addEventListener("pointercancel", end);
at.undo.addEventListener("click", undo);
at.clear.addEventListener("click", clear);
at.single.addEventListener("change", refresh);
at.language.addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; translate(); });
window.addEventListener("resize", draw);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
window.addEventListener("keydown", (event) => {
  if (event.key === "Escape" || event.key === "Delete") clear();
  if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
});
translate();
draw();

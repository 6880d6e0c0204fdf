// Lets one move in the picture of the network. The drawing and the table above and below say the same without it.
"use strict";

const STEP = 74; // pixels between neighbours at the least, so that names can be read
const canvas = document.getElementById("network-canvas");
const place = document.getElementById("network");

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// As wide and high as the canvas, or larger where neighbours would stand too near.
const places = (told) => {
  const times = Math.max(1, (told.width * STEP) / canvas.clientWidth, (told.height * STEP) / canvas.clientHeight);
  const [across, down] = [canvas.clientWidth / told.width, canvas.clientHeight / told.height];
  return ({ x, y }) => ({ x: x * across * times, y: y * down * times });
};

const elements = (told, at) => [
  ...told.actors.map((actor, number) => ({
    data: { id: `a${number}`, ...actor },
    position: at(actor),
    classes: [actor.decides ? "decides" : "", actor.change].join(" "),
  })),
  ...told.ties.map(([from, to, layer, isOneWay, change], number) => ({
    data: {
      id: `t${number}`,
      source: `a${from}`,
      target: `a${to}`,
      layer,
      word: told.layers[layer].word,
      change,
    },
    classes: [`layer-${layer}`, isOneWay ? "one-way" : "", change].join(" "),
  })),
];

const patterns = (told) =>
  told.layers.map(({ pattern, width }, number) => ({
    selector: `.layer-${number}`,
    style: {
      width,
      "line-style": pattern ? "dashed" : "solid",
      ...(pattern && { "line-dash-pattern": pattern.split(" ").map(Number) }),
    },
  }));

const looks = (told) => [
  {
    selector: "node",
    style: {
      shape: "data(shape)",
      label: "data(label)",
      width: 22,
      height: 22,
      color: colour("ink"),
      "background-color": colour("paper"),
      "border-color": colour("accent"),
      "border-width": 2,
      "font-family": "Avert Sans, sans-serif",
      "font-size": 13,
      "text-valign": "bottom",
      "text-margin-y": 5,
      "text-wrap": "wrap",
      "text-max-width": 110,
      "text-background-color": colour("paper"),
      "text-background-opacity": 0.85,
      "min-zoomed-font-size": 8,
    },
  },
  { selector: "node.decides", style: { "background-color": colour("accent") } },
  { selector: "node.new", style: { "border-width": 5 } },
  { selector: "node.ended", style: { "border-style": "dashed", opacity: 0.6 } },
  {
    selector: "edge",
    style: {
      "curve-style": "bezier",
      "line-color": colour("edge"),
      "target-arrow-color": colour("edge"),
      "line-opacity": 0.75,
      color: colour("ink"),
      "font-size": 11,
      "font-family": "Avert Sans, sans-serif",
      "text-background-color": colour("paper"),
      "text-background-opacity": 0.9,
      "text-rotation": "autorotate",
    },
  },
  ...patterns(told),
  { selector: ".one-way", style: { "target-arrow-shape": "triangle" } },
  { selector: "edge.new", style: { "line-color": colour("ink"), "target-arrow-color": colour("ink"), label: "+" } },
  { selector: "edge.ended", style: { "line-opacity": 0.35, label: "×" } },
  { selector: ".aside", style: { opacity: 0.12, "text-opacity": 0 } },
  { selector: "edge.chosen", style: { label: "data(word)", "line-opacity": 1, "line-color": colour("accent"), "target-arrow-color": colour("accent") } },
  { selector: "node.chosen", style: { "border-width": 6 } },
];

const item = (tie, chosen, told) => {
  const other = tie.source().same(chosen) ? tie.target() : tie.source();
  const line = document.createElement("li");
  line.append(`${tie.data("word")}: `);
  const name = document.createElement("bdi");
  name.textContent = other.data("label");
  line.append(name);
  if (tie.data("change")) line.append(` (${told.changes[tie.data("change")]})`);
  return line;
};

const say = (chosen, told) => {
  const head = document.createElement("h3");
  const name = document.createElement(chosen.data("url") ? "a" : "bdi");
  if (chosen.data("url")) name.href = chosen.data("url");
  name.textContent = chosen.data("label");
  head.append(name, ` · ${chosen.data("words")}`);
  const ties = chosen.connectedEdges();
  const list = document.createElement(ties.length ? "ul" : "p");
  if (ties.length) ties.forEach((tie) => list.append(item(tie, chosen, told)));
  else list.textContent = told.nobody;
  document.getElementById("network-said").replaceChildren(head, list);
};

const choose = (drawing, chosen, told) => {
  drawing.batch(() => {
    drawing.elements().removeClass("aside chosen");
    if (!chosen.length) return;
    drawing.elements().not(chosen.closedNeighborhood()).addClass("aside");
    chosen.union(chosen.connectedEdges()).addClass("chosen");
  });
  document.getElementById("network-actor").value = chosen.length ? chosen.id() : "";
  if (chosen.length) say(chosen, told);
};

const moves = (drawing) => ({
  ArrowLeft: () => drawing.panBy({ x: 60, y: 0 }),
  ArrowRight: () => drawing.panBy({ x: -60, y: 0 }),
  ArrowUp: () => drawing.panBy({ x: 0, y: 60 }),
  ArrowDown: () => drawing.panBy({ x: 0, y: -60 }),
  "+": () => nearer(drawing, 1.3),
  "-": () => nearer(drawing, 1 / 1.3),
  0: () => drawing.fit(undefined, 40),
});

const nearer = (drawing, times) =>
  drawing.zoom({
    level: drawing.zoom() * times,
    renderedPosition: { x: drawing.width() / 2, y: drawing.height() / 2 },
  });

const listen = (drawing, told) => {
  const list = document.getElementById("network-actor");
  drawing.nodes().sort((one, other) => one.data("label").localeCompare(other.data("label"))).forEach((actor) => {
    list.add(new Option(actor.data("label"), actor.id()));
  });
  list.addEventListener("change", () => {
    const chosen = list.value ? drawing.getElementById(list.value) : drawing.collection();
    choose(drawing, chosen, told);
    if (chosen.length) drawing.center(chosen);
  });
  drawing.on("tap", (event) => {
    const isActor = event.target !== drawing && event.target.isNode();
    choose(drawing, isActor ? event.target : drawing.collection(), told);
  });
  const acts = { in: () => nearer(drawing, 1.3), out: () => nearer(drawing, 1 / 1.3), fit: () => drawing.fit(undefined, 40) };
  place.addEventListener("click", ({ target }) => acts[target.dataset.do]?.());
  canvas.addEventListener("keydown", (event) => {
    const move = moves(drawing)[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });
  const repaint = () => drawing.style(looks(told));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
};

const draw = async () => {
  const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const told = await answer.json();
  place.hidden = false;
  const drawing = window.cytoscape({
    container: canvas,
    elements: elements(told, places(told)),
    layout: { name: "preset", padding: 40 },
    style: looks(told),
    autoungrabify: true,
    userZoomingEnabled: false, // the wheel scrolls the page; buttons and keys bring nearer
    minZoom: 0.05,
    maxZoom: 4,
    hideEdgesOnViewport: told.ties.length > 4000,
    textureOnViewport: told.actors.length > 500,
  });
  document.documentElement.classList.add("has-script");
  drawing.resize();
  drawing.fit(undefined, 40);
  listen(drawing, told);
  canvas.dataset.drawn = drawing.nodes().length;
};

if (place) draw();

"use strict";
// What the page holds, looked up by name; colours, sizes and words that every part uses.
const L = {};
L.read = id => JSON.parse(document.getElementById(id).textContent);
L.data = L.read("page-data");
L.nodes = L.read("graph-nodes");
L.edges = L.read("graph-edges");
L.node = new Map(L.nodes.map(node => [node.id, node]));
L.chain = new Map(L.data.chains.map(chain => [chain.name, chain]));
L.of = { nodes: new Map(), edges: new Map() };
for (const name of L.chain.keys()) {
  L.of.nodes.set(
    name,
    L.nodes.filter(node => node.chain === name),
  );
  L.of.edges.set(
    name,
    L.edges.filter(edge => L.node.get(edge.from).chain === name),
  );
}

L.color = {
  ink: "#18222D",
  text: "#465362",
  quiet: "#5F6B78",
  rule: "#DDE2E6",
  paper: "#F5F6F4",
  card: "#FFFFFF",
  support: "#EFF1F0",
  blue: "#0E4F73",
  blueTint: "#E2EDF4",
  amber: "#8F5E00",
  hatch: "#D9A640",
  violet: "#57479B",
  violetTint: "#EDEAF7",
  red: "#BE3418",
  redTint: "#FFF5F1",
  redWire: "#CB5A40",
  chip: "#D8A99D",
  grey: "#65707B",
  greyTint: "#EEF0F2",
  greyWire: "#7F8A94",
  gold: "#A67C1B",
  faint: "#C9CFD4",
  selected: "#F1F3F4",
};
L.font = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
L.views = { now: "现状", gaps: "缺口", future: "远景" };
L.forms = {
  strong: "优势",
  present: "具备",
  weak: "薄弱",
  building: "在建",
  signed: "已签约",
  gap: "缺口",
  bought: "外采",
  check: "待核",
  unknown: "数据不足",
  plan: "拟引",
};
L.severities = ["紧急", "重要", "一般"];
L.present = new Set(["strong", "present", "weak"]);
L.landing = new Set(["building", "signed"]);
L.stages = ["上游", "中游", "下游", "配套"];

// Sizes of a box and all that hangs on it: [large, compact]; between the two every size is possible.
L.measures = {
  w: [148, 102],
  h: [62, 48],
  pad: [14, 10],
  label: [17, 14],
  line: [13, 12],
  top: [13, 9],
  below: [9, 7],
  grow: [20, 17],
  chip: [25, 20],
  chipHeight: [21, 17],
  chipFont: [13, 11],
  chipPad: [8, 5],
  bracket: [12, 6],
  stub: [11, 6],
  over: [14, 8],
  port: [12, 9],
  gutter: [26, 20],
  widest: [140, 96],
  apart: [20, 12],
  band: [15, 12],
  loosest: [56, 40],
  head: [84, 62],
  headLine: [27, 19],
  subLine: [62, 46],
  lane: [18, 14],
  count: [13, 12],
  sub: [12.5, 11],
  frame: [11, 8],
  pill: [11, 10.5],
  bars: [1.1, 0.95],
};
L.sizeAt = share =>
  Object.fromEntries(
    Object.entries(L.measures).map(([name, [large, compact]]) => {
      const value = compact + (large - compact) * share;
      return [
        name,
        ["w", "h", "gutter", "head"].includes(name) ? 2 * Math.round(value / 2) : Math.round(value * 4) / 4,
      ];
    }),
  );

L.state = {
  chain: null,
  view: "gaps",
  node: null,
  firm: null,
  panel: true,
  hover: null,
  filters: { form: new Set(), kind: new Set(), severity: new Set(), stage: new Set() },
  hits: new Set(),
};

L.percent = value => (value === null || value === undefined ? "不详" : `${Math.round(value * 100)}%`);
L.count = value => (value === null || value === undefined ? "不详" : String(value));
L.severity = node => (node.gap && node.gap.score !== null ? node.gap.severity : null);
L.level = node => ({ 紧急: 3, 重要: 2, 一般: 1 })[L.severity(node)] || 0;
L.formIn = (node, view) =>
  view === "future" && node.form === "gap" && node.targets.length ? "plan" : node.form;
L.small = () => window.innerWidth < 1500;
L.compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// The most severe gap of a chain, else what might be one, else the first box.
L.worst = name => {
  const nodes = L.of.nodes.get(name) || [];
  const score = node =>
    node.gap ? (node.gap.score ?? (node.gap.would_be ? node.gap.would_be.score - 1 : -2)) : -3;
  return [...nodes].sort((a, b) => score(b) - score(a))[0] || null;
};

// Rank of a gap within its chain, by severity; null without a score.
L.rank = node => {
  if (!node.gap || node.gap.score === null) return null;
  return 1 + L.of.nodes.get(node.chain).filter(o => o.gap && (o.gap.score ?? -1) > node.gap.score).length;
};

// Colours, type and sizes that every part uses.
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

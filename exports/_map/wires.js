// Feeds: from symbolic routes to curves, each drawn in the manner of its state.
L.manners = {
  joined: { width: 2, color: "blue", arrow: "full" },
  landing: { width: 1.75, color: "violet", dash: [9, 4], arrow: "full" },
  broken: { width: 1.4, color: "redWire", dash: [3, 4], arrow: "open" },
  dark: { width: 1.2, color: "greyWire", dash: [1, 4], arrow: "open" },
  bought: { width: 1.2, color: "grey", arrow: "full" },
  planned: { width: 1.6, color: "red", arrow: "full" },
};

L.manner = (edge, view) => {
  const state = view === "future" ? edge.future : edge.state;
  return L.manners[view === "now" && state === "broken" ? "dark" : state];
};

// Room to leave at a box's side: the gold frame stands off it.
L.stand = node =>
  node.firms.some(f => f.leader && f.state !== "待核") && L.present.has(node.form) ? 6.5 : 1;

L.wiresOf = grid => {
  const boxes = new Map(grid.boxes.map(box => [box.node.id, box]));
  const ports = new Map();
  for (const edge of L.of.edges.get(grid.chain.name)) {
    if (!edge.route) continue;
    const row = L.node.get(edge.to).row;
    for (const [, y] of edge.route.points) {
      if (y[0] === "r" && y[1] === row) ports.set(edge.to, Math.max(ports.get(edge.to) || 0, Math.abs(y[2])));
    }
  }
  const wires = L.of.edges.get(grid.chain.name).map(edge => {
    const from = boxes.get(edge.from),
      to = boxes.get(edge.to);
    const most = ports.get(edge.to) || 0;
    const step = most ? Math.min(grid.size.port, (grid.size.h / 2 - 7) / most) : grid.size.port;
    const place = { grid, from, to, step };
    const wire = { edge, from, to, main: Boolean(edge.route) };
    if (edge.route) {
      wire.points = edge.route.points.map(([x, y]) => [L.wireX(x, place), L.wireY(y, place)]);
      wire.soft = edge.route.soft && wire.points.length === 4;
      wire.stop = edge.route.stop ? L.wireY(edge.route.stop, place) : null;
    } else wire.loose = L.looseWire(from, to, grid.size);
    return wire;
  });
  L.shareStarts(wires, grid);
  return wires;
};

// Wires that leave a box along one line: the longer ones are drawn from where the shorter one turns off.
L.shareStarts = (wires, grid) => {
  for (const box of grid.boxes) {
    const long = wires.filter(
      w => w.main && !w.soft && w.from === box && w.points[1][0] - w.points[0][0] > grid.gutter + 4,
    );
    long.sort((a, b) => a.points[1][0] - b.points[1][0]);
    long.forEach((wire, i) => {
      if (i) wire.start = long[i - 1].points[1][0] - 10;
    });
  }
};

L.wireX = (x, { grid, from, to }) => {
  const { size, gutter } = grid;
  if (x[0] === "R") return grid.x[x[1]] + size.w + L.stand(from.node);
  if (x[0] === "L") return grid.x[x[1]] - L.stand(to.node) - 0.5;
  if (x[0] === "C") return grid.x[x[1]] + size.w / 2 + x[2] * size.port;
  const left = x[1] < 0 ? grid.x[0] - gutter : grid.x[x[1]] + size.w;
  const room = gutter - 15;
  return left + 5 + (room * (x[2] + 0.5)) / x[3];
};

L.wireY = (y, { grid, to, step }) => {
  const { size, flow } = grid;
  if (y[0] === "r")
    return flow.top[y[1]] + size.h / 2 + y[2] * (y[1] === to.node.row ? step : size.port * 0.75);
  if (y[0] === "b") return flow.bandTop[y[1]] + (flow.band[y[1]] - (y[3] - 1) * 7) / 2 + y[2] * 7;
  return y[0] === "T" ? to.y - L.stand(to.node) - 0.5 : to.y + to.h + L.stand(to.node) + 0.5;
};

// A feed that is only drawn when asked for: a curve from side to side.
L.looseWire = (from, to, size) => {
  const right = from.x < to.x,
    y1 = from.y + size.h / 2,
    y2 = to.y + size.h / 2;
  const x1 = right ? from.x + from.w + 1 : from.x - 1,
    x2 = right ? to.x - 1.5 : to.x + to.w + 1.5;
  const pull = Math.max(24, Math.min(90, Math.abs(x2 - x1) * 0.45)) * (right ? 1 : -1);
  return [
    [x1, y1],
    [x1 + pull, y1],
    [x2 - pull, y2],
    [x2, y2],
  ];
};

// Trace a wire; whole: also the part shared with others on a trunk.
L.trace = (ctx, wire, whole, short) => {
  ctx.beginPath();
  if (wire.loose || wire.soft) {
    const p = wire.loose || [
      wire.points[0],
      [wire.points[1][0], wire.points[0][1]],
      [wire.points[2][0], wire.points[3][1]],
      wire.points[3],
    ];
    ctx.moveTo(...p[0]);
    const back = p[3][0] > p[2][0] ? -short : short;
    ctx.bezierCurveTo(...p[1], ...p[2], p[3][0] + back, p[3][1]);
    return;
  }
  const points = L.tail(wire, whole, short);
  ctx.moveTo(...points[0]);
  for (let i = 1; i < points.length - 1; i += 1) {
    const [a, b, c] = [points[i - 1], points[i], points[i + 1]];
    const room = Math.min(Math.hypot(b[0] - a[0], b[1] - a[1]), Math.hypot(c[0] - b[0], c[1] - b[1]));
    const radius = Math.min(10, room / (i > 1 && i < points.length - 2 ? 2 : 1.25));
    ctx.arcTo(...b, ...c, Math.max(0, radius));
  }
  ctx.lineTo(...points[points.length - 1]);
};

// The points of an orthogonal wire, cut where it joins its trunk, or just short of its arrow.
L.tail = (wire, whole, short) => {
  const points = wire.points.map(p => [...p]);
  if (wire.start && !whole) points[0][0] = wire.start;
  if (wire.stop !== null && !whole) {
    const kept = points.slice(0, points.length - 2);
    kept.push([kept[kept.length - 1][0], wire.stop]);
    return kept;
  }
  const [a, b] = points.slice(-2),
    length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  b[0] -= ((b[0] - a[0]) / length) * short;
  b[1] -= ((b[1] - a[1]) / length) * short;
  return points;
};

L.drawWire = (ctx, wire, how) => {
  const manner = L.manner(wire.edge, how.view),
    color = L.color[manner.color];
  const spine = wire.edge.spine && !["dark"].includes(manner.state) ? 1.1 : 0,
    whole = how.whole;
  const width = (manner.width + spine) * (how.bold || 1),
    full = manner.arrow === "full";
  L.trace(ctx, wire, whole, full ? 5 : 0.5);
  ctx.lineJoin = "round";
  L.border(ctx, color, width, manner.dash, manner.dash && manner.dash[0] === 1 ? "round" : "butt");
  if (wire.stop !== null && wire.stop !== undefined && !whole) return;
  const tip = wire.loose ? wire.loose[3] : wire.points[wire.points.length - 1];
  const before = wire.loose
    ? wire.loose[2]
    : wire.soft
      ? [tip[0] - 5, tip[1]]
      : wire.points[wire.points.length - 2];
  L.arrow(ctx, tip, Math.atan2(tip[1] - before[1], tip[0] - before[0]), color, full, width);
};

L.arrow = (ctx, tip, angle, color, full, width) => {
  const length = 5.5 + width * 0.9,
    half = 2.6 + width * 0.6;
  ctx.save();
  ctx.translate(...tip);
  ctx.rotate(angle);
  ctx.beginPath();
  ctx.moveTo(-length, -half);
  ctx.lineTo(0, 0);
  ctx.lineTo(-length, half);
  if (full) {
    ctx.closePath();
    ctx.fillStyle = color;
    ctx.fill();
  } else L.border(ctx, color, Math.min(1.5, width));
  ctx.restore();
};

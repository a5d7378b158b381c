// From columns and rows to pixels: the largest boxes that fit, gutters and bands stretched to the window.
L.SMALLEST = 0.62; // the least scale at rest: names can still be read

// [share of the large size, chips under a box], the best first.
L.choices = () =>
  L.small()
    ? [
        [0.5, 1],
        [0.25, 1],
        [0, 1],
      ]
    : [
        [1, 2],
        [1, 1],
        [0.75, 1],
        [0.5, 1],
        [0.25, 1],
        [0, 1],
      ];

L.grid = (chain, W, H) => {
  let best = null;
  for (const [share, most] of L.choices()) {
    const air = share ? 7 * chain.rows : 0; // the larger sizes only where rows do not crowd
    best = L.gridAt(chain, W, H, L.sizeAt(share), most, air);
    if (best.fits) return best;
  }
  const scale = Math.max(L.SMALLEST, Math.min(W / best.width, H / best.height));
  return L.gridAt(
    chain,
    W / scale,
    H / scale,
    { ...best.size, loosest: best.size.loosest / scale },
    best.most,
  );
};

L.gridAt = (chain, W, H, size, most, air = 0) => {
  const nodes = L.of.nodes.get(chain.name);
  const grid = { size, most, chain, support: chain.columns.findIndex(c => c.stage === "配套") };
  L.gridColumns(grid, W);
  const flow = nodes.filter(n => n.stage !== "配套").map(n => L.boxOf(n, size));
  const aside = nodes.filter(n => n.stage === "配套").map(n => L.boxOf(n, size));
  grid.tracks = L.bandTracks(chain.name);
  grid.flow = L.gridRows(flow, chain.rows, grid, H);
  grid.aside = L.gridRows(aside, chain.support_rows, { ...grid, tracks: new Map(), like: grid.flow }, H);
  grid.width = Math.max(W, grid.need);
  grid.height = Math.max(H, grid.flow.need, grid.aside.need);
  grid.fits = grid.need <= W + 1 && Math.max(grid.flow.need, grid.aside.need) <= H + 1 - air;
  grid.boxes = [...flow, ...aside];
  for (const box of grid.boxes) {
    const rows = box.node.stage === "配套" ? grid.aside : grid.flow;
    box.x = grid.x[box.node.column];
    box.y = rows.top[box.node.row];
  }
  return grid;
};

L.gridColumns = (grid, W) => {
  const { size, chain, support } = grid,
    count = chain.columns.length;
  const apart = support > 0 ? size.apart : 0;
  const spare = (W - apart - count * size.w) / Math.max(1, count);
  grid.gutter = Math.floor(Math.min(size.widest, Math.max(size.gutter, spare)));
  grid.need = count * (size.w + size.gutter) + apart;
  const used = count * (size.w + grid.gutter) + apart,
    left = Math.max(0, Math.floor((W - used) / 2));
  grid.left = left;
  grid.x = chain.columns.map(
    (c, i) => left + grid.gutter / 2 + i * (size.w + grid.gutter) + (support > 0 && i >= support ? apart : 0),
  );
};

// How many tracks each band between rows needs.
L.bandTracks = name => {
  const found = new Map();
  for (const edge of L.of.edges.get(name)) {
    for (const [, y] of edge.route ? edge.route.points : []) {
      if (y[0] === "b") found.set(y[1], Math.max(found.get(y[1]) || 0, y[3]));
    }
  }
  return found;
};

L.gridRows = (boxes, count, grid, H) => {
  const { size, most, tracks } = grid;
  const own = Array.from({ length: count }, () => size.h);
  for (const box of boxes) {
    const chips = L.hasChips(box.node) ? Math.min(most, box.node.targets.length) * size.chip + 4 : 0;
    own[box.node.row] = Math.max(own[box.node.row], box.h + chips);
  }
  const band = i => {
    const wires = tracks.get(i) || 0;
    return wires ? wires * 7 + 12 : i === 0 ? 2 : size.band;
  };
  const bands = Array.from({ length: count + 1 }, (_, i) => band(i));
  const sum = list => list.reduce((a, b) => a + b, 0);
  const need = size.head + sum(own) + sum(bands);
  const even = own.map(() => Math.max(...own));
  const heights = size.head + sum(even) + sum(bands) <= H ? even : own;
  const spare = Math.max(0, H - size.head - sum(heights) - sum(bands));
  const more = count ? Math.min(size.loosest * (count < 4 ? 1.7 : 1), spare / (count + 0.5)) : 0;
  const slack = (spare - more * count) * 0.42;
  const like =
    grid.like && grid.like.top.length >= count && !L.uneven(grid.like, own, size) ? grid.like.top : null;
  const rows = { top: [], bandTop: [], band: [], need };
  let y = size.head + slack;
  for (let i = 0; i <= count; i += 1) {
    rows.bandTop.push(y);
    rows.band.push(bands[i] + (i > 0 && i < count ? more : 0));
    y += rows.band[i];
    if (i < count) {
      rows.top.push(Math.round(like ? like[i] : y));
      y += heights[i];
    }
  }
  return rows;
};

// Whether a lane's boxes would not fit the rows of another lane.
L.uneven = (like, own, size) =>
  own.some((height, i) => i + 1 < like.top.length && like.top[i + 1] - like.top[i] < height + size.band - 4);

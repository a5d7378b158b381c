// The scene: what is on the canvas now. The network holds the nodes and moves the view; the boxes are drawn by
// us around its own drawing, since it leaves out what it has not measured.
L.mount = document.getElementById("network");
L.vis = { nodes: new vis.DataSet(), edges: new vis.DataSet() };

L.chainScene = (name, W, H) => {
  const grid = L.grid(L.chain.get(name), W, H),
    { size } = grid;
  const scene = {
    kind: "chain",
    grid,
    size,
    width: grid.width,
    height: grid.height,
    boxes: grid.boxes,
    chips: new Map(),
  };
  for (const box of grid.boxes) scene.chips.set(box.node.id, L.chipsOf(box, size, grid.most));
  scene.wires = L.wiresOf(grid);
  scene.lanes = L.chain.get(name).lanes.map(lane => ({
    ...lane,
    x: grid.x[lane.from] - grid.gutter / 2 + 3,
    w: grid.x[lane.to] - grid.x[lane.from] + size.w + grid.gutter - 6,
  }));
  return scene;
};

// A box seen through: drawn apart first, so that its text fades with its ground.
L.apart = document.createElement("canvas");
L.drawThrough = (ctx, box, how, alpha) => {
  if (alpha === 1) {
    L.drawNode(ctx, box, how);
    return;
  }
  if (ctx.group) {
    ctx.group(alpha, () => L.drawNode(ctx, box, how));
    return;
  }
  const scale = ctx.getTransform().a,
    [left, top, w, h] = [box.x - 16, box.y - 20, box.w + 48, box.h + 90];
  L.apart.width = Math.ceil(w * scale);
  L.apart.height = Math.ceil(h * scale);
  const own = L.apart.getContext("2d");
  own.scale(scale, scale);
  own.translate(-left, -top);
  L.drawNode(own, box, how);
  ctx.save();
  ctx.globalAlpha = alpha;
  ctx.drawImage(L.apart, left, top, L.apart.width / scale, L.apart.height / scale);
  ctx.restore();
};

L.drawNode = (ctx, box, how) => {
  if (L.scene.kind === "county") return L.drawTile(ctx, box, how);
  if (how.far) return L.drawFar(ctx, box, how);
  L.drawBox(ctx, box, L.scene.size, how);
  return L.drawChips(ctx, L.scene.chips.get(box.node.id), L.scene.size, how);
};

L.how = () => {
  const scale = L.network ? L.network.getScale() : 1;
  return { view: L.state.view, scale, far: L.scene.kind === "chain" && scale < 0.8 };
};

// On a screen much larger than a desk's everything is drawn larger, and laid out for the space that leaves.
L.k = 1;
L.enlarge = () => {
  const wide = Math.min(window.innerWidth / 1920, window.innerHeight / 1000);
  L.k = wide > 1.2 ? Math.round(Math.min(2.5, wide) * 20) / 20 : 1;
  document.documentElement.style.setProperty("--k", String(L.k));
};

L.sceneFor = (W, H) => {
  const scene = L.state.chain ? L.chainScene(L.state.chain, W, H) : L.countyScene(W, H);
  scene.box = new Map(scene.boxes.map(box => [box.node.id, box]));
  return scene;
};

L.rebuild = () => {
  L.scene = L.sceneFor(L.mount.clientWidth / L.k, L.mount.clientHeight / L.k);
  L.vis.nodes.clear();
  L.vis.edges.clear();
  L.vis.nodes.add(
    L.scene.boxes.map(box => ({
      id: box.node.id,
      x: box.x + box.w / 2,
      y: box.y + box.h / 2,
      fixed: true,
      hidden: true,
    })),
  );
  if (L.state.chain) {
    L.vis.edges.add(L.of.edges.get(L.state.chain).map(({ from, to }) => ({ from, to })));
  }
};

// At rest the scene is whole if its names can then be read, else at its upper left or the selected box.
L.home = (all = false) => {
  const W = L.mount.clientWidth,
    H = L.mount.clientHeight,
    { width, height } = L.scene;
  const whole = Math.min(L.k, W / width, H / height),
    scale = L.scene.kind === "county" ? L.k : all ? whole : Math.max(whole, L.SMALLEST * L.k);
  const half = [W / scale / 2, H / scale / 2];
  L.lookAt(
    width * scale <= W + 1 ? width / 2 : half[0],
    height * scale <= H + 1 ? Math.max(half[1], height / 2) : half[1],
    scale,
  );
  if (scale > whole && L.state.node) L.reveal(L.state.node);
};

L.lookAt = (x, y, scale) => L.network.moveTo({ position: { x, y }, scale, animation: false });

// Keep part of the scene in sight, and the scale within reason.
L.clamp = () => {
  const W = L.mount.clientWidth,
    H = L.mount.clientHeight,
    { width, height } = L.scene;
  const least = Math.min(L.k, W / width, H / height) * 0.8;
  const scale = Math.min(2.5 * L.k, Math.max(L.scene.kind === "county" ? L.k : least, L.network.getScale()));
  const at = L.network.getViewPosition();
  const bound = (value, view, full) => {
    const half = view / scale / 2,
      slack = view / scale / 3;
    return full * scale <= view + 1
      ? Math.max(full / 2 - slack, Math.min(full / 2 + slack, value))
      : Math.max(half - slack / 4, Math.min(full - half + slack / 4, value));
  };
  const x = bound(at.x, W, width),
    y = bound(at.y, H, height);
  if (Math.abs(x - at.x) > 0.5 || Math.abs(y - at.y) > 0.5 || scale !== L.network.getScale())
    L.lookAt(x, y, scale);
};

L.zoom = factor => {
  const at = L.network.getViewPosition();
  L.lookAt(at.x, at.y, L.network.getScale() * factor);
  L.clamp();
};

// What is under a point of the canvas: a chip, a box, a card.
L.hit = ({ x, y }) => {
  const inside = r => x >= r.x && x <= r.x + r.w && y >= r.y && y <= r.y + r.h;
  if (L.scene.kind === "chain" && L.state.view === "gaps" && !L.how().far) {
    for (const chips of L.scene.chips.values()) {
      for (const chip of chips) {
        if (inside(chip)) return { chip, node: chip.box.node };
        if (chip.rest && inside({ ...chip, x: chip.x + chip.w, w: 34 })) return { fold: true, node: chip.box.node };
      }
    }
  }
  const box = L.scene.boxes.find(inside);
  if (box) return { node: box.node, fold: L.scene.kind === "chain" && L.folded(box, x, y) };
  const card = L.scene.cards && L.scene.cards.find(inside);
  return card ? { card } : null;
};

L.neighbours = id => {
  const near = new Set([id]);
  for (const edge of L.of.edges.get(L.node.get(id).chain)) {
    if (edge.from === id) near.add(edge.to);
    if (edge.to === id) near.add(edge.from);
  }
  return near;
};

// Whether a point of a box is on the line of its enterprises, which unfolds.
L.folded = (box, x, y) =>
  box.node.firms.length > 1 && y > box.y + box.h - L.scene.size.line - L.scene.size.top - 3 && x > box.x + box.w / 2;

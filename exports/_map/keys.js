// Keys: moving from box to box, opening, views, the space bar, help.
// Tab goes through the boxes column by column and then on; arrows go to the nearest box that way.
L.step = (key, back) => {
  const boxes = L.scene.boxes,
    at = boxes.findIndex(box => box.node.id === L.state.node);
  if (key === "Tab") {
    const order = [...boxes].sort((a, b) => a.x - b.x || a.y - b.y),
      i = order.findIndex(box => box.node.id === L.state.node);
    return order[i < 0 ? 0 : i + (back ? -1 : 1)] || null;
  }
  if (at < 0) return boxes[0] || null;
  const here = boxes[at],
    [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const ahead = boxes
    .map(box => ({
      box,
      along: (box.x - here.x) * dx + (box.y - here.y) * dy,
      off: Math.abs((box.x - here.x) * dy) + Math.abs((box.y - here.y) * dx),
    }))
    .filter(r => r.along > 1);
  ahead.sort((a, b) => a.along + 2 * a.off - b.along - 2 * b.off);
  return ahead.length ? ahead[0].box : here;
};

L.mapKeys = {
  Enter: () => {
    const node = L.node.get(L.state.node);
    if (!node) return;
    if (L.scene.kind === "chain") L.unfold(node.id);
    else L.go({ chain: node.chain, node: node.id, panel: true });
  },
  "+": () => L.zoom(1.25),
  "=": () => L.zoom(1.25),
  "-": () => L.zoom(0.8),
  0: () => L.home(),
};

// Keys that hold everywhere but in a field.
L.pageKeys = {
  "/": () => document.getElementById("search").focus(),
  "?": () => L.help.showModal(),
  1: () => L.go({ view: "now" }),
  2: () => L.go({ view: "gaps" }),
  3: () => L.go({ view: "future" }),
  4: () => document.getElementById("compare").click(),
  p: () => L.pickPath(),
};

L.moveKey = event => {
  const box = L.step(event.key, event.shiftKey);
  if (!box) return;
  event.preventDefault();
  if (L.scene.kind === "chain") L.go({ node: box.node.id, firm: null, to: null });
  else {
    L.state.node = box.node.id;
    L.hover({ node: box.node });
  }
};

L.escape = () => {
  if (L.help.open) L.help.close();
  else if (L.anyMenu()) L.closeMenus();
  else if (L.state.picking) L.pickPath(false);
  else if (L.state.open) L.go({ open: false });
  else if (L.state.firm) L.go({ firm: null });
  else if (L.state.to) L.go({ to: null });
  else if (L.state.curtain !== null) L.go({ curtain: null });
  else if (L.state.panel) L.go({ panel: false });
};

L.startKeys = () => {
  L.help = document.getElementById("help");
  document.getElementById("how").addEventListener("click", () => L.help.showModal());
  L.help.querySelector("button").addEventListener("click", () => L.help.close());
  L.mount.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab" || event.key.startsWith("Arrow")) L.moveKey(event);
    else if (L.mapKeys[event.key]) L.mapKeys[event.key]();
  });
  document.addEventListener("keydown", event => {
    const at = document.activeElement,
      typing = /^(INPUT|TEXTAREA)$/.test(at.tagName) && at.type !== "checkbox";
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") L.escape();
    else if (typing || L.help.open) return;
    else if (event.key === " " && [document.body, L.mount, L.curtain].includes(at)) {
      event.preventDefault();
      L.peek(true);
    } else if (L.pageKeys[event.key]) {
      event.preventDefault();
      L.pageKeys[event.key]();
    }
  });
  document.addEventListener("keyup", event => event.key === " " && L.peek(false));
  window.addEventListener("blur", () => L.peek(false));
  L.mount.addEventListener("focus", () => L.network.redraw());
  L.mount.addEventListener("blur", () => L.network.redraw());
};

// 对比: 现状 left of a line that can be moved, 远景 right of it; a key held down shows the other view.
L.curtain = document.getElementById("curtain");

// Draw once, or 现状 and 远景 side by side.
L.sides = (ctx, how, draw) => {
  const { curtain } = L.state;
  if (curtain === null || L.peeking) return draw(how);
  const onPage = how.top !== undefined;
  const x = onPage ? how.left + (L.mount.clientWidth * curtain) / how.scale : L.scene.width * curtain;
  for (const [view, left, right] of [
    ["now", -1e5, x],
    ["future", x, 1e5],
  ]) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, -1e5, right - left, 2e5);
    ctx.clip();
    draw({ ...how, view });
    ctx.restore();
  }
  return undefined;
};

L.showCurtain = () => {
  const { curtain } = L.state;
  L.curtain.hidden = curtain === null;
  if (curtain === null) return;
  L.curtain.style.left = `${curtain * 100}%`;
  L.curtain.setAttribute("aria-valuenow", String(Math.round(curtain * 100)));
};

L.moveCurtain = share => {
  L.state.curtain = Math.max(0.02, Math.min(0.98, share));
  L.showCurtain();
  L.network.redraw();
};

L.startCurtain = () => {
  const settle = () => {
    if (!L.here()) history.replaceState(null, "", L.address());
  };
  document
    .getElementById("compare")
    .addEventListener("click", () =>
      L.go(L.state.curtain === null ? { view: "future", curtain: 0.5, open: false } : { curtain: null }),
    );
  L.curtain.addEventListener("pointerdown", event => {
    L.curtain.setPointerCapture(event.pointerId);
    event.preventDefault();
    L.curtain.focus();
  });
  L.curtain.addEventListener("pointermove", event => {
    if (!L.curtain.hasPointerCapture(event.pointerId)) return;
    const place = L.mount.getBoundingClientRect();
    L.moveCurtain((event.clientX - place.left) / place.width);
  });
  L.curtain.addEventListener("pointerup", settle);
  L.curtain.addEventListener("keydown", event => {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, Home: -1, End: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    L.moveCurtain(L.state.curtain + step);
    settle();
  });
};

// The space bar held down: 现状, or 远景 where 现状 is shown; let go, and the view is back.
L.peek = on => {
  if (Boolean(L.peeking) === on) return;
  if (on) {
    L.peeking = { view: L.state.view };
    L.state.view = L.state.view === "now" ? "future" : "now";
  } else {
    L.state.view = L.peeking.view;
    L.peeking = null;
  }
  L.curtain.hidden = on || L.state.curtain === null;
  L.showBar();
  L.showFigures();
  L.network.redraw();
};

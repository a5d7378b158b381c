// Marks of what changed since the earlier build: a tab with a word at a box, a sign where there is no room.
L.markOf = thing => thing.marks.find(m => m.what === "gap") || thing.marks[0] || null;

// New: full square; gone: empty one; risen and fallen: triangles; so it holds without colour.
L.changeSign = (ctx, x, y, size, change) => {
  const color = L.color[L.changes[change].color],
    half = size / 2;
  ctx.beginPath();
  if (change === "risen" || change === "fallen") {
    const [base, tip] = change === "risen" ? [y + size, y] : [y, y + size];
    ctx.moveTo(x, base);
    ctx.lineTo(x + half, tip);
    ctx.lineTo(x + size, base);
    ctx.closePath();
  } else ctx.rect(x, y, size, size);
  ctx.fillStyle = change === "gone" ? L.color.card : color;
  ctx.fill();
  L.border(ctx, color, 1.2);
};

L.drawChange = (ctx, box, size) => {
  const mark = L.markOf(box.node);
  if (!mark) return;
  const { word, color } = L.changes[mark.change],
    font = size.pill,
    wide = font * 2 + 20,
    high = font + 6,
    [x, y] = [box.x + 20, box.y - high * 0.62];
  L.path.round(ctx, x, y, wide, high, 3);
  ctx.fillStyle = mark.change === "gone" ? L.color.card : L.color[color];
  ctx.fill();
  L.border(ctx, L.color[color], 1.2);
  const ink = mark.change === "gone" ? L.color.text : "#FFF";
  L.text(ctx, `${{ new: "＋", gone: "－", risen: "▲", fallen: "▼" }[mark.change]}${word}`, x + wide / 2, y + 3, {
    size: font,
    bold: true,
    color: ink,
    align: "center",
    max: wide - 4,
  });
};

// Text on the canvas: measured, wrapped, cut to fit.
L.style = (size, bold) => `${bold ? "700" : "400"} ${size}px ${L.font}`;

// Draw one line; x is the left, right or middle, y the top of the characters; cut with … at max.
L.text = (ctx, text, x, y, how) => {
  ctx.font = L.style(how.size, how.bold);
  ctx.fillStyle = how.color || L.color.ink;
  ctx.textAlign = how.align || "left";
  ctx.textBaseline = "alphabetic";
  const line = how.max ? L.fit(ctx, text, how.max) : text;
  ctx.fillText(line, x, y + how.size * 0.88);
  return ctx.measureText(line).width;
};

L.fit = (ctx, whole, max) => {
  const text = whole.length > 200 ? `${whole.slice(0, 200)}…` : whole;
  if (ctx.measureText(text).width <= max) return text;
  let low = 0,
    high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ctx.measureText(`${text.slice(0, middle)}…`).width <= max) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
};

L.ruler = document.createElement("canvas").getContext("2d");
L.measure = (text, size, bold) => {
  L.ruler.font = L.style(size, bold);
  return L.ruler.measureText(text).width;
};

// A name on at most two lines; Latin words stay whole where they can.
L.wrap = (text, size, bold, max, lines = 2) => {
  L.ruler.font = L.style(size, bold);
  const parts = text.slice(0, 200).match(/[A-Za-z0-9.+-]+|[\s\S]/gu) || [""];
  const found = [];
  let line = "";
  for (const part of parts) {
    if (line && L.ruler.measureText(line + part).width > max) {
      found.push(line);
      line = part;
    } else line += part;
  }
  found.push(line);
  if (found.length > lines) {
    const rest = found.slice(lines - 1).join("");
    found.length = lines - 1;
    found.push(rest);
  }
  if (found.length === 2 && [...found[1]].length === 1 && [...found[0]].length > 3) {
    const half = parts.findIndex((_, i) => parts.slice(0, i).join("").length >= found.join("").length / 2);
    const even = [parts.slice(0, half).join(""), parts.slice(half).join("")];
    if (half > 0 && even.every(part => L.ruler.measureText(part).width <= max)) return even;
  }
  return found.map(part => L.fit(L.ruler, part, max));
};

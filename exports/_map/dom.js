// Building the page: elements from names and texts, never from markup.
L.h = (tag, props = {}, ...children) => {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
};

L.fill = (element, ...children) =>
  element.replaceChildren(...children.flat(3).filter(c => c !== null && c !== undefined && c !== false));

// A small canvas, sharp on every screen; draw gets a context in CSS pixels.
L.sketch = (w, h, draw, name = "canvas") => {
  const canvas = L.h(name, { "aria-hidden": "true" }),
    scale = Math.max(2, window.devicePixelRatio || 1);
  canvas.width = Math.ceil(w * scale);
  canvas.height = Math.ceil(h * scale);
  canvas.style.width = `${w}px`;
  canvas.style.height = `${h}px`;
  const ctx = canvas.getContext("2d");
  ctx.scale(scale, scale);
  draw(ctx);
  return canvas;
};

// A menu that opens under its button; only one is open.
L.menus = [];
L.menu = (button, list, fill) => {
  const open = on => {
    if (on) for (const other of L.menus) other(false);
    if (on) fill(list);
    list.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
  };
  L.menus.push(open);
  button.addEventListener("click", event => {
    event.stopPropagation();
    open(list.hidden);
  });
  list.addEventListener("click", event => event.stopPropagation());
  list.addEventListener("keydown", event => {
    const items = [...list.querySelectorAll("button:not(:disabled), input")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !items.length) return;
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  });
  return open;
};
L.anyMenu = () => [...document.querySelectorAll(".menu")].some(menu => !menu.hidden);
L.closeMenus = () => L.menus.forEach(open => open(false));
document.addEventListener("click", () => L.closeMenus());

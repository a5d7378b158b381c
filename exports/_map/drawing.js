// The same strokes as on a canvas, written down as SVG: only what the map's own painting uses.
L.xml = text =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "�")
    .replace(/[&<>"]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

L.Drawing = class {
  constructor(w, h) {
    Object.assign(this, { w, h, out: [], path: [], at: [0, 0], clips: 0, stack: [], dash: [] });
    Object.assign(this, { fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, lineCap: "butt", lineJoin: "miter" });
    Object.assign(this, { globalAlpha: 1, font: "", textAlign: "left", textBaseline: "alphabetic", groups: 0 });
  }

  number(value) {
    return String(Math.round(value * 100) / 100);
  }

  // The state of a context; groups opened since are closed again.
  save() {
    const { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, globalAlpha, font, textAlign, dash, groups } = this;
    this.stack.push({ fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, globalAlpha, font, textAlign, dash, groups });
    this.groups = 0;
  }

  restore() {
    this.out.push("</g>".repeat(this.groups));
    Object.assign(this, this.stack.pop());
  }

  open(attribute) {
    this.out.push(`<g ${attribute}>`);
    this.groups += 1;
  }

  group(alpha, draw) {
    this.save();
    this.open(`opacity="${alpha}"`);
    draw();
    this.restore();
  }

  translate(x, y) {
    this.open(`transform="translate(${this.number(x)} ${this.number(y)})"`);
  }

  rotate(angle) {
    this.open(`transform="rotate(${this.number((angle * 180) / Math.PI)})"`);
  }

  clip() {
    this.clips += 1;
    this.out.push(`<clipPath id="c${this.clips}"><path d="${this.path.join("")}"/></clipPath>`);
    this.open(`clip-path="url(#c${this.clips})"`);
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  // Paths.
  beginPath() {
    this.path = [];
  }

  add(letter, ...values) {
    this.path.push(letter + values.map(v => this.number(v)).join(" "));
    this.at = values.slice(-2);
  }

  moveTo(x, y) {
    this.add("M", x, y);
  }

  lineTo(x, y) {
    this.add(this.path.length ? "L" : "M", x, y);
  }

  bezierCurveTo(...values) {
    this.add("C", ...values);
  }

  quadraticCurveTo(...values) {
    this.add("Q", ...values);
  }

  closePath() {
    this.path.push("Z");
  }

  rect(x, y, w, h) {
    this.path.push(`M${[x, y].map(v => this.number(v)).join(" ")}h${this.number(w)}v${this.number(h)}h${this.number(-w)}Z`);
  }

  // Only whole circles are drawn with it.
  arc(x, y, r) {
    this.add("M", x - r, y);
    this.path.push(`a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`);
  }

  arcTo(x1, y1, x2, y2, r) {
    const unit = (x, y) => {
      const long = Math.hypot(x - x1, y - y1) || 1;
      return [(x - x1) / long, (y - y1) / long];
    };
    const a = unit(...this.at),
      b = unit(x2, y2),
      angle = Math.acos(Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1])));
    if (r <= 0 || angle > 3.13 || angle < 0.01) {
      this.lineTo(x1, y1);
      return;
    }
    const far = r / Math.tan(angle / 2),
      turn = a[0] * b[1] - a[1] * b[0] < 0 ? 1 : 0;
    this.lineTo(x1 + a[0] * far, y1 + a[1] * far);
    this.path.push(`A${this.number(r)} ${this.number(r)} 0 0 ${turn} `);
    this.at = [x1 + b[0] * far, y1 + b[1] * far];
    this.path.push(this.at.map(v => this.number(v)).join(" "));
  }

  // Marks on the paper.
  put(element) {
    this.out.push(this.globalAlpha < 1 ? element.replace("/>", ` opacity="${this.number(this.globalAlpha)}"/>`) : element);
  }

  fill() {
    this.put(`<path d="${this.path.join("")}" fill="${this.fillStyle}"/>`);
  }

  stroke() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    this.put(
      `<path d="${this.path.join("")}" fill="none" stroke="${this.strokeStyle}" stroke-width="${this.number(this.lineWidth)}" stroke-linecap="${this.lineCap}" stroke-linejoin="${this.lineJoin}"${dash}/>`,
    );
  }

  fillRect(x, y, w, h) {
    this.beginPath();
    this.rect(x, y, w, h);
    this.fill();
  }

  strokeRect(x, y, w, h) {
    this.beginPath();
    this.rect(x, y, w, h);
    this.stroke();
  }

  measureText(text) {
    L.ruler.font = this.font;
    return L.ruler.measureText(text);
  }

  fillText(text, x, y) {
    const [, weight, size] = this.font.match(/^(\d+) ([\d.]+)px/),
      anchor = { left: "start", right: "end", center: "middle" }[this.textAlign];
    this.out.push(
      `<text x="${this.number(x)}" y="${this.number(y)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${this.fillStyle}"${this.globalAlpha < 1 ? ` opacity="${this.number(this.globalAlpha)}"` : ""}>${L.xml(text)}</text>`,
    );
  }

  text() {
    const [w, h] = [Math.ceil(this.w), Math.ceil(this.h)];
    return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" font-family="${L.xml(L.font.replace(/"/g, "'"))}">${this.out.join("")}</svg>\n`;
  }
};

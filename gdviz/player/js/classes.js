// Classes of points: a colour and a shape each. The colours differ for every kind of colour vision and from the competitors'.

const SHAPES = ['circle', 'triangle', 'square', 'diamond', 'cross', 'down'];
const ON_LIGHT = ['#2a3f8f', '#ef8a00', '#f5b3d3', '#5a6470', '#3fb8a6', '#8c2f39'];
const ON_DARK = ['#6f8dff', '#ff9f1c', '#ffc4de', '#6b8592', '#2bd0b0', '#e0564f'];

export const classColor = (i, theme) => (theme.dark ? ON_DARK : ON_LIGHT)[i % ON_LIGHT.length];

/** The outline of class i's mark around (x, y) with radius r, as the context's path. */
export function classPath(context, i, x, y, r) {
  const shape = SHAPES[(i + Math.floor(i / SHAPES.length)) % SHAPES.length], corners = (...points) => {
    points.forEach(([u, v], n) => (n ? context.lineTo(x + u * r, y + v * r) : context.moveTo(x + u * r, y + v * r)));
    context.closePath();
  };
  context.beginPath();
  if (shape === 'circle') context.arc(x, y, r, 0, 2 * Math.PI);
  if (shape === 'triangle') corners([0, -1.25], [1.12, 0.8], [-1.12, 0.8]);
  if (shape === 'square') corners([-0.92, -0.92], [0.92, -0.92], [0.92, 0.92], [-0.92, 0.92]);
  if (shape === 'diamond') corners([0, -1.3], [1.1, 0], [0, 1.3], [-1.1, 0]);
  if (shape === 'cross') corners([-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4], [0.4, 1.2], [-0.4, 1.2],
    [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4]);
  if (shape === 'down') corners([0, 1.25], [1.12, -0.8], [-1.12, -0.8]);
}

/** The marks of all classes with their names, for a legend. */
export function classLegend(names, theme) {
  return names.map((name, i) => {
    const item = document.createElement('span'), canvas = document.createElement('canvas'), context = canvas.getContext('2d');
    canvas.width = canvas.height = 32;
    context.scale(2, 2);
    classPath(context, i, 8, 8, 4.6);
    context.fillStyle = classColor(i, theme);
    context.strokeStyle = theme.text;
    context.fill();
    context.stroke();
    item.className = 'gd-class';
    item.append(canvas, name);
    return item;
  });
}

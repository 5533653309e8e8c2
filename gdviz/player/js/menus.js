// The menus of the panels: scales of the contours and of the height, the axes' units, what the curves show.

const STORE = 'gdviz.axes.';

/** Equal or free axes as this reader chose them last for a kind of scene, or null. Some pages have no storage. */
export function keptAxes(kind) {
  try { return window.localStorage.getItem(STORE + kind); } catch { return null; }
}

function keepAxes(kind, value) {
  try { window.localStorage.setItem(STORE + kind, value); } catch { /* a page without storage: kept until it is left */ }
}

/** Tie the menus to the player: each choice is kept by the panel that it is of. */
export function bindMenus(player) {
  const { parts, curve } = player, on = (name, act) => parts[name].addEventListener('change', () => act(parts[name].value));
  on('levels', (value) => { player.levels = value; player.drawSurfaces(); });
  on('axes', (value) => { player.axes = value; keepAxes(player.kind, value); player.drawSurfaces(); });
  on('height', (value) => { player.zscale = value; player.drawSurfaces(); });
  const choose = (option) => { curve.choose(option); player.requestPaint(); };
  on('metric', (metric) => choose({ metric }));
  on('over', (over) => choose({ over }));
  on('yscale', (value) => choose({ log: value === 'log' }));
}

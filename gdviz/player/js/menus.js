// The menus of the panels: scales of the contours and of the height, what the curves show.

/** Tie the menus to the player: each choice is kept by the panel that it is of. */
export function bindMenus(player) {
  const { parts, curve } = player, on = (name, act) => parts[name].addEventListener('change', () => act(parts[name].value));
  on('levels', (value) => { player.levels = value; player.drawSurfaces(); });
  on('height', (value) => { player.zscale = value; player.drawSurfaces(); });
  const choose = (option) => { curve.choose(option); player.requestPaint(); };
  on('metric', (metric) => choose({ metric }));
  on('over', (over) => choose({ over }));
  on('yscale', (value) => choose({ log: value === 'log' }));
}

// The keyboard: while the player has the focus, and the space bar wherever it has nothing else to do.

const OWN_SPACE = 'a[role], button, select, summary, textarea, input:not([type=range]), [contenteditable], [tabindex] canvas, canvas[tabindex], iframe, '
  + ['button', 'checkbox', 'radio', 'switch', 'tab', 'option', 'combobox', 'listbox', 'menuitem', 'textbox', 'grid', 'dialog']
    .map((role) => `[role=${role}]`).join(', ');
let latest = null; // of several players on a page, the one that the space bar plays: the last that was touched

/** Bind the player's keys to `root` and the space bar to the page; returns a function that unbinds them. */
export function bindKeys(root, player) {
  const acts = {
    ' ': (event) => { if (!event.repeat) player.clock.toggle(); },
    ArrowLeft: (event) => player.step(event.shiftKey ? -10 : -1),
    ArrowRight: (event) => player.step(event.shiftKey ? 10 : 1),
    Home: () => player.seek(0),
    End: () => player.seek(player.clock.steps),
    f: () => player.transport.toggleFull(),
    l: () => player.transport.toggleLoop(),
  };
  const pressed = (event) => {
    const { target, key } = event, act = acts[key.length === 1 ? key.toLowerCase() : key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || target.tagName === 'SELECT') return;
    if (key === ' ' && target.matches(OWN_SPACE)) return; // a focused button is pressed by the space bar
    event.preventDefault();
    event.stopPropagation();
    act(event);
  };
  const anywhere = (event) => {
    const { target } = event, players = [...document.querySelectorAll('.gdviz')];
    if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (root.contains(target) || !root.getClientRects().length) return;
    // a control that the keyboard went to is pressed by the space bar; one that was clicked only happens to have the focus
    if (target !== document.body && target.closest?.(OWN_SPACE) && target.matches(':focus-visible')) return;
    if (root !== (players.includes(latest) ? latest : players[0])) return;
    event.preventDefault();
    event.stopPropagation();
    acts[' '](event);
  };
  const taken = (event) => {
    latest = root;
    if (!event.target.closest('button, select, input, option, summary')) root.focus({ preventScroll: true });
  };
  root.addEventListener('keydown', pressed);
  root.addEventListener('pointerdown', taken, true);
  document.addEventListener('keydown', anywhere, true); // before the control that has the focus hears of it
  return () => {
    root.removeEventListener('keydown', pressed);
    root.removeEventListener('pointerdown', taken, true);
    document.removeEventListener('keydown', anywhere, true);
  };
}

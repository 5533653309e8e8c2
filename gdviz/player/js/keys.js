// The keyboard, while the player has the focus.

/** Bind the player's keys to `root`; returns a function that unbinds them. */
export function bindKeys(root, player) {
  const acts = {
    ' ': () => player.clock.toggle(),
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
    if (key === ' ' && target.tagName === 'BUTTON') return; // a focused button is pressed by the space bar
    event.preventDefault();
    event.stopPropagation();
    act(event);
  };
  const taken = (event) => {
    if (!event.target.closest('button, select, input, option')) root.focus({ preventScroll: true });
  };
  root.addEventListener('keydown', pressed);
  root.addEventListener('pointerdown', taken, true);
  return () => {
    root.removeEventListener('keydown', pressed);
    root.removeEventListener('pointerdown', taken, true);
  };
}

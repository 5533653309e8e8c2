// Cards arrive as one text. A plain click on a card's link opens it in the running app: the address changes
// as the browser's own Back and Forward change it, and Streamlit follows. Any other click (new tab, copy)
// finds an ordinary link.

/** @type {WeakMap<HTMLElement, string>} */
const shown = new WeakMap();

/**
 * Show the cards.
 *
 * @param {{parentElement: HTMLElement, data: string}} component from Streamlit; data: the HTML of the cards
 */
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector('.gd-gallery');
  if (!(root instanceof HTMLElement)) return;
  if (shown.get(root) !== data) {
    shown.set(root, data);
    root.innerHTML = data;
  }
  root.onclick = (event) => {
    const link = event.target instanceof Element && event.target.closest('a.gd-open');
    const modified = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!(link instanceof HTMLAnchorElement) || modified) return;
    event.preventDefault();
    History.prototype.pushState.call(history, null, '', link.href); // a step of its own (ui/web/leave.js)
    dispatchEvent(new PopStateEvent('popstate'));
  };
}

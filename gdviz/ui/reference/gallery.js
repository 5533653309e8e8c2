// Cards arrive as one text. A plain click on a card's link opens it in the running app: the address changes as the browser's
// own Back and Forward change it, and Streamlit follows. Any other click (new tab, copy) finds an ordinary link.
const shown = new WeakMap();

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector('.gd-gallery');
  if (shown.get(root) !== data) {
    shown.set(root, data);
    root.innerHTML = data;
  }
  root.onclick = (event) => {
    const link = event.target.closest('a.gd-open');
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, '', link.href);
    dispatchEvent(new PopStateEvent('popstate'));
  };
}

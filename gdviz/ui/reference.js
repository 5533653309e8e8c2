// Cards arrive as one text; a plain click on a card's link opens it inside the running app.
const shown = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.gd-gallery');
  if (shown.get(root) !== data) {
    shown.set(root, data);
    root.innerHTML = data;
  }
  root.onclick = (event) => {
    const link = event.target.closest('a.gd-open');
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue('open', new URL(link.href).search.slice(1));
  };
}

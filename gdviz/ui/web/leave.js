// A tap on a link takes the value out of the field that was typed in; the browser's side of Streamlit then
// asks for the other page first and sends the value after it, for the page that was left. So such a link
// waits until the value is sent.
(() => {
  const page = /** @type {Window & {gdvizLeaving?: boolean}} */ (window);
  if (page.gdvizLeaving) return;
  page.gdvizLeaving = true;
  const pause = 300; // ms; the value is sent within about 50
  let left = -Infinity;
  addEventListener('blur', (event) => {
    if (event.target instanceof Element && event.target.matches('input, textarea')) left = performance.now();
  }, true);
  addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href]');
    const wait = left + pause - performance.now();
    const modified = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!(link instanceof HTMLElement) || wait <= 0 || !event.isTrusted || modified) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => link.click(), wait);
  }, true);
})();

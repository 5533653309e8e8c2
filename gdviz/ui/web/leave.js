// A tap on a link takes the value out of the field that was typed in; the browser's side of Streamlit then
// asks for the other page first and sends the value after it, for the page that was left. So such a link
// waits until the value is sent and answered: a late answer would write its link into the other's address.
(() => {
  /** @typedef {{running: boolean, sent: number}} Arrived */
  const page = /** @type {Window & {gdvizLeaving?: boolean, gdvizArrivals?: Arrived}} */ (window);
  if (page.gdvizLeaving) return;
  page.gdvizLeaving = true;
  const pause = 300; // ms; the value is sent within about 50
  const longest = 2000; // ms; whoever wants to go from a page that computes for long need not wait for it
  let left = -Infinity;
  addEventListener('blur', (event) => {
    if (event.target instanceof Element && event.target.matches('input, textarea')) left = performance.now();
  }, true);
  addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href]');
    const since = () => performance.now() - left;
    const answering = () => page.gdvizArrivals?.running && since() < longest;
    const modified = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!(link instanceof HTMLElement) || !event.isTrusted || modified) return;
    if (since() >= pause && !answering()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const go = () => {
      if (answering()) setTimeout(go, 20);
      else link.click();
    };
    setTimeout(go, Math.max(0, pause - since()));
  }, true);
  // Another page is one step of the history: Streamlit first makes one of the page's link under the address
  // of the page that is left, and then one of its own address. That takes the first one's place. And what the
  // first message of a visit is answered with is the link that was opened, without what could not be used: as
  // a step of its own, Back would lead to the bad one, and that to the good one again.
  const push = history.pushState.bind(history);
  let linked = -1; // how many messages had been sent when a link was written
  history.pushState = (state, title, url) => {
    const sent = page.gdvizArrivals?.sent;
    const moves = new URL(url ?? '', location.href).pathname !== location.pathname;
    if (moves ? sent === linked : sent === 1) history.replaceState(state, title, url);
    else push(state, title, url);
    linked = moves ? -1 : sent ?? -1;
  };
})();

// Streamlit takes no clicks on the marks of a chart while rectangles can be drawn on it: it turns them off
// with Plotly's clickmode. They are turned on again before a press, so that a press without a drag is a click.
// A double click tells Streamlit nothing; it presses the button that leads out of a part of a map.
// Plotly tells of clicks on marks only, and a map may have more cells than there can be marks. So a chart that
// says that it takes clicks anywhere is told of the very place, in the way of a mark that was clicked there.
(() => {
  const STILL = 4; // pixels that a pointer may move in a click
  /** @type {{chart: any, x: number, y: number} | null} */
  let press = null;

  /** @param {any} chart @param {number} x @param {number} y */
  function placeOf(chart, x, y) {
    const { xaxis, yaxis } = chart._fullLayout, box = chart.querySelector('.main-svg').getBoundingClientRect();
    const across = x - box.left - xaxis._offset, down = y - box.top - yaxis._offset;
    const inside = across >= 0 && across <= xaxis._length && down >= 0 && down <= yaxis._length;
    return inside ? { x: xaxis.p2d(across), y: yaxis.p2d(down) } : null;
  }

  const page = /** @type {Window & {gdvizCharts?: boolean}} */ (window);
  if (page.gdvizCharts) return;
  page.gdvizCharts = true;
  addEventListener('pointerdown', (event) => {
    const chart = event.target instanceof Element && event.target.closest('.stPlotlyChart .js-plotly-plot');
    const layout = chart && /** @type {any} */ (chart)._fullLayout;
    if (layout?.dragmode === 'select') layout.clickmode = 'event+select';
    if (layout?.meta?.anywhere) layout.clickmode = 'event'; // else the nearest mark would be picked, too
    press = layout?.meta?.anywhere && event.isPrimary && !event.button
      ? { chart, x: event.clientX, y: event.clientY } : null;
  }, true);
  addEventListener('pointerup', (event) => {
    const begun = press;
    press = null;
    if (!begun || Math.hypot(event.clientX - begun.x, event.clientY - begun.y) > STILL) return;
    const place = placeOf(begun.chart, begun.x, begun.y);
    if (place) begun.chart.emit('plotly_selected', { points: [place], selections: [] });
  }, true);
  addEventListener('mousedown', (event) => {
    if (event.detail !== 2) return; // Plotly covers the chart while it is pressed, so no dblclick comes from it
    const chart = event.target instanceof Element && event.target.closest('.stPlotlyChart');
    const back = chart && chart.closest('.st-key-zoomable')?.querySelector('.st-key-zoom-back button');
    if (back instanceof HTMLButtonElement) back.click();
  }, true);
})();

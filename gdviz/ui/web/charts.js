// Streamlit takes no clicks on the marks of a chart while rectangles can be drawn on it: it turns them off
// with Plotly's clickmode. They are turned on again before a press, so that a press without a drag is a click.
// A double click tells Streamlit nothing; it presses the button that leads out of a part of a map.
(() => {
  const page = /** @type {Window & {gdvizCharts?: boolean}} */ (window);
  if (page.gdvizCharts) return;
  page.gdvizCharts = true;
  addEventListener('pointerdown', (event) => {
    const chart = event.target instanceof Element && event.target.closest('.stPlotlyChart .js-plotly-plot');
    const layout = chart && /** @type {any} */ (chart)._fullLayout;
    if (layout?.dragmode === 'select') layout.clickmode = 'event+select';
  }, true);
  addEventListener('mousedown', (event) => {
    if (event.detail !== 2) return; // Plotly covers the chart while it is pressed, so no dblclick comes from it
    const chart = event.target instanceof Element && event.target.closest('.stPlotlyChart');
    const back = chart && chart.closest('.st-key-zoomable')?.querySelector('.st-key-zoom-back button');
    if (back instanceof HTMLButtonElement) back.click();
  }, true);
})();

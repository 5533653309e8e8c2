// What the page looks like now: read from the style sheet's variables, which follow Streamlit's theme or the system's.

// low loss first; light enough (dark enough) for every path colour to stand out
const LIGHT = ['#fbfaf3', '#e6f0ea', '#c9e0de', '#a9cbd6', '#8bb2ce', '#7596c0', '#677aac'];
const DARK = ['#0c121b', '#11222f', '#163447', '#1c485c', '#285d6c', '#3b7478', '#588d86'];

const even = (colors) => colors.map((c, i) => [i / (colors.length - 1), c]);

function rgb(color) {
  const context = rgb.context ||= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#888';
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

/** The theme under `root`; `key` changes when anything in it does. */
export function readTheme(root) {
  const style = getComputedStyle(root), [r, g, b] = rgb(style.getPropertyValue('--gd-bg').trim());
  // resolved to rgb, because plotly.js does not know color-mix
  const read = (name) => `rgb(${[...rgb(style.getPropertyValue(name).trim())].slice(0, 3).join()})`;
  const dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
  const theme = {
    dark, background: read('--gd-bg'), text: read('--gd-text'), muted: read('--gd-muted'), border: read('--gd-border'),
    font: style.fontFamily,
    ramp: even(dark ? DARK : LIGHT),
    casing: dark ? 'rgba(8,12,18,.75)' : 'rgba(255,255,255,.85)',
    line: dark ? 'rgba(190,215,230,.22)' : 'rgba(30,55,90,.26)',
  };
  theme.key = JSON.stringify(theme);
  return theme;
}

/** Call `changed` when the theme may have changed; returns a function that stops watching. */
export function watchTheme(root, changed) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(changed);
  for (let node = root.parentElement; node; node = node.parentElement) {
    observer.observe(node, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
  }
  observer.observe(document.head, { childList: true });
  system.addEventListener('change', changed);
  return () => { observer.disconnect(); system.removeEventListener('change', changed); };
}

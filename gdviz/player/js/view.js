// The player's elements: one template, and the icons in it.

const icon = (path, fill = true) => `<svg viewBox="0 0 24 24" aria-hidden="true" class="${fill ? 'gd-solid' : 'gd-lines'}">${path}</svg>`;
export const ICONS = {
  play: icon('<path d="M8 5.2v13.6a.8.8 0 0 0 1.2.7l11-6.8a.8.8 0 0 0 0-1.4l-11-6.8A.8.8 0 0 0 8 5.2z"/>'),
  pause: icon('<rect x="6.5" y="5" width="4" height="14" rx="1"/><rect x="13.5" y="5" width="4" height="14" rx="1"/>'),
  first: icon('<rect x="5" y="5.5" width="2.4" height="13" rx="1"/><path d="M19 6.2v11.6a.7.7 0 0 1-1.1.6L9.4 12.6a.7.7 0 0 1 0-1.2l8.5-5.8a.7.7 0 0 1 1.1.6z"/>'),
  last: icon('<rect x="16.6" y="5.5" width="2.4" height="13" rx="1"/><path d="M5 6.2v11.6a.7.7 0 0 0 1.1.6l8.5-5.8a.7.7 0 0 0 0-1.2L6.1 5.600A.7.7 0 0 0 5 6.200z"/>'),
  back: icon('<path d="M14.5 5.5 8 12l6.5 6.5"/>', false),
  forward: icon('<path d="M9.5 5.5 16 12l-6.5 6.5"/>', false),
  loop: icon('<path d="M17 3.5 20 6.500l-3 3"/><path d="M4 11.500v-1a4 4 0 0 1 4-4h12"/><path d="M7 20.5 4 17.500l3-3"/><path d="M20 12.500v1a4 4 0 0 1-4 4H4"/>', false),
  reset: icon('<path d="M4.500 4.500v5.200h5.200"/><path d="M5 9.700a8 8 0 1 1-.8 4.600"/>', false),
  full: icon('<path d="M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4"/>', false),
  copy: icon('<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5.5 15H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v.5"/>', false),
};

const button = (name, label, keys, extra = '') => `<button type="button" class="gd-button ${extra}" data-gd="${name}"
  aria-label="${label}" title="${label}${keys ? ` (${keys})` : ''}">${ICONS[name]}</button>`;
const select = (name, label, options) => `<select class="gd-select" data-gd="${name}" aria-label="${label}" title="${label}">${
  options.map(([value, text]) => `<option value="${value}">${text}</option>`).join('')}</select>`;
const panel = (name, title, label, controls, state = '') => `<section class="gd-panel gd-${name}" aria-label="${label}" ${state}>
  <header><h3>${title}</h3><div class="gd-tools">${controls}</div></header><div class="gd-body" data-gd="${name}"></div></section>`;

const PICTURES = {
  curve: ['Loss curve', 'The loss as a curve with the visited points, the tangent and the step'],
  contour: ['Contours', 'Contours of the loss with the paths'],
};

/** Name the picture for what it is: of one parameter a curve (`flat`), which needs no 3-D panel beside it. */
export function describePicture(parts, flat, listens) {
  const section = parts.contour.closest('section'), [title, label] = PICTURES[flat ? 'curve' : 'contour'];
  section.querySelector('h3').textContent = title;
  section.setAttribute('aria-label', label + (listens ? '; click to set the start' : ''));
  parts.levels.hidden = parts.axes.hidden = parts.surface.closest('section').hidden = flat;
}

export const TEMPLATE = `
<div class="gd-stage">
  ${panel('data', 'Data', 'The data and the models', `<span class="gd-note" data-gd="data-note"></span>
    <button type="button" class="gd-small" data-gd="residuals" title="Show how far each point is from the focused model">Residuals</button>`, 'hidden')}
  ${panel('contour', ...PICTURES.contour,
    select('axes', 'Units of the axes', [['equal', 'equal axes'], ['free', 'free axes']])
    + select('levels', 'Scale of contours and colours', [['log', 'log levels'], ['linear', 'linear levels'], ['quantile', 'quantile levels']]))}
  ${panel('surface', 'Surface', 'The loss as a surface with the paths; drag to turn',
    select('height', 'Scale of the height', [['log', 'log height'], ['linear', 'linear height']]))}
</div>
<div class="gd-deck">
  <div class="gd-transport" role="group" aria-label="Playback">
    <span class="gd-keys">${button('first', 'First step', 'Home')}${button('back', 'Step back', '←')}${
      button('play', 'Play', 'Space', 'gd-primary')}${button('forward', 'Step forward', '→')}${button('last', 'Last step', 'End')}</span>
    <input type="range" class="gd-scrub" data-gd="scrub" min="0" max="0" value="0" step="1" aria-label="Step">
    <output class="gd-count" data-gd="count"></output>
    <span class="gd-keys">${select('speed', 'Speed', [['0.25', '0.25×'], ['0.5', '0.5×'], ['1', '1×'], ['2', '2×'], ['4', '4×'], ['8', '8×'], ['step', '1 step/s']])}${
      button('loop', 'Repeat', 'L')}${button('reset', 'Reset: the scene as it was opened', '')}${button('full', 'Full screen', 'F')}</span>
  </div>
  <div class="gd-legend" data-gd="legend" role="group" aria-label="Competitors: show or hide"></div>
</div>
<div class="gd-lower">
  ${panel('curve', 'Curves', 'Curves over the steps; click or drag to go to a step',
    select('metric', 'Quantity', [['loss', 'loss'], ['gradient', 'gradient norm'], ['rate', 'learning rate'], ['accuracy', 'accuracy']])
    + select('yscale', 'Scale of the curves', [['log', 'log'], ['linear', 'linear']])
    + select('over', 'Horizontal axis', [['steps', 'steps'], ['epochs', 'epochs'], ['evaluations', 'gradient evaluations']]))}
  ${panel('arithmetic', 'Arithmetic', 'The numbers of this step',
    `<select class="gd-select" data-gd="focus" aria-label="Competitor"></select>
     <button type="button" class="gd-small" data-gd="copy-text" title="Copy as text">${ICONS.copy}Text</button>
     <button type="button" class="gd-small" data-gd="copy-latex" title="Copy as LaTeX">${ICONS.copy}LaTeX</button>`)}
</div>
<p class="gd-sr" data-gd="live" aria-live="polite"></p>
<p class="gd-message" data-gd="message" role="alert" hidden></p>`;

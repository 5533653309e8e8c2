// Elements, and what the browser says about the reader and its frames.

/**
 * Make an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, className = '', text = '', attributes = {}) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/**
 * Give an element an attribute, where it has another value: scenes come many times a second, and the page is
 * to do nothing for what stays.
 *
 * @param {Element} node
 * @param {string} name
 * @param {string | null} value null: the element has none
 */
export function put(node, name, value) {
  if (node.getAttribute(name) === value) return;
  if (value === null) node.removeAttribute(name);
  else node.setAttribute(name, value);
}

/**
 * Give an element a text, where it has another.
 *
 * @param {Element} node
 * @param {string} text
 */
export function putText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * @param {Node} node
 * @returns {string} what a node is, besides what is in it
 */
function shellOf(node) {
  const attributes = node instanceof Element ? [...node.attributes] : [];
  return [node.nodeName, ...attributes.map(({ name, value }) => `${name}=${value}`)].join(' ');
}

/**
 * Give a node the content of another one, which is used up. What is alike stays: of a formula with other
 * numbers only these are laid out anew.
 *
 * @param {ParentNode & Node} node
 * @param {ParentNode & Node} like
 */
function takeContent(node, like) {
  const made = [...like.childNodes], there = [...node.childNodes];
  if (made.length !== there.length) {
    node.replaceChildren(...made);
    return;
  }
  there.forEach((child, i) => {
    const next = made[i];
    if (shellOf(child) !== shellOf(next)) child.replaceWith(next);
    else if (child instanceof Element && next instanceof Element) takeContent(child, next);
    else if (child.nodeValue !== next.nodeValue) child.nodeValue = next.nodeValue;
  });
}

/**
 * Give an element what its HTML says as its content.
 *
 * @param {Element} node
 * @param {string} html the project's own: no text of a stranger's that is not escaped
 */
export function putHTML(node, html) {
  const made = document.createElement('template');
  made.innerHTML = html;
  takeContent(node, made.content);
}

/**
 * Make some elements the children of `host`, in their order. Those that stand right are not touched: whoever
 * has the focus or holds a pointer keeps it.
 *
 * @param {Element} host
 * @param {Element[]} nodes
 */
export function arrange(host, nodes) {
  for (const child of [...host.children]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, i) => {
    if (host.children[i] !== node) host.insertBefore(node, host.children[i] ?? null);
  });
}

/**
 * The element inside `root` that a selector finds. Throws Error where there is none: the player made it
 * itself.
 *
 * @template {HTMLElement} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} kind the class that the element is of
 * @returns {T}
 */
export function find(root, selector, kind) {
  const node = root.querySelector(selector);
  if (!(node instanceof kind)) throw new Error(`${selector} is missing in the player`);
  return node;
}

/**
 * Whether an event is meant for a control that lies over a picture, not for the picture.
 *
 * @param {Event} event
 * @returns {boolean}
 */
export const onControl = (event) => event.target instanceof Element
  && event.target.closest('button, select, input, a, summary') !== null;

/**
 * Wait until the next frame has been painted: a task that is posted in a frame's callbacks runs after its
 * painting.
 *
 * @returns {Promise<void>}
 */
const framePainted = () => new Promise((done) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
});

/**
 * Wait until this many frames have been painted.
 *
 * @param {number} count
 */
export async function framesPainted(count) {
  for (let i = 0; i < count; i++) await framePainted();
}

/**
 * Show an option of a menu, or hide it.
 *
 * @param {HTMLSelectElement} select
 * @param {string} value
 * @param {boolean} there
 */
export function offer(select, value, there) {
  for (const option of select.options) if (option.value === value) option.hidden = option.disabled = !there;
}

/** @returns {boolean} whether the reader asked for less motion */
export const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** @returns {number} device pixels of a CSS pixel */
export const pixelRatio = () => window.devicePixelRatio || 1;

/**
 * A pointer takes hold of an element: what it does is heard there, wherever it goes.
 *
 * @param {HTMLElement} node
 * @param {number} pointer
 */
export function holdBy(node, pointer) {
  node.setPointerCapture(pointer);
  put(node, 'data-held', '');
}

/**
 * No pointer holds the element any more.
 *
 * @param {HTMLElement} node
 * @param {number} pointer that held it
 */
export function freeFrom(node, pointer) {
  put(node, 'data-held', null);
  if (node.hasPointerCapture(pointer)) node.releasePointerCapture(pointer);
}

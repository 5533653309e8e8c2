// Just enough of a page for elements that are made and listened to; nothing is laid out.

/** @typedef {Record<string, unknown>} Fields  of an event */

/** An element: attributes, children, listeners; it counts what is written to it. */
export class FakeElement {
  static writes = 0;

  /** @param {string} tag */
  constructor(tag) {
    this.tagName = tag.toUpperCase();
    /** @type {FakeElement[]} */
    this.children = [];
    /** @type {FakeElement | null} */
    this.parent = null;
    /** @type {Map<string, string>} */
    this.attributes = new Map();
    /** @type {Map<string, ((event: Fields) => void)[]>} */
    this.listeners = new Map();
    /** @type {Record<string, string>} */
    this.dataset = {};
    this.text = '';
    this.shown = true;
    this.value = '';
    this.captured = false;
  }

  get textContent() { return this.text; }
  set textContent(text) { FakeElement.writes++; this.text = text; }
  get hidden() { return !this.shown; }
  set hidden(hidden) { FakeElement.writes++; this.shown = !hidden; }
  set className(/** @type {string} */ name) { this.attributes.set('class', name); }

  getAttribute(/** @type {string} */ name) { return this.attributes.get(name) ?? null; }
  setAttribute(/** @type {string} */ name, /** @type {string} */ value) {
    FakeElement.writes++;
    this.attributes.set(name, value);
  }
  hasAttribute(/** @type {string} */ name) { return this.attributes.has(name); }
  toggleAttribute(/** @type {string} */ name, /** @type {boolean} */ on) {
    if (on) this.setAttribute(name, '');
    else this.removeAttribute(name);
  }
  removeAttribute(/** @type {string} */ name) { FakeElement.writes++; this.attributes.delete(name); }

  append(/** @type {FakeElement[]} */ ...nodes) { for (const node of nodes) this.insertBefore(node, null); }
  remove() {
    FakeElement.writes++;
    if (this.parent) this.parent.children = this.parent.children.filter((child) => child !== this);
    this.parent = null;
  }
  insertBefore(/** @type {FakeElement} */ node, /** @type {FakeElement | null} */ before) {
    node.remove();
    const at = before ? this.children.indexOf(before) : this.children.length;
    this.children.splice(at, 0, node);
    node.parent = this;
  }
  /** @returns {FakeElement[]} what is in it, at any depth */
  all() { return this.children.flatMap((child) => [child, ...child.all()]); }
  /** The element in it with that role or class, and that name or text. */
  get(/** @type {string} */ kind, /** @type {string} */ name) {
    const found = this.all().find((node) => [node.getAttribute('role'), node.getAttribute('class')].includes(kind)
      && [node.getAttribute('aria-label'), ...node.all().map((inner) => inner.text), node.text].includes(name));
    if (!found) throw new Error(`no ${kind} with the name ${name}`);
    return found;
  }

  /** @param {string} type @param {(event: Fields) => void} listener @param {{signal?: AbortSignal}} [options] */
  addEventListener(type, listener, { signal } = {}) {
    this.listeners.set(type, [...this.listeners.get(type) ?? [], listener]);
    signal?.addEventListener('abort', () => {
      this.listeners.set(type, (this.listeners.get(type) ?? []).filter((other) => other !== listener));
    });
  }
  /** Let something happen to it; returns whether the browser's own doing was prevented, and the event stopped. */
  happen(/** @type {string} */ type, /** @type {Fields} */ fields = {}) {
    const done = { prevented: false, stopped: false };
    const event = {
      target: this, preventDefault: () => { done.prevented = true; },
      stopPropagation: () => { done.stopped = true; }, ...fields,
    };
    for (const listener of this.listeners.get(type) ?? []) listener(event);
    return done;
  }
  press(/** @type {string} */ key, /** @type {Fields} */ fields = {}) { return this.happen('keydown', { key, ...fields }); }
  pointer(/** @type {string} */ type, /** @type {number} */ clientX, /** @type {Fields} */ fields = {}) {
    return this.happen(`pointer${type}`, { button: 0, pointerId: 1, pointerType: 'mouse', clientX, ...fields });
  }

  focus() {
    const before = fakeDocument.activeElement;
    if (before === this) return;
    fakeDocument.activeElement = this;
    before?.happen('blur');
    this.happen('focus');
  }
  select() { /* nothing is drawn */ }
  getBoundingClientRect() { return { left: 0, width: 114 }; } // a track of 100 pixels from 7 to 107
  setPointerCapture() { this.captured = true; }
  hasPointerCapture() { return this.captured; }
  releasePointerCapture() { this.captured = false; }
}

export const fakeDocument = {
  /** @type {FakeElement | null} */
  activeElement: null,
  createElement: (/** @type {string} */ tag) => new FakeElement(tag),
};
Object.assign(globalThis, { document: fakeDocument, WheelEvent: { DOM_DELTA_PIXEL: 0 } });

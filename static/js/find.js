// Elements of the page with the kind they have. What a page must hold and does not fails by its name.

/** @template {Element} T @typedef {{new (): T, prototype: T, readonly name: string}} Kind */

/**
 * @template {Element} T
 * @param {Element | null} found @param {Kind<T>} kind @param {string} what
 * @returns {T}
 */
const checked = (found, kind, what) => {
  if (found instanceof kind) return found;
  throw new TypeError(found ? `${what} is no ${kind.name}` : `the page has no ${what}`);
};

/**
 * The element with an id, which the page must hold.
 * @template {Element} [T=HTMLElement]
 * @param {string} id @param {Kind<T>} kind
 * @returns {T}
 */
export const byId = (id, kind = htmlKind()) => checked(document.getElementById(id), kind, `#${id}`);

/**
 * The first element that a selector finds, which must be there.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root @param {string} selector @param {Kind<T>} kind
 * @returns {T}
 */
export const first = (root, selector, kind = htmlKind()) => checked(root.querySelector(selector), kind, selector);

/**
 * The first element that a selector finds, or null.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode | null | undefined} root @param {string} selector @param {Kind<T>} kind
 * @returns {T | null}
 */
export const maybe = (root, selector, kind = htmlKind()) => {
  const found = root?.querySelector(selector);
  return found instanceof kind ? found : null;
};

/**
 * All elements of a kind that a selector finds.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root @param {string} selector @param {Kind<T>} kind
 * @returns {T[]}
 */
export const all = (root, selector, kind = htmlKind()) =>
  /** @type {T[]} */ ([...root.querySelectorAll(selector)].filter((one) => one instanceof kind));

/**
 * The innermost element around something that a selector matches, itself included; null if there is none.
 * @template {Element} [T=HTMLElement]
 * @param {EventTarget | null | undefined} from of an event, or an element
 * @param {string} selector @param {Kind<T>} kind
 * @returns {T | null}
 */
export const around = (from, selector, kind = htmlKind()) => {
  const found = from instanceof Element ? from.closest(selector) : null;
  return found instanceof kind ? found : null;
};

/** The kind that is meant where none is given. @template {Element} T @returns {Kind<T>} */
const htmlKind = () => /** @type {Kind<T>} */ (/** @type {unknown} */ (HTMLElement));

// Light, dark or as the system says. Loaded before the first paint, so that nothing flashes.
(() => {
  const KEY = "aie-theme";
  const root = document.documentElement;

  /** @param {string | null} choice */
  const apply = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  };

  /** @returns {string | null} */
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  apply(stored());
  root.classList.add("has-js");

  document.addEventListener("DOMContentLoaded", () => {
    const choice = stored() ?? "system";
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-theme-choice]"))) {
      input.checked = input.value === choice;
      input.addEventListener("change", () => {
        try {
          localStorage.setItem(KEY, input.value);
        } catch {
          // Private windows forget the choice; it still holds for this page.
        }
        apply(input.value);
      });
    }
  });
  window.addEventListener("storage", (event) => {
    if (event.key === KEY) apply(event.newValue);
  });
})();

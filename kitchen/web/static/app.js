// What pages do better with JavaScript; every one of them works without it.
"use strict";

const root = document.documentElement;
const YEAR_SECONDS = 31536000;

// The theme changes at once; the same form, sent without JavaScript, reloads the page.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name='theme']");
  if (!button) return;
  event.preventDefault();
  const theme = button.value;
  if (theme === "auto") root.removeAttribute("data-theme");
  else root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
  for (const other of document.querySelectorAll("button[name='theme']")) {
    other.setAttribute("aria-pressed", String(other.value === theme));
  }
});

// A form is sent once: a second press while the answer is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  document.body.classList.add("is-waiting");
});

// Coming back with the browser's button: the form may be sent again.
window.addEventListener("pageshow", () => {
  document.body.classList.remove("is-waiting");
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

// Say that the network is gone, and that it is back.
const offline = document.getElementById("offline");
const sayNetwork = () => {
  if (offline) offline.hidden = navigator.onLine;
};
window.addEventListener("online", sayNetwork);
window.addEventListener("offline", sayNetwork);
sayNetwork();

// On a phone the bar scrolls: bring the present place into view.
const here = document.querySelector(".bar-nav [aria-current]");
if (here && here.parentElement.scrollWidth > here.parentElement.clientWidth) {
  here.parentElement.scrollLeft = here.offsetLeft - 24;
}

// On a phone the rows of a table are cards: each value carries the name of its column.
const nameColumns = () => {
  for (const table of document.querySelectorAll("table.table:not(.table-grid)")) {
    const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
    for (const row of table.tBodies[0]?.rows ?? []) {
      [...row.cells].forEach((cell, index) => {
        if (cell.tagName === "TD" && names[index]) cell.dataset.label = names[index];
        const blank = !cell.textContent.trim() && !cell.querySelector("input, svg, button");
        cell.toggleAttribute("data-blank", blank);
      });
    }
  }
};
nameColumns();
document.addEventListener("htmx:afterSwap", nameColumns);

// A page at work looks again for its news without losing the reader's place:
// <section data-again="2"> asks for the page's own fragment every two seconds until the
// section is gone; <noscript> carries the same as a meta refresh.
const again = async () => {
  const section = document.querySelector("[data-again]");
  if (!section) return;
  const seconds = Math.max(1, Number(section.dataset.again) || 2);
  await new Promise((done) => setTimeout(done, seconds * 1000));
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" } });
    const next = answer.headers.get("HX-Redirect");
    if (next) {
      location.assign(next);
      return;
    }
    if (answer.ok) document.getElementById("main").innerHTML = await answer.text();
  } catch {
    sayNetwork();
  }
  again();
};
again();

// An error swapped in by htmx is brought to the reader, and read aloud.
document.addEventListener("htmx:afterSwap", (event) => {
  const alert = event.target.querySelector("[role='alert']");
  if (!alert) return;
  alert.tabIndex = -1;
  alert.focus();
});

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

// A table that scrolls inside its frame is reached, and scrolled, from the keyboard.
const reachTables = () => {
  for (const frame of document.querySelectorAll(".table-scroll")) {
    if (frame.scrollHeight <= frame.clientHeight && frame.scrollWidth <= frame.clientWidth) continue;
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", document.querySelector("h1")?.textContent.trim() ?? "");
  }
};
reachTables();
document.addEventListener("htmx:afterSwap", reachTables);

// A link or a search that only changes the question asked of the present page (a filter, a week,
// a "why") swaps the main part alone: the reader keeps their place. Without JavaScript it is a link.
const main = document.getElementById("main");
const asksThisPage = (address) => {
  const url = new URL(address, location.href);
  return url.origin === location.origin && url.pathname === location.pathname && url.search;
};
const swapMainOnly = (element, address) => {
  const { hash } = new URL(address, location.href);
  element.setAttribute("hx-get", address);
  element.setAttribute("hx-target", "#main");
  element.setAttribute("hx-push-url", "true");
  element.setAttribute("hx-swap", hash ? `innerHTML show:${hash}:top` : "innerHTML show:none");
};
const enhance = () => {
  for (const link of main.querySelectorAll("a[href]:not([download]):not([target])")) {
    if (asksThisPage(link.href)) swapMainOnly(link, link.href);
  }
  for (const form of main.querySelectorAll("form:not([method='post'])")) {
    if (new URL(form.action).pathname === location.pathname) swapMainOnly(form, location.pathname);
  }
  htmx.process(main);
};
enhance();

// What was swapped in is brought to the reader: an error first, else the part itself.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target !== main) return;
  const alert = main.querySelector(":scope > [role='alert']");
  const reached = alert ?? main;
  reached.tabIndex = -1;
  reached.focus({ preventScroll: !alert });
  enhance();
});

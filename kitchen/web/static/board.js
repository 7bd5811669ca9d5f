// The week's board: drag a dish onto another meal, or press Alt and an arrow on it, to exchange the
// two. The same form, filled on the page, does it without JavaScript.
"use strict";

{
  let dragged = null;

  const exchange = (from, to) => {
    const form = document.getElementById("swap");
    if (!form || !from || !to || from === to) return;
    form.elements.service.value = from.dataset.service;
    form.elements.old.value = from.dataset.recipe;
    form.elements.new.value = to.dataset.recipe;
    form.elements.to.value = to.dataset.service;
    form.requestSubmit();
  };

  // The dish of a cell that most people eat comes first: that one is exchanged.
  const firstOf = (cell) => cell?.querySelector(".dish[draggable]");
  const target = (event) => {
    const cell = event.target.closest(".board .cell[data-component]");
    if (!dragged || !cell || cell.dataset.component !== dragged.dataset.component) return null;
    if (cell.dataset.service === dragged.dataset.service) return null;
    return event.target.closest(".dish[draggable]") ?? firstOf(cell);
  };

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".board .dish[draggable]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.textContent.trim());
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    for (const cell of document.querySelectorAll(".cell.is-target")) cell.classList.remove("is-target");
    dragged = null;
  });
  document.addEventListener("dragover", (event) => {
    const dish = target(event);
    for (const cell of document.querySelectorAll(".cell.is-target")) cell.classList.remove("is-target");
    if (!dish) return;
    event.preventDefault();
    dish.closest(".cell").classList.add("is-target");
  });
  document.addEventListener("drop", (event) => {
    const dish = target(event);
    if (!dish) return;
    event.preventDefault();
    exchange(dragged, dish);
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const dish = event.target.closest?.(".board .dish[draggable]");
    if (!step || !event.altKey || !dish) return;
    event.preventDefault();
    const cells = [...dish.closest(".row").querySelectorAll(".cell[data-component]")];
    const place = cells.findIndex((cell) => cell.dataset.service === dish.dataset.service);
    exchange(dish, firstOf(cells[place + step]));
  });
}

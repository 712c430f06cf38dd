// Comfort only: every page works without it.
"use strict";

const wait = document.querySelector("[data-reload]");
if (wait) setTimeout(() => location.reload(), 1000 * Number(wait.dataset.reload));

const items = document.querySelector(".items");
if (items) {
  let dragged = null;
  const number = () => [...items.children].forEach((item, n) => {
    for (const field of item.querySelectorAll("[name]"))
      field.name = field.name.replace(/-\d+$/, "-" + n);
    for (const button of item.querySelectorAll("button[name=move]"))
      button.value = n + ":" + button.value.split(":")[1];
    const [up, down] = item.querySelectorAll("button[name=move]");
    up.disabled = n === 0;
    down.disabled = n === items.children.length - 1;
  });
  for (const item of items.children) {
    item.draggable = true;
    item.addEventListener("dragstart", event => {
      if (event.target.closest("input, textarea")) { event.preventDefault(); return; }
      dragged = item;
      item.classList.add("dragged");
    });
    item.addEventListener("dragend", () => { item.classList.remove("dragged"); dragged = null; number(); });
    item.addEventListener("dragover", event => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const box = item.getBoundingClientRect();
      item[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
    });
  }
  items.addEventListener("click", event => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    if (button.value.endsWith(":up")) item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    number();
    button.focus();
  });
}

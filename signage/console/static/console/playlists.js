// Comfort of the playlists' pages: pictures while one types, and cells pasted from a table.
"use strict";

const look = document.querySelector("[data-preview]");
const live = document.querySelector("form[data-live]");

async function watch() {
  const key = look && look.dataset.preview;
  if (!key || !("waits" in look.dataset)) return;
  const answer = await fetch(`/xem-truoc/${key}/co`);
  if (!answer.ok || look.dataset.preview !== key) return;
  const said = await answer.json();
  if (!said.done) { setTimeout(watch, 900); return; }
  delete look.dataset.waits;
  if (!said.pictures.length) { const told = document.createElement("p"); told.className = "told error"; told.textContent = said.fault || "–"; look.querySelector(".shots").replaceChildren(told); return; }
  look.querySelector(".shots").replaceChildren(...said.pictures.map(name => {
    const picture = document.createElement("img");
    picture.src = `/xem-truoc/${key}/${name}`;
    picture.alt = "";
    return picture;
  }));
}
watch();

// What is typed is drawn, unsaved: the same form, asked for its preview.
let pause = 0;
async function draw() {
  const body = new FormData(live);
  body.set("do", "preview");
  const answer = await fetch(live.action || location.href, { method: "POST", body });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-preview]");
  if (!fresh || fresh.dataset.preview === look.dataset.preview) return;
  look.dataset.preview = fresh.dataset.preview;
  if ("waits" in fresh.dataset) look.dataset.waits = ""; else delete look.dataset.waits;
  const shots = fresh.querySelector(".shots");
  if (shots.querySelector("img")) look.querySelector(".shots").replaceChildren(...shots.childNodes);
  else look.querySelector(".shots").classList.add("stale");
  watch();
}
if (live && look) live.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(draw, 1200); });
if (look) new MutationObserver(() => { if (!("waits" in look.dataset)) look.querySelector(".shots").classList.remove("stale"); }).observe(look, { attributes: true });

for (const table of document.querySelectorAll("[data-cells]"))
  table.addEventListener("paste", event => {
    const words = event.clipboardData.getData("text/plain");
    const from = event.target.closest("td");
    if (!from || !words.includes("\t")) return;
    event.preventDefault();
    const row = from.parentElement.rowIndex;
    words.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, r) =>
      line.split("\t").forEach((cell, c) => {
        const place = table.rows[row + r]?.cells[from.cellIndex + c]?.firstElementChild;
        if (place) place.value = cell.trim();
      }));
    live?.dispatchEvent(new Event("input"));
  });

// Items are moved by their grip (mouse, pen or finger) and by the buttons; saved by the form.
const items = document.querySelector("ol.items");
if (items) {
  const number = () => [...items.children].forEach((item, n) => {
    for (const field of item.querySelectorAll("[name]"))
      field.name = field.name.replace(/-\d+$/, "-" + n);
    const [up, down] = item.querySelectorAll("button[name=move]");
    if (!up) return;
    up.value = n + ":up";
    down.value = n + ":down";
    up.disabled = n === 0;
    down.disabled = n === items.children.length - 1;
  });
  let held = null;
  items.addEventListener("pointerdown", event => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button) return;
    event.preventDefault();
    held = grip.closest("li");
    held.classList.add("dragged");
    grip.setPointerCapture(event.pointerId);
  });
  items.addEventListener("pointermove", event => {
    if (!held) return;
    if (event.clientY < 60) scrollBy(0, -14);
    if (event.clientY > innerHeight - 60) scrollBy(0, 14);
    const over = [...items.children].find(each => {
      const box = each.getBoundingClientRect();
      return each !== held && event.clientY > box.top && event.clientY < box.bottom;
    });
    if (!over) return;
    const box = over.getBoundingClientRect();
    const below = event.clientY > box.top + box.height / 2;
    if (below && held.nextElementSibling !== over.nextElementSibling) over.after(held);
    if (!below && held !== over.previousElementSibling) over.before(held);
  });
  const drop = () => { if (!held) return; held.classList.remove("dragged"); held = null; number(); dirty(); };
  items.addEventListener("pointerup", drop);
  items.addEventListener("pointercancel", drop);
  items.addEventListener("click", event => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    if (button.value.endsWith(":up")) item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    number();
    dirty();
    item.scrollIntoView({ block: "nearest" });
    (button.disabled ? item.querySelector("button[name=move]:not([disabled])") : button)?.focus();
  });
}

// What is typed is not left behind by a slip of the finger.
const editor = document.querySelector("form.editor");
let changed = false;
function dirty() { changed = true; editor?.classList.add("dirty"); }
if (editor) {
  editor.addEventListener("input", dirty);
  editor.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", event => { if (changed) { event.preventDefault(); event.returnValue = ""; } });
}

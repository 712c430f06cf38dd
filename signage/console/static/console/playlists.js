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

// Comfort only: every page works without it.
"use strict";

const form = document.getElementById("upload");
if (form) {
  const list = document.getElementById("sending");
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");

  const send = file => new Promise(done => {
    const line = document.createElement("li");
    const bar = document.createElement("progress");
    bar.max = 1;
    line.append(file.name, bar);
    list.append(line);
    const body = new FormData(form);
    body.delete("files");
    body.append("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = event => { bar.value = event.loaded / event.total; };
    request.onloadend = () => {
      bar.remove();
      let said = null;
      try { said = JSON.parse(request.responseText).files[0]; } catch { /* told below */ }
      if (said && !said.error) line.remove();
      else {
        line.className = "error";
        line.textContent = file.name + ": " + (said ? said.error : request.status);
      }
      done();
    };
    request.send(body);
  });

  const sendAll = async files => {
    for (const file of files) await send(file);
    form.reset();
    refresh();
  };
  form.addEventListener("submit", event => { event.preventDefault(); sendAll([...input.files]); });
  for (const name of ["dragenter", "dragover"])
    drop.addEventListener(name, event => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", event => {
    event.preventDefault();
    drop.classList.remove("over");
    sendAll([...event.dataTransfer.files]);
  });
}

const underWay = document.getElementById("under-way");
let busy = false;
async function refresh() {
  if (!underWay || document.hidden) return;
  const answer = await fetch(underWay.dataset.refresh, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) return;
  underWay.innerHTML = await answer.text();
  const now = underWay.querySelector(".waiting, .working") !== null;
  if (busy && !now) location.reload();
  busy = now;
}
if (underWay) { busy = underWay.querySelector(".waiting, .working") !== null; setInterval(refresh, 2000); }

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

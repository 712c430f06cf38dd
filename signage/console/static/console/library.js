// Sending files with progress: small ones at once, large ones in pieces that go on where they broke
// off. Without this script the form sends them all the same.
"use strict";

const form = document.getElementById("upload");
const underWay = document.getElementById("under-way");
const MANY = 200; // lines on the page; more files are sent, and shown once they are their turn

function retryAfter(tries) { return Math.min(30000, 1000 * 2 ** tries); }

if (form) {
  const list = document.getElementById("sending");
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  const say = form.dataset;
  const piece = Number(say.piece);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const queue = [];
  let sending = false;

  const ask = (address, body, heard) => new Promise(done => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.timeout = 180000;
    if (heard) request.upload.onprogress = event => heard(event.loaded);
    request.onloadend = () => {
      let said = null;
      try { said = JSON.parse(request.responseText); } catch { /* a page of words: told by its number */ }
      const away = request.responseURL.includes("/dang-nhap/");
      done({ code: request.status, said, away });
    };
    request.send(body);
  });

  const pause = time => new Promise(done => {
    const timer = setTimeout(over, time);
    function over() { clearTimeout(timer); removeEventListener("online", over); done(); }
    addEventListener("online", over);
  });

  const whole = (file, folder, bar) => {
    const body = new FormData();
    body.append("folder", folder);
    body.append("files", file);
    return ask(form.action, body, loaded => { bar.value = Math.min(1, loaded / file.size); });
  };

  const begin = (file, folder) => {
    const body = new FormData();
    for (const [key, value] of [["name", file.name], ["folder", folder], ["size", file.size], ["stamp", file.lastModified]])
      body.append(key, value);
    return ask(say.pieces, body);
  };

  // Ten failures in a row, each waited for longer, are some four minutes without a net.
  async function steadily(entry, once) {
    for (let tries = 0; tries < 10; tries++) {
      const answer = await once();
      if (answer.away || answer.code === 401 || answer.code === 403) return { error: say.ended };
      if (answer.code === 409 || (answer.code >= 200 && answer.code < 300 && answer.said)) return answer.said;
      if (answer.code === 413 || answer.code === 404) break;
      entry.words.textContent = say.broken;
      await pause(retryAfter(tries));
      entry.words.textContent = "";
    }
    return { error: say.lost };
  }

  async function inPieces(entry) {
    const { file, folder, bar } = entry;
    const begun = await steadily(entry, () => begin(file, folder));
    if (begun.error) return begun;
    for (let at = begun.offset; ;) {
      const start = at;
      bar.value = start / file.size;
      const answer = await steadily(entry, () => ask(
        say.pieces + begun.id + "/?tu=" + start, file.slice(start, start + piece),
        loaded => { bar.value = (start + loaded) / file.size; }));
      if (answer.offset === undefined) return answer;
      at = answer.offset;
    }
  }

  const line = entry => {
    const item = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = entry.file.name;
    entry.bar = document.createElement("progress");
    entry.bar.max = 1;
    entry.bar.value = 0;
    entry.bar.setAttribute("aria-label", entry.file.name);
    entry.words = document.createElement("span");
    entry.words.className = "why";
    item.append(name, " ", entry.bar, entry.words);
    list.append(item);
    entry.item = item;
  };

  async function work() {
    sending = true;
    while (queue.length) {
      const entry = queue.shift();
      if (!entry.item) line(entry);
      entry.words.textContent = "";
      let said = null;
      try {
        said = entry.file.size > piece ? await inPieces(entry)
          : (await steadily(entry, () => whole(entry.file, entry.folder, entry.bar)));
        if (said.files) said = said.files[0];
      } catch { said = { error: say.lost }; }
      entry.bar.remove();
      if (said && said.id) { entry.item.remove(); }
      else {
        entry.item.className = said && said.same ? "same" : "refused";
        entry.words.textContent = (said && (said.words || said.error)) || say.lost;
      }
      for (const old of document.querySelectorAll("#half li"))
        if (Number(old.dataset.size) === entry.file.size && old.dataset.name === entry.file.name.normalize("NFC")) old.remove();
      refresh();
    }
    sending = false;
  }

  const send = files => {
    const folder = form.elements.folder.value;
    for (const old of list.querySelectorAll(".refused, .same")) old.remove();
    for (const file of files) {
      const entry = { file, folder };
      if (queue.length < MANY) { line(entry); entry.words.textContent = say.waiting; }
      queue.push(entry);
    }
    if (!sending) work();
  };
  // With this script one button does it: what is chosen is sent at once.
  const button = form.querySelector("button.main");
  form.classList.add("script");
  button.textContent = say.choose;
  input.required = false;
  input.hidden = true;
  form.addEventListener("submit", event => { event.preventDefault(); input.click(); });
  input.addEventListener("change", () => { send([...input.files]); input.value = ""; });
  drop.addEventListener("click", event => { if (event.target === drop) input.click(); });
  for (const name of ["dragenter", "dragover"])
    drop.addEventListener(name, event => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", event => {
    event.preventDefault();
    drop.classList.remove("over");
    send([...event.dataTransfer.files]);
  });
  addEventListener("beforeunload", event => { if (sending) { event.preventDefault(); event.returnValue = ""; } });
}

let busy = false;
const open = () => underWay.querySelector(".waiting, .working") !== null;
async function refresh() {
  if (!underWay || document.hidden) return;
  let answer;
  try { answer = await fetch(underWay.dataset.refresh); } catch { return; }
  if (!answer.ok || answer.redirected) return;
  const words = await answer.text();
  if (underWay.contains(document.activeElement)) return; // somebody is about to press a button in it
  underWay.innerHTML = words;
  const now = open();
  if (busy && !now) renew();
  busy = now;
}

// What is ready appears among the files, without moving what somebody is reading.
async function renew() {
  const files = document.getElementById("files");
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected || files.contains(document.activeElement)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  files.replaceWith(page.getElementById("files"));
  setTimeout(sketched, 4000);
}

// Small pictures that were only asked for are looked at again.
function sketched() {
  for (const image of document.querySelectorAll("#files img")) {
    if (image.naturalWidth !== 320 || image.dataset.again > 3) continue;
    image.dataset.again = Number(image.dataset.again || 0) + 1;
    image.src = image.src.replace(/&n=\d+$/, "") + "&n=" + image.dataset.again;
  }
}
for (const wait of [3000, 9000, 20000]) setTimeout(sketched, wait);
if (underWay) {
  busy = open();
  setInterval(refresh, 2000);
}

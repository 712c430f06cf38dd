// Parts of a page that are fetched again while the rest of it, and what was typed, stays.
// A part asks for it by an element with data-again="seconds"; without one it is final.
"use strict";

for (const part of document.querySelectorAll("[data-live]")) {
  const plan = () => {
    const again = part.querySelector("[data-again]");
    if (again) setTimeout(fetchIt, 1000 * Number(again.dataset.again));
  };
  const fetchIt = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(part.dataset.live, { headers: { "X-Requested-With": "fetch" } });
        if (answer.ok && !answer.redirected) part.innerHTML = await answer.text();
      } catch { /* the network is gone: what is shown stays */ }
    }
    plan();
  };
  plan();
}

// A time of the clock and the hours rule each other out.
const clock = document.querySelector(".at input[type=datetime-local]");
if (clock) {
  const own = document.querySelector(".at input[type=radio]");
  clock.addEventListener("input", () => { own.checked = true; });
  for (const other of document.querySelectorAll("input[name=hours]"))
    if (other !== own) other.addEventListener("change", () => { clock.value = ""; });
}

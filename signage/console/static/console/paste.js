// Old letters (TCVN3, VNI) pasted into any field: what they say is offered beside, never put in by
// itself. Without this script the page “Chuyển mã chữ” does the same.
"use strict";

{
  const offer = document.getElementById("old-text");
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  // What no text of today has much of; whoever has it is looked at by the server.
  const old = /[\u00a1-\u00bf\u00ad\u00d0\u00d7\u00de\u00df\u00e4-\u00e7\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]|[aeouyôö][áàåãäéèúüëêùøûõï]/i;

  const put = (field, words) => {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  };

  const show = (field, guess) => {
    field.parentElement.querySelector(".old-text")?.remove();
    const before = field.value;
    const box = offer.content.firstElementChild.cloneNode(true);
    box.querySelector("b").textContent = guess.label;
    box.querySelector(".reading").textContent = guess.text;
    const [take, leave] = box.querySelectorAll("button");
    take.addEventListener("click", () => { box.remove(); if (field.value === before) put(field, guess.text); });
    leave.addEventListener("click", () => { box.remove(); field.focus(); });
    (field.closest("label") ?? field).after(box);
  };

  document.addEventListener("paste", event => {
    const field = event.target;
    if (!offer || !token || !field.matches("textarea, input[type=text], input[type=search], input:not([type])") || field.readOnly) return;
    setTimeout(async () => { // once it stands in the field
      const words = field.value;
      if (words.length > 20000 || !old.test(words)) return;
      const body = new FormData();
      body.append("words", words);
      body.append("csrfmiddlewaretoken", token.value);
      try {
        const answer = await fetch(offer.dataset.ask, { method: "POST", body, headers: { Accept: "application/json" } });
        const [guess] = answer.ok && !answer.redirected ? (await answer.json()).guesses : [];
        if (guess && field.value === words) show(field, guess);
      } catch { /* no net: nothing is offered */ }
    });
  });
}

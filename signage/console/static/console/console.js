// Comfort only: every page works without it.
"use strict";

const wait = document.querySelector("[data-reload]");
if (wait) setTimeout(() => location.reload(), 1000 * Number(wait.dataset.reload));

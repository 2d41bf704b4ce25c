// Only in the preview, never in a built site: looks again when something was saved, and asks for other instants.
"use strict";
{
  const bar = document.querySelector(".statusgen-preview");
  const details = bar.querySelector("details");
  const form = bar.querySelector("form");
  let events = null;

  // A browser keeps few connections to one host: a page that nobody sees holds none.
  const listen = () => {
    events?.close();
    events = null;
    if (document.hidden) return;
    events = new EventSource(`/.statusgen/events?since=${bar.dataset.number}`);
    events.onmessage = () => location.reload();
  };
  document.addEventListener("visibilitychange", listen);
  listen();

  // What was opened stays open; what is broken is always seen.
  if (sessionStorage.getItem("statusgen-preview") === "open") details.open = true;
  bar.querySelector("summary").addEventListener("click", () =>
    sessionStorage.setItem("statusgen-preview", details.open ? "closed" : "open"),
  );

  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = form.querySelector("output");
    const wish = event.submitter?.name === "step" ? event.submitter.value : form.elements.at.value;
    said.textContent = "Building…";
    try {
      const answer = await fetch("/.statusgen/at", { method: "POST", headers: { "X-Statusgen-Preview": "1" }, body: wish });
      if (!answer.ok) said.textContent = await answer.text();
    } catch {
      said.textContent = "The preview does not answer.";
    }
  });
}

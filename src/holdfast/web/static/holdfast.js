// Times in the reader's own zone, the exact one on hover; and nothing else that a page needs to work.
(function () {
  "use strict";
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
  const time = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

  function localise(root) {
    for (const element of root.querySelectorAll("time[data-show]")) {
      const moment = new Date(element.dateTime);
      if (Number.isNaN(moment.getTime())) continue;
      element.textContent = (element.dataset.show === "day" ? day : time).format(moment);
      element.title = exact.format(moment);
      element.removeAttribute("data-show");
    }
  }

  localise(document);
  document.addEventListener("htmx:load", (event) => localise(event.detail.elt.parentElement || document));

  // What takes the place of a message that was edited leaves the times alone that are the same.
  if (window.Idiomorph) {
    Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, fresh) =>
      !(old.tagName === "TIME" && fresh.tagName === "TIME" && old.dateTime === fresh.dateTime);
  }

  // A search asks in the zone of whoever asks.
  for (const field of document.querySelectorAll("input[data-time-zone]")) {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    navigator.clipboard.writeText(source.textContent).then(() => { button.textContent = "Copied"; });
  });
})();

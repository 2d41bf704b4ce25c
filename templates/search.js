// The search of the page, and of no other one. Years are loaded when somebody begins to search, the newest first.
(() => {
  "use strict";
  const script = document.currentScript.src;
  const [form, query, found, results, more] = [".search", "#query", "#found", "#results", "#more"].map((name) => document.querySelector(name));
  const words = form.dataset, components = JSON.parse(words.components), kinds = JSON.parse(words.kinds);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const months = words.months.split(" ");
  const date = (day) => {
    const [year, month, number] = day.split("-").map(Number);
    return words.day.replace("{day}", number).replace("{month}", months[month - 1]).replace("{year}", year);
  };
  const STEP = 50;
  let events = [], loading, shown = STEP;

  // What one file says of an event: [kind, id, title, day, components, cancelled].
  const event = ([kind, id, title, day, touched, cancelled]) => {
    const what = touched.map((index) => components[index]).join(", ");
    const path = `${kind === 2 ? "incidents" : "windows"}/${encodeURIComponent(id)}/`;
    return { kind, title, day, what, path, cancelled, text: plain(`${title} ${what} ${id} ${day} ${kinds[kind]}`) };
  };

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const item = ({ kind, title, day, what, path, cancelled }) => {
    const made = element("li", "", cancelled ? "event is-cancelled" : "event"), heading = element("h3");
    const link = element("a", title), when = element("p", "", "when"), time = element("time", date(day));
    link.href = words.root + path;
    time.dateTime = day;
    heading.append(link);
    if (cancelled) heading.append(" ", element("span", words.cancelled, "state"));
    when.append(time);
    made.append(heading, when, element("p", `${kinds[kind]} · ${what}`, "what"));
    return made;
  };

  const show = () => {
    const asked = plain(query.value).split(/\s+/).filter(Boolean);
    const hits = asked.length ? events.filter(({ text }) => asked.every((word) => text.includes(word))) : [];
    results.replaceChildren(...hits.slice(0, shown).map(item));
    more.hidden = hits.length <= shown;
    return asked.length ? (hits.length ? words.found.replace("{}", hits.length) : words.none) : "";
  };
  const search = async () => {
    loading ??= load();
    show();
    try {
      await loading;
      found.textContent = show();
    } catch {
      found.textContent = words.failed; // opened from a folder, or without a network: the months are linked below
    }
  };
  const load = async () => {
    for (const year of words.years.split(" ").filter(Boolean)) {
      const answer = await fetch(new URL(`${year}.json`, script));
      if (!answer.ok) throw new Error(answer.status);
      events = events.concat((await answer.json()).reverse().map(event));
      show();
    }
  };

  let pause;
  query.addEventListener("input", () => {
    clearTimeout(pause);
    shown = STEP;
    pause = setTimeout(() => {
      history.replaceState(null, "", query.value ? `?q=${encodeURIComponent(query.value)}` : location.pathname);
      search();
    }, 150);
  });
  query.addEventListener("focus", () => (loading ??= load()).catch(() => {}));
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    search();
  });
  more.addEventListener("click", () => {
    const next = results.children.length;
    shown += STEP;
    show();
    results.children[next].querySelector("a").focus();
  });
  form.hidden = false;
  document.querySelector("#instead").hidden = true;
  query.value = new URLSearchParams(location.search).get("q") || "";
  if (query.value) search();
})();

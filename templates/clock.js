// Keeps the words of a page true by the reader's clock. All words stand in the page; docs/theming.md tells its attributes.
(() => {
  "use strict";
  const words = document.currentScript.dataset, lang = document.documentElement.lang;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const set = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };
  const tone = (element, name) => { element.className = element.className.replace(/\bis-\S+/, `is-${name}`); };
  const format = (options, zone) => new Intl.DateTimeFormat(lang, { ...options, timeZone: zone });

  // "in 3 hours": rounded down, so that nobody comes too late.
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: "always" });
  const distance = (seconds) => {
    const [size, unit, step] =
      seconds >= 172800 ? [86400, "day", 1] : seconds >= 7200 ? [3600, "hour", 1] : [60, "minute", seconds >= 600 ? 5 : 1];
    const count = Math.floor(seconds / size);
    return relative.format(Math.max(count - (count % step), 1), unit);
  };

  // The reader's own clock, beside times on another one.
  const reading = { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" };
  const yours = format({ ...reading, timeZoneName: "short" }), here = format(reading), there = format(reading, words.zone);
  for (const when of all(".when")) {
    if (when.closest(".event:is(.is-completed, .is-resolved, .is-cancelled)")) continue;
    const times = all("time", when).map((time) => new Date(time.dateTime));
    if (times.length && here.format(times[0]) !== there.format(times[0])) {
      const text = times[1] ? yours.formatRange(times[0], times[1]) : yours.format(times[0]);
      when.insertAdjacentHTML("beforeend", ' <span class="yours"></span>');
      when.lastChild.textContent = words.sayYours.replace("{}", text);
    }
  }

  // Events: [[from, state, its word, what it makes of its components], ...], the first from before the page was made.
  const events = all("[data-turns]").map((element) => ({
    element,
    turns: JSON.parse(element.dataset.turns),
    touches: (element.dataset.touches || "").split(" "),
    at: -1,
  }));
  const lists = { scheduled: "coming", completed: "past", resolved: "past", cancelled: "" };

  const place = ({ element }, state) => {
    const name = state in lists ? lists[state] : "current";
    const from = element.closest("[data-list]"), to = one(`[data-list="${name}"]`);
    if (from && to && from !== to) name === "past" ? to.prepend(element) : to.append(element);
  };
  const turn = (event, now) => {
    const at = event.turns.findLastIndex(([from]) => from <= now);
    if (at === event.at) return;
    const [, state, word] = event.turns[at];
    event.at = at;
    set(event.element.matches(".state") ? event.element : one(".state", event.element), word);
    tone(event.element, state);
    place(event, state);
  };
  const count = ({ element, turns, at }, now) => {
    const next = turns[at + 1], said = next ? distance(next[0] - now) : "";
    set(one(".count", element), next && turns[at][1] !== "scheduled" ? words.sayEnds.replace("{}", said) : said);
  };

  // Components: as bad as the worst that goes on with them.
  const board = one("[data-labels]"), labels = Object.fromEntries(board ? JSON.parse(board.dataset.labels) : []), order = Object.keys(labels);
  const worst = (healths) => order[Math.max(0, ...healths.map((health) => order.indexOf(health)))];
  const healthOf = (id) => worst(events.filter(({ touches }) => touches.includes(id)).map(({ turns, at }) => turns[at][3]));
  const show = (element, health) => {
    tone(element, health);
    set(one(".state", element), labels[health]);
    const mark = one("use", element);
    if (mark) mark.setAttribute("href", `#mark-${health}`);
  };
  const summary = one("[data-headlines]"), headlines = summary && JSON.parse(summary.dataset.headlines);
  const judge = () => {
    const shown = all("[data-component]");
    for (const element of shown) show(element, healthOf(element.dataset.component));
    for (const note of all("[data-on]")) {
      const health = healthOf(note.dataset.on);
      note.hidden = health === order[0];
      set(one("span", note), labels[health].toLowerCase());
    }
    if (!summary) return;
    const healths = shown.map((element) => healthOf(element.dataset.component)), health = worst(healths);
    const hit = shown.filter((_, number) => healths[number] === health);
    const who = hit.length === 1 ? one(".who", hit[0]).textContent : headlines.some.replace("{}", hit.length);
    const text = headlines[health].replace("{}", who), before = one("h1", summary).textContent;
    if (text !== before) set(one("[data-told]"), text);
    tone(summary, health);
    one("use", summary).setAttribute("href", `#mark-${health}`);
    set(one("h1", summary), text);
    document.title = `${text} – ${words.name}`;
  };

  // Bars: the days since the last one drawn, by the calendar of the page; past its time nothing is known of them.
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: words.zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const day = (at) => Date.parse(calendar.format(at * 1000)) / 864e5;
  const due = events.flatMap(({ turns }) => turns.slice(1, 2).map(([at]) => at));
  const until = Math.min(...all("[data-until]").map((element) => Date.parse(element.dataset.until) / 1000), ...due);
  const draw = (now) => {
    for (const bars of all("[data-bars]")) {
      const drawn = Date.parse(bars.dataset.last) / 864e5, today = day(now), known = Math.min(today, day(Math.min(until, now)));
      const column = (date) => 712 + 8 * (date - drawn);
      bars.setAttribute("viewBox", `${column(today) - 712} 0 720 32`);
      const up = one(".up", bars), unknown = one(".after", bars);
      up.setAttribute("d", up.getAttribute("d").replace(/H.*/, `H${column(known) + 8}`));
      unknown.setAttribute("d", `M${column(known + 1)} 30.5H${column(today) + 8}`);
      for (const old of all(".later", bars)) old.remove();
      const found = { [drawn]: bars.dataset.health };
      for (const { touches, turns } of events.filter((event) => event.touches.includes(bars.dataset.bars)))
        // How long lasts what has no end, nobody knows past the time of the page.
        turns.forEach(([from, , , health], at) => {
          const to = Math.min(turns[at + 1] ? turns[at + 1][0] - 1 : Math.max(until, from), now);
          for (let date = Math.max(drawn, from ? day(from) : drawn); from <= to && date <= day(to); date++)
            found[date] = worst([health, found[date] || order[0]]);
        });
      for (const [date, health] of Object.entries(found)) {
        if (health === (+date === drawn ? bars.dataset.health : order[0])) continue;
        const shape = one(`[data-shape="${health}"]`).cloneNode();
        shape.setAttribute("d", shape.getAttribute("d").replace("M0", `M${column(+date)}`));
        shape.classList.add("later");
        bars.append(shape);
      }
    }
    for (const time of all("[data-ago]")) {
      const date = new Date((day(now) - time.dataset.ago) * 864e5), text = date.toISOString().slice(0, 10);
      if (text === time.dateTime) continue;
      time.dateTime = text;
      set(time, format({ weekday: "short", day: "numeric", month: "short", year: "numeric" }, "UTC").format(date));
    }
  };

  const full = format({ dateStyle: "full", timeStyle: "long" }), read = one("[data-read]");
  const status = one("[data-next]"), stale = one(".stale");
  const tick = () => {
    const now = Math.floor(Date.now() / 1000);
    for (const event of events) turn(event, now), count(event, now);
    judge();
    draw(now);
    for (const list of all("[data-list]")) {
      const empty = !list.children.length, section = list.closest("section"), none = one("[data-none]", section);
      none ? (none.hidden = !empty) : (section.hidden = empty);
    }
    if (status) {
      const next = one('[data-list="coming"] .is-scheduled'), title = next && one("h3 a", next);
      status.hidden = !next;
      set(status, next ? words.sayNext.replace("{}", title.textContent).replace("{}", one(".count", next).textContent) : "");
    }
    set(read, words.sayAsOf.replace("{}", full.format(now * 1000)));
    if (now >= until) {
      stale.hidden = false;
      set(stale, words.sayStale.replace("{}", yours.format(until * 1000)));
    }
  };
  document.documentElement.classList.add("live");
  tick();
  setInterval(tick, 15000);
  document.addEventListener("visibilitychange", tick);
  addEventListener("beforeprint", tick);
})();

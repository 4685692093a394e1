{#- The worker of the citizen's phone.  It stands over badge, thanks and waiting pages alone, keeps
    one page of the city, the one that shows what waits, and never keeps any other answer.
    kept: addresses it keeps, the pages by language first; queue: address of the queue. -#}
importScripts({{ queue|tojson }});
const SHELL = {{ kept|tojson }};
const STORE = "takrim-{{ version }}";

self.addEventListener("install", (event) => {
  const bare = SHELL.map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(STORE).then((kept) => kept.addAll(bare)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("takrim-") && name !== STORE);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

const shell = async (url) => {
  const kept = await caches.open(STORE);
  const page = `/waiting?lang=${url.searchParams.get("lang") || {{ default_locale|tojson }}}`;
  const any = { ignoreVary: true };
  return (await kept.match(page, any)) || (await kept.match(SHELL[0], any)) || Response.error();
};

const keep = async (request, url) => {
  const form = await request.formData();
  const key = form.get("key");
  if (!key || form.has("switch") || form.has("report")) return;
  const tap = form.has("tap") || !url.pathname.startsWith("/thanks/");
  const fields = [...form].filter(([, value]) => typeof value === "string");
  const files = form.getAll("photo").filter((file) => file.size).map((blob) => ({ blob, name: blob.name }));
  await self.takrim.put("waiting", {
    id: tap ? key : `${key}-words`, key, what: tap ? "tap" : "words", url: url.pathname + url.search,
    next: `/thanks/${key}${url.search}`, fields, files, at: Date.now(),
  });
  await self.registration.sync?.register("takrim").catch(() => {});
};

const page = async (request, url) => {
  const copy = request.method === "POST" ? request.clone() : null;
  try {
    return await fetch(request);
  } catch {
    if (copy) await keep(copy, url).catch(() => {});
    return shell(url);
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (SHELL.includes(url.pathname + url.search) && !url.pathname.startsWith("/waiting")) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept || fetch(request)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "takrim") return;
  event.waitUntil(self.takrim.flush().then((left) => { if (left) throw new Error("later"); }));
});

/// <reference lib="webworker" />
/**
 * Network first for pages, cache first for hashed files; without a connection the offline page answers.
 * Never stores a page: what is shown offline is the offline page, so no personal page stays on the device.
 */
const scope = self as unknown as ServiceWorkerGlobalScope & {
  CITY?: { version: string; files: string[]; offline: string };
};
const city = scope.CITY ?? { version: "0", files: [], offline: "/offline" };
const CACHE = `city-${city.version}`;

scope.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([city.offline, ...city.files]))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => scope.clients.claim()),
  );
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== scope.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOrOffline(request));
  else if (/\/assets\/[^/]+-[\w-]{8}\.\w+$/.test(new URL(request.url).pathname)) event.respondWith(cachedFile(request));
});

async function pageOrOffline(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(city.offline)) ?? Response.error();
  }
}

async function cachedFile(request: Request): Promise<Response> {
  const stored = await caches.match(request);
  if (stored) return stored;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(CACHE);
    await cache.put(request, answer.clone());
  }
  return answer;
}

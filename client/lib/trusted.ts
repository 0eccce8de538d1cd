/** Workers under `require-trusted-types-for 'script'`: the policy `heard` names our own only. */

interface Policy {
  createScriptURL(url: string): string;
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

const PATIENCE_MS = 5000;
const SERVICE_WORKER = "/desk/desk-service-worker.js";
const PUSH_WORKER = "/report/push-worker.js";

function onlyOurs(url: string): string {
  const ours = /^\/static\/[a-z-]+-[A-Z0-9]{8}\.js$/.test(url);
  if (!ours && url !== SERVICE_WORKER && url !== PUSH_WORKER)
    throw new TypeError("Only this site's own workers may run.");
  return url;
}

let policy: Policy | undefined;

function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  if (!factory) return onlyOurs(url);
  policy ??= factory.createPolicy("heard", { createScriptURL: onlyOurs });
  return policy.createScriptURL(url);
}

/**
 * The shell names the worker's file beside its own script (client/build/html.mjs). `native`: whether
 * this browser has the algorithms; the other worker brings them along.
 */
export function sealWorker(native: boolean): Worker {
  const script = document.querySelector<HTMLElement>("script[data-seal-worker]");
  const url = script?.dataset[native ? "sealWorker" : "fallbackSealWorker"] ?? "";
  return new Worker(trusted(url), { type: "module" });
}

/** Starts desk-service-worker.ts and waits until it answers for this page. */
export async function deskServiceWorker(): Promise<void> {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(trusted(SERVICE_WORKER), { scope: "/desk/" });
  await serviceWorker.ready;
  if (serviceWorker.controller) return;
  const taken = new Promise((resolve, reject) => {
    serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    setTimeout(() => reject(new Error("The browser does not run the player.")), PATIENCE_MS);
  });
  // A page that was there before the worker, or was reloaded past it, has to be taken over.
  registration.active?.postMessage("claim");
  await taken;
}

/** Starts reporter-push-worker.ts, which only ever shows a reminder: it controls no request. */
export async function pushServiceWorker(): Promise<ServiceWorkerRegistration> {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(trusted(PUSH_WORKER), { scope: "/report/" });
  if (registration.active) return registration;
  const starting = registration.installing ?? registration.waiting;
  await new Promise<void>((resolve, reject) => {
    setTimeout(() => reject(new Error("The browser does not run the reminder.")), PATIENCE_MS);
    starting?.addEventListener("statechange", () => {
      if (registration.active) resolve();
    });
  });
  return registration;
}

/** Workers under `require-trusted-types-for 'script'`: the policy `heard` names our own only. */

interface Policy {
  createScriptURL(url: string): string;
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

/** The addresses that the build gave to our workers; it puts them in place of these names. */
declare const __SEAL_WORKER__: string;
declare const __DESK_SERVICE_WORKER__: string;

function onlyOurs(url: string): string {
  const ours = /^\/static\/[a-z-]+-[A-Z0-9]{8}\.js$/.test(url) || url === "/desk/desk-service-worker.js";
  if (!ours) throw new TypeError("Only this site's own workers may run.");
  return url;
}

let policy: Policy | undefined;

function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  if (!factory) return onlyOurs(url);
  policy ??= factory.createPolicy("heard", { createScriptURL: onlyOurs });
  return policy.createScriptURL(url);
}

export function sealWorker(): Worker {
  return new Worker(trusted(__SEAL_WORKER__), { type: "module" });
}

/** Plays sealed video without downloading it whole (desk-service-worker.ts). */
export async function deskServiceWorker(): Promise<ServiceWorker> {
  const url = trusted(__DESK_SERVICE_WORKER__);
  const registration = await navigator.serviceWorker.register(url, { scope: "/desk/" });
  await navigator.serviceWorker.ready;
  const worker = registration.active;
  if (!worker) throw new Error("The browser does not run the player's helper.");
  return worker;
}

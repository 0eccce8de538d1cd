/**
 * Shows that a push has come, and says nothing of what it is: it carries no content, and whoever
 * stands beside her reads a reminder. A click closes it and opens nothing.
 */

import { chosenOf, directionOf } from "./languages.ts";

interface PushLike extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface ClickLike extends Event {
  readonly notification: { close(): void };
}

interface PushScope {
  readonly registration: {
    showNotification(title: string, options: { tag: string; lang: string; dir: string }): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: never) => void): void;
}

/** `push.title` of each language: the build writes it in, for there is no page to find words in. */
declare const PUSH_TITLES: Readonly<Record<string, string>>;

const scope = self as unknown as PushScope;

scope.addEventListener("install", () => void scope.skipWaiting());
scope.addEventListener("push", (event: PushLike) => {
  const lang = chosenOf([navigator.language]);
  const dir = directionOf(lang);
  const title = PUSH_TITLES[lang] ?? "";
  // One tag: a second push replaces the first, so that no list on her screen counts them.
  event.waitUntil(scope.registration.showNotification(title, { tag: "reminder", lang, dir }));
});
scope.addEventListener("notificationclick", (event: ClickLike) => event.notification.close());

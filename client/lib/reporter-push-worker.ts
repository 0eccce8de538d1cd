/**
 * Shows that a push has come, and says nothing of what it is: it carries no content, and whoever
 * stands beside her reads a reminder. A click closes it and opens nothing.
 */

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

/* Here and not in client/locales: this file has no page to find its words in. */
const TITLES = { en: "You have a reminder", zh: "你有一条提醒", ar: "لديك تذكير" } as const;

const scope = self as unknown as PushScope;

function language(): keyof typeof TITLES {
  const [first] = navigator.language.split("-");
  return first === "zh" || first === "ar" ? first : "en";
}

scope.addEventListener("install", () => void scope.skipWaiting());
scope.addEventListener("push", (event: PushLike) => {
  const lang = language();
  const dir = lang === "ar" ? "rtl" : "ltr";
  // One tag: a second push replaces the first, so that no list on her screen counts them.
  event.waitUntil(scope.registration.showNotification(TITLES[lang], { tag: "reminder", lang, dir }));
});
scope.addEventListener("notificationclick", (event: ClickLike) => event.notification.close());

export {};

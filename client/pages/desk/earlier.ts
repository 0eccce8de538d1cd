/**
 * When the keyring on the server does not open: the last few that it took the place of are there
 * still, and one of them may. Looking and putting back are confirmed like any change of keys.
 */

import { AgeError } from "../../lib/agefile.ts";
import { unbase64 } from "../../lib/bytes.ts";
import { deskApi } from "../../lib/deskapi.ts";
import { sealedDigest } from "../../lib/keyring.ts";
import { confirm } from "./confirm.ts";
import { button, h, notice, replace } from "./dom.ts";
import { problemWords } from "./problems.ts";
import { moment } from "./times.ts";
import { type Entrance, type SignedIn, unlockBy } from "./unlocking.ts";
import { t, Told } from "./words.ts";

interface Looking {
  readonly entrance: Entrance;
  readonly answer: SignedIn;
  /** Whatever this person has shown to have: of a passkey, of codes they typed. */
  readonly identities: readonly string[];
}

interface Found {
  readonly keyring: string;
  readonly ended: string;
}

async function opens({ answer, identities }: Looking, keyring: string): Promise<boolean> {
  for (const identity of identities) {
    try {
      await unlockBy({ ...answer, keyring }, identity);
      return true;
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
    }
  }
  return false;
}

/** The newest that opens. Raises Told where none does. */
async function find(looking: Looking): Promise<Found> {
  const asked = { words: t("earlier.looking"), site: looking.entrance.site.site };
  const { earlier } = await confirm(await deskApi().earlierKeyrings(), asked);
  for (const each of earlier) if (await opens(looking, each.keyring)) return each;
  throw new Told(t("earlier.none"));
}

async function putBack(looking: Looking, { keyring }: Found): Promise<void> {
  const { answer, entrance } = looking;
  const replaces = await sealedDigest(unbase64(answer.keyring));
  const deed = await deskApi().replaceKeyring({ keyring, replaces });
  await confirm(deed, { words: t("earlier.putting_back"), site: entrance.site.site });
  for (const identity of looking.identities) {
    const opened = await unlockBy({ ...answer, keyring }, identity).catch(() => null);
    if (opened) return entrance.enter({ me: answer.holder, ...opened, byCode: true });
  }
}

/** The page: looks, says what it found, and puts it back when told to. */
export function earlierPage(looking: Looking): HTMLElement {
  const problem = h("div", { role: "alert" });
  const place = h("div", {});
  const tried = (act: () => Promise<void>) => async (): Promise<void> => {
    replace(problem);
    try {
      await act();
    } catch (error) {
      replace(problem, notice("warm", problemWords(error)));
    }
  };
  const look = tried(async () => {
    const found = await find(looking);
    const back = button({
      label: t("earlier.put_back"),
      kind: "main",
      act: tried(() => putBack(looking, found)),
    });
    replace(place, h("p", {}, t("earlier.found", { when: moment(new Date(found.ended)) })), back);
    back.focus();
  });
  place.append(button({ label: t("earlier.look"), kind: "main", act: look }));
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("earlier.title")),
    h("p", {}, t("earlier.lead")),
    problem,
    place,
  );
}

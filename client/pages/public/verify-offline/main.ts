/**
 * The stand-alone checker: one HTML file without network. The keys are typed from a poster, the
 * policy or an earlier print, not taken from the company's server.
 */

import { armChecking, NotReady } from "../../checking.ts";
import { byId, t } from "../../dom.ts";

const VKEY = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/;

/** One witness a line: `vkey`, or `vkey operator`; a key without a name counts as its own. */
function witnesses(): { name: string; operator: string; vkey: string }[] {
  const lines = byId<HTMLTextAreaElement>("witnesses").value.split("\n");
  return lines
    .map(line => line.trim())
    .filter(line => line !== "")
    .map(line => {
      const [vkey = "", ...operator] = line.split(/\s+/);
      if (!VKEY.test(vkey)) throw new NotReady(t("offline.bad_key", { key: line }));
      const name = vkey.split("+", 1)[0] ?? "";
      return { name, vkey, operator: operator.join(" ") || name };
    });
}

async function typedPolicy() {
  const log = byId<HTMLInputElement>("key").value.trim();
  if (!VKEY.test(log)) throw new NotReady(t("offline.no_key"));
  const promise = byId<HTMLInputElement>("promise-key").value.trim() || undefined;
  if (promise !== undefined && !VKEY.test(promise)) {
    throw new NotReady(t("offline.bad_key", { key: promise }));
  }
  return { policy: { log, promise, witnesses: witnesses(), quorum: 0 }, quorum: 1 };
}

armChecking(typedPolicy);

import { describe, expect, test } from "vitest";
import { text, unbase64url } from "./bytes.ts";
import { aboutOf, byPasskey, byRecovery, sure } from "./confirm.ts";

describe("what is confirmed", () => {
  test("is the address and every byte of the action", async () => {
    // As tests/support/deskhand.py and heard/doors/desk/confirming.py make it.
    const known = await aboutOf("/desk/api/keyring/earlier", "{}");
    expect(known).toBe("db0154a2258ab2ab3716835890a0cf936e01040bbdafba729264b33f3cdc2e70");
    const others = [
      aboutOf("/desk/api/keyring", "{}"),
      aboutOf("/desk/api/keyring/earlier", "{ }"),
      aboutOf("/desk/api/keyring/earlier\n{}", ""),
    ];
    for (const other of await Promise.all(others)) expect(other).not.toBe(known);
  });

  test("is what is sent, with the proof beside it", async () => {
    const asked: [string, RequestInit][] = [];
    globalThis.fetch = async (url, init) => {
      asked.push([url as string, init ?? {}]);
      return new Response("{}", { headers: { "Content-Type": "application/json" } });
    };
    const body = { keyring: "AAAA", replaces: "ab" };
    const ready = await sure("/desk/api/keyring", body);
    expect(asked).toEqual([]);
    await ready.send(byRecovery("verifier"));
    const [[url, init]] = asked as [[string, RequestInit]];
    expect(ready.about).toBe(await aboutOf(url, init.body as string));
    expect(init.headers).toMatchObject({ Authorization: "Heard-Recovery verifier" });
  });

  test("an assertion is base64url of its JSON", () => {
    const [scheme, said] = byPasskey({ id: "é" }).split(" ");
    expect(scheme).toBe("Heard-Passkey");
    expect(text(unbase64url(String(said)))).toBe('{"id":"é"}');
  });
});

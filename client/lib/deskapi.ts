/** The desk's door (docs/spec/api.md), typed. The session is a cookie that no script sees. */

import { bytes, json, rangeReader, request, type SealedItem } from "./api.ts";
import type { CaseView } from "./views.ts";

export interface SessionHolder {
  id: string;
  name: string;
  role: string;
  tier: 1 | 2 | 3;
  unit: string;
}

export type Session =
  | { signed_in: false }
  | { signed_in: true; holder: SessionHolder; active: boolean };

export interface PasskeyView {
  id: string;
  label: string;
  prf: boolean;
  created: string;
  used: string | null;
}

export interface QueueRow {
  id: string;
  ref: string;
  received: string;
  state: string;
  urgent: boolean;
  /** Whether this holder has ever opened it. */
  opened: boolean;
  unread: number;
  next_due: string | null;
  lead: string | null;
}

export function deskApi(base = "/desk/api") {
  const post = <T>(path: string, body: unknown) => json<T>(`${base}/${path}`, { json: body });
  const get = <T>(path: string) => json<T>(`${base}/${path}`);
  type SignedIn = { holder: SessionHolder; keyring: string };
  return {
    session: () => get<Session>("session"),
    joinOptions: (token: string) =>
      post<{ options: unknown; holder: SessionHolder }>("join/options", { token }),
    join: (body: JoinBody) => post<{ holder: SessionHolder }>("join", body),
    signInOptions: () => post<{ options: unknown }>("sign-in/options", {}),
    signIn: (credential: unknown) => post<SignedIn>("sign-in", { credential }),
    signInRecovery: (verifier: string) => post<SignedIn>("sign-in/recovery", { verifier }),
    signOut: () => post<unknown>("sign-out", {}),
    keyring: () => get<{ keyring: string; passkeys: PasskeyView[] }>("keyring"),
    passkeyOptions: () => post<{ options: unknown }>("passkeys/options", {}),
    addPasskey: (body: { credential: unknown; label: string; prf: boolean; keyring: string }) =>
      post<unknown>("passkeys", body),
    removePasskey: (id: string, keyring: string) =>
      post<unknown>(`passkeys/${encodeURIComponent(id)}/remove`, { keyring }),
    newRecovery: (recovery: string, keyring: string) =>
      post<unknown>("recovery", { recovery, keyring }),
    cases: (state: "open" | "closed" = "open", after = "") =>
      get<{ cases: QueueRow[]; next: string | null }>(
        `cases?${new URLSearchParams({ state, ...(after === "" ? {} : { after }) })}`,
      ),
    openCase: (id: string, deed: string) => post<CaseView>(`cases/${id}/open`, { id: deed }),
    letter: (id: string, letter: string) => bytes(`${base}/cases/${id}/letters/${letter}`),
    receipt: async (id: string, index: number) =>
      (await request(`${base}/cases/${id}/receipts/${index}`)).text(),
    send: (id: string, letter: SealedItem & { kind: "message" | "note" }) =>
      post<{ index: number }>(`cases/${id}/letters`, letter),
    segment: (id: string, file: string) =>
      rangeReader((segment) => `${base}/cases/${id}/files/${file}/segments/${segment}`, {}),
    acknowledge: (id: string, deed: string) =>
      post<{ index: number }>(`cases/${id}/acknowledge`, { id: deed }),
    pass: (id: string, body: { id: string; to: string; wraps: { generation: number; wrap: string }[] }) =>
      post<{ index: number }>(`cases/${id}/pass`, body),
    stepOut: (id: string, body: { id: string; note: SealedItem | null }) =>
      post<unknown>(`cases/${id}/step-out`, body),
  };
}

export interface JoinBody {
  token: string;
  credential: unknown;
  prf: boolean;
  keyring: string;
  recipient: string;
  signing: string;
  /** SHA-256 of the recovery code's login verifier, hexadecimal. */
  recovery: string;
}

export type DeskApi = ReturnType<typeof deskApi>;

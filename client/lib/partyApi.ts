/** What a respondent, a witness or a supporter asks of the server (docs/spec/api.md, "A party"). */

import { bytes, json } from "./api.ts";
import type { Channel, NewAnswer, NewPartyLetter, PartysMove, Taken } from "./wire.ts";

/** With nine words. `locator`: see invitecode.ts. */
export function inviteApi(locator: string, base = "/report/api/channel") {
  const headers = { Authorization: `Heard-Invite ${locator}` };
  return {
    invitation: () => bytes(`${base}/invitation`, { headers }),
    answer: (body: NewAnswer) => json<Taken>(`${base}/answer`, { headers, json: body }),
  };
}

/** With twelve words. `login`: see returncode.ts. */
export function channelApi(login: string, base = "/report/api/channel") {
  const headers = { Authorization: `Heard-Inbox ${login}` };
  return {
    channel: () => json<Channel>(base, { headers }),
    letter: (id: string) => bytes(`${base}/letters/${id}`, { headers }),
    /** Raises ApiError 409 with `reason` and `version` where the rules are against it, or somebody was first. */
    move: (body: PartysMove) => json<Taken>(`${base}/moves`, { headers, json: body }),
    send: (letter: NewPartyLetter) => json<Taken>(`${base}/letters`, { headers, json: letter }),
  };
}

export type ChannelApi = ReturnType<typeof channelApi>;

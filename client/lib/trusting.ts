/** What a page needs before it believes a site: one part, fetched when it is needed. */

export { publicApi } from "./api.ts";
export { dayIn, serverTime } from "./clock.ts";
export { policyOf, refuseOtherSite } from "./matching.ts";
export { fingerprint, holdersOn, verifyRoster } from "./roster.ts";

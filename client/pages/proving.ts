/** What checks a receipt: one part, fetched once there is one to check. */

export { isPromise, verifyGiven } from "../lib/promiseOrProof.ts";

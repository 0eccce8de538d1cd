/** Her words, the sealing, and what she sees once it is sent: one part, so that none of it lacks later. */

export { afterwards } from "./after.ts";
export { send } from "./send.ts";
export { showWords, typedBack } from "./words.ts";

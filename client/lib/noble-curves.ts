/** Fetched only by browsers whose WebCrypto lacks these curves; a module of its own so that the
 * rest of the library stays out of the download. */
export { ed25519, x25519 } from "@noble/curves/ed25519.js";

/** Fetched only by who makes a package: what WebCrypto has not, a digest of a stream and scrypt. */
export { scryptAsync } from "@noble/hashes/scrypt.js";
export { sha256 } from "@noble/hashes/sha2.js";

/** How large a file may be. */

/** Of the server's bound: sealing adds to a file, and so does each time that it goes on. */
const RESERVED_SHARE = 64;
const RESERVED = 72 * 1024;

/** Bytes that a file may have so that the server takes all of it, sealed and in several tries. */
export function largestFile(bound: number): number {
  return bound - Math.floor(bound / RESERVED_SHARE) - RESERVED;
}

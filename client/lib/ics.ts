/**
 * Promised times as a calendar file (RFC 5545), made in her browser. Whoever sees her calendar
 * reads a title that she may choose, a time, and nothing else: no address, no place, no person.
 */

import { utf8 } from "./bytes.ts";

export interface Reminder {
  /** Something that no other reminder has; hashed before it goes into the file. */
  readonly id: string;
  readonly at: Date;
}

/** Octets of a line, without its end (RFC 5545, 3.1). */
const MAX_LINE = 75;
const MAX_TITLE = 100;

/** 3.3.11: a backslash before what has a meaning of its own; a line end becomes `\n`. */
export function escapeText(value: string): string {
  // Other control characters may not stand in a text at all.
  const plain = value.replaceAll(/\r\n?|\n/g, "\n").replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f]/g, "");
  return plain.replaceAll(/[\\;,]/g, sign => `\\${sign}`).replaceAll("\n", "\\n");
}

/** 3.1: a long line goes on after CRLF and a space; no character is cut in two. */
export function foldLine(line: string): string {
  const lines: string[] = [];
  let current = "";
  let room = MAX_LINE;
  let used = 0;
  for (const character of line) {
    const size = utf8(character).length;
    if (used + size > room) {
      lines.push(current);
      [current, used, room] = ["", 0, MAX_LINE - 1];
    }
    current += character;
    used += size;
  }
  return [...lines, current].join("\r\n ");
}

/** `20261121T090000Z`, form 2 of 3.3.5: her calendar shows it in the zone where she is. */
export function utcTime(at: Date): string {
  return at.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
}

async function nameOf(id: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", utf8(`heard/reminder/v1\n${id}`));
  return [...new Uint8Array(digest).slice(0, 16)].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

async function event({ id, at }: Reminder, title: string, now: Date): Promise<string[]> {
  return [
    "BEGIN:VEVENT",
    `UID:${await nameOf(id)}`,
    `DTSTAMP:${utcTime(now)}`,
    `DTSTART:${utcTime(at)}`,
    `SUMMARY:${title}`,
    // Others who may look at her calendar see a private entry, and that she is not busy.
    "CLASS:PRIVATE",
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/** The whole file. `title`: what every reminder is called; cut to 100 characters. */
export async function calendarFile(
  reminders: readonly Reminder[],
  title: string,
  now: Date,
): Promise<string> {
  const summary = escapeText([...title.trim()].slice(0, MAX_TITLE).join(""));
  const events = await Promise.all(reminders.map(each => event(each, summary, now)));
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    // Names no program of ours: it would tell what the file is.
    "PRODID:-//calendar//EN",
    ...events.flat(),
    "END:VCALENDAR",
  ];
  return lines.map(line => `${foldLine(line)}\r\n`).join("");
}

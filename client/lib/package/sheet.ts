/**
 * Tables for spreadsheets: CSV (RFC 4180) that no spreadsheet takes for a formula. The twin of
 * heard/formats/sheet.py.
 */

import { type Bytes, utf8 } from "../bytes.ts";

/** Without it Excel reads UTF-8 as the machine's own code page. */
const BOM = "\ufeff";
/** The wide ones too: an East Asian Excel takes them for the others. */
const FORMULA = "=+-@\t\r\n＝＋－＠";

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const first = value.replace(/^ +/, "").slice(0, 1);
  return first !== "" && FORMULA.includes(first) ? `'${value}` : value;
}

/** An empty cell that is alone in its line would read as no line. */
const quoted = (written: string, alone: boolean) =>
  /[",\r\n]/.test(written) || (alone && written === "") ? `"${written.replaceAll('"', '""')}"` : written;

/**
 * UTF-8 with a byte order mark, lines ending in CRLF; null is an empty cell. A text that a spreadsheet
 * would run (OWASP, CSV injection) gets an apostrophe before it, which the spreadsheet does not show.
 */
export function sheet(rows: readonly (readonly (string | number | null)[])[]): Bytes {
  const lines = rows.map(row => row.map(each => quoted(cell(each), row.length === 1)).join(","));
  return utf8(BOM + lines.map(line => `${line}\r\n`).join(""));
}

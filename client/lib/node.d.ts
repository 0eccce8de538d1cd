/** The few parts of Node that tests use; the client itself knows no Node. */
declare module "node:fs" {
  export function readFileSync(path: string | URL): Uint8Array<ArrayBuffer>;
  export function readFileSync(path: string | URL, encoding: "utf8"): string;
  export function existsSync(path: string | URL): boolean;
  export function readdirSync(path: string | URL, options: { recursive: true }): string[];
  export function statSync(path: string | URL): { isFile(): boolean };
  export function mkdtempSync(prefix: string): string;
  export function writeFileSync(path: string, data: Uint8Array | string): void;
}
declare module "node:os" {
  export function tmpdir(): string;
}
declare module "node:child_process" {
  export function execFileSync(
    file: string,
    args: readonly string[],
    options?: { input?: Uint8Array; stdio?: readonly string[] | "pipe" },
  ): Uint8Array<ArrayBuffer>;
}

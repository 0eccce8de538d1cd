/** The few parts of Node that tests use; the client itself knows no Node. */
declare module "node:fs" {
  export function readFileSync(path: string | URL): Uint8Array<ArrayBuffer>;
  export function readFileSync(path: string | URL, encoding: "utf8"): string;
  export function existsSync(path: string | URL): boolean;
  export function readdirSync(path: string | URL): string[];
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
declare module "node:http" {
  interface Incoming extends AsyncIterable<Uint8Array> {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
  }
  interface Outgoing {
    writeHead(status: number, headers: Readonly<Record<string, string>>): this;
    end(body?: string | Uint8Array): void;
    destroy(): void;
  }
  interface Server {
    listen(port: number, host: string, ready: () => void): void;
    address(): { port: number };
    close(): void;
  }
  export function createServer(answer: (request: Incoming, response: Outgoing) => void): Server;
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { type Bytes, utf8 } from "./bytes.ts";
import { crc32 } from "./crc32.ts";
import { zip } from "./zip.ts";

test("Python reads what is packed, names and all", async () => {
  const stream = new Blob([utf8("streamed")]).stream() as ReadableStream<Bytes>;
  const blob = await zip([
    { name: "report.txt", content: "我不想去。" },
    { name: "视频.mp4", content: stream },
    { name: "empty", content: new Uint8Array(0) },
  ]);
  const path = `${mkdtempSync(`${tmpdir()}/heard-zip-`)}/a.zip`;
  writeFileSync(path, new Uint8Array(await blob.arrayBuffer()));
  const program =
    "import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; " +
    "print(json.dumps({i.filename: z.read(i).decode() for i in z.infolist()}))";
  const out = execFileSync("python3", ["-c", program, path]);
  expect(JSON.parse(new TextDecoder().decode(out))).toEqual({
    "report.txt": "我不想去。",
    "视频.mp4": "streamed",
    empty: "",
  });
});

test("the checksum is that of the standard", () => {
  expect(crc32(utf8("123456789"))).toBe(0xcbf43926);
});

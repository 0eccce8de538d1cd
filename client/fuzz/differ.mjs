/** Gives the verdicts of TypeScript to who compares them: frames in, frames out, in their order. */

async function* chunksOf(stream) {
  let held = Buffer.alloc(0);
  let wanted = yield null;
  for await (const chunk of stream) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= wanted) {
      const given = held.subarray(0, wanted);
      held = held.subarray(wanted);
      wanted = yield given;
    }
  }
}

/** A verdict of which kind, and its words: `+` accepted, `-` refused, `!` raised what it must not. */
async function verdict(target, data) {
  if (!target) return "?";
  try {
    const said = await target.read(data);
    return said === null ? "-" : `+${said}`;
  } catch (error) {
    return `!${error?.stack ?? error}`;
  }
}

/** Frames: 4 bytes of length and a name, 4 bytes of length and the input; an answer is one such. */
export async function answer(targets) {
  const chunks = chunksOf(process.stdin);
  await chunks.next();
  const read = async size => (await chunks.next(size)).value;
  for (;;) {
    const head = await read(4);
    if (head === undefined) return;
    const name = (await read(head.readUInt32BE(0))).toString();
    const size = (await read(4)).readUInt32BE(0);
    const data = size === 0 ? new Uint8Array(0) : Uint8Array.from(await read(size));
    const said = Buffer.from(await verdict(targets[name], data));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(said.length);
    process.stdout.write(Buffer.concat([length, said]));
  }
}

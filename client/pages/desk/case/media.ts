/** Films of a case: served to the player piece by piece until the page is left. */

import { serveMedia } from "../../../lib/media.ts";
import type { SealedFile } from "../../../lib/sealedFileReader.ts";
import { onLeave } from "../session.ts";

/** An address for `<video src>` that works in this tab until the page is left. */
export async function mediaUrl(file: SealedFile, type: string): Promise<string> {
  const { url, close } = await serveMedia({ ...file, type });
  onLeave(close);
  return url;
}

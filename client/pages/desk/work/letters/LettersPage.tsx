/** How it ended: letters to both sides, and appeals. */

import { Sealed } from "../records.tsx";

export function LettersPage() {
  return <Sealed />;
}

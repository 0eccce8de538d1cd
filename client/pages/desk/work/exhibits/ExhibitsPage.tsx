/** What was handed in, and who had it when. */

import { Sealed } from "../records.tsx";

export function ExhibitsPage() {
  return <Sealed />;
}

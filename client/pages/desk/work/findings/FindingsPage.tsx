/** What is found of each allegation, and what follows. */

import { Sealed } from "../records.tsx";

export function FindingsPage() {
  return <Sealed />;
}

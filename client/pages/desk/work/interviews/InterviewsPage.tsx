/** Who was heard, and what they said. */

import { Sealed } from "../records.tsx";

export function InterviewsPage() {
  return <Sealed />;
}

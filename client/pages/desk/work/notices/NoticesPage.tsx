/** What is put to somebody, and what they answer. */

import { Sealed } from "../records.tsx";

export function NoticesPage() {
  return <Sealed />;
}

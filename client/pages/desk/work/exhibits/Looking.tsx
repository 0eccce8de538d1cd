/** Looking at an exhibit that Heard keeps: opened in this browser, held against its digests, shown by its bytes. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { KeptView } from "../../../../lib/wire.ts";
import { Busy } from "../../../../ui/Busy.tsx";
import { Button } from "../../../../ui/Button.tsx";
import { Refusal } from "../../../../ui/Notice.tsx";
import { useAction } from "../../../../ui/useAction.ts";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { type ShownAs, shownAs } from "../../case/viewing.ts";
import { LocalizedError, t } from "../../words.ts";
import type { CaseRecord } from "../model.ts";
import { newest } from "../naming.ts";
import { useWork } from "../useWork.ts";
import { keptContent } from "./copies.ts";
import { isOpenedByTwo } from "./together.ts";

/** What is shown, and an address in this tab where it needs one. */
interface Seen {
  readonly as: ShownAs;
  readonly src: string;
}

/** What was opened is let go of when nobody looks any more. */
function useLooking(record: CaseRecord, kept: KeptView) {
  const { work } = useWork();
  const [seen, setSeen] = useState<Seen | null>(null);
  const isHere = useRef(true);
  useEffect(() => () => void (isHere.current = false), []);
  useEffect(() => () => URL.revokeObjectURL(seen?.src ?? ""), [seen]);
  const { run, busy, error } = useAction(async () => {
    const bytes = await keptContent(work, record, kept);
    const as = shownAs(bytes);
    if (as === null) throw new LocalizedError(() => t("keeping.not_here"));
    if (!isHere.current) return;
    setSeen({ as, src: as.view === "text" ? "" : URL.createObjectURL(new Blob([bytes], { type: as.type })) });
  });
  return { seen, run, busy, error };
}

function Shown({ seen: { as, src }, name }: { seen: Seen; name: string }) {
  if (as.view === "text") return <Paragraphs words={as.text} />;
  if (as.view === "picture") return <img src={src} alt={name} />;
  return (
    <>
      <p class="small">{t("files.pdf_hint")}</p>
      {/* oxlint-disable-next-line react/iframe-missing-sandbox -- see the head of case/Files.tsx */}
      <iframe src={src} title={name} referrerpolicy="no-referrer" />
    </>
  );
}

/** What is intimate, those two see who have signed that they look at it. */
export function Looking({ record, kept }: { record: CaseRecord; kept: KeptView }) {
  const { work } = useWork();
  const { seen, run, busy, error } = useLooking(record, kept);
  if (record.code === "intimate" && !isOpenedByTwo(work, record)) return null;
  const name = newest(work, record, "name");
  return (
    <>
      {seen ? null : (
        <div class="row">
          <Button onPress={() => run()} describedBy={`title-${record.id}`}>
            {t("files.view")}
          </Button>
        </div>
      )}
      {busy ? <Busy label={t("keeping.fetching")} /> : null}
      <Refusal error={error} />
      {seen ? (
        <div class="viewer">
          <Shown seen={seen} name={name} />
          <p class="small">{t("looking.same")}</p>
        </div>
      ) : null}
    </>
  );
}

/**
 * The panels of a case. On a wide window the last one stands beside the others and has no tab. What
 * can be done on the case is behind no tab: on a narrow window it stands under whichever panel is
 * shown, on a wide one over the side.
 */

import { type Tab as Panel, Tabs } from "../../../ui/Tabs.tsx";
import { useMedia } from "../../../ui/useMedia.ts";
import { t } from "../words.ts";
import { Actions } from "./Actions.tsx";
import { Answer } from "./Composer.tsx";
import { Duties } from "./Duties.tsx";
import { Evidence } from "./Evidence.tsx";
import { Files } from "./Files.tsx";
import { mayDecide } from "./model.ts";
import { Report } from "./Report.tsx";
import { Holders, Timeline } from "./Side.tsx";
import type { Tab } from "./store.ts";
import { Thread } from "./Thread.tsx";
import { useCase } from "./useCase.ts";

/** As in desk.css: from here on the side stands beside the words. */
const WIDE = "(width >= 64rem)";

/** What is owed and what happened: a phone has it on a tab of its own. */
function Side({ wide }: { wide: boolean }) {
  return (
    <>
      {wide ? <Actions /> : null}
      <Duties />
      <Holders />
      <Timeline />
    </>
  );
}

function usePanels(wide: boolean): readonly Panel<Tab>[] {
  const { open } = useCase();
  const count = (...kinds: readonly string[]): number =>
    open.letters.filter(({ kind }) => kinds.includes(kind)).length;
  const messages = (
    <Thread kind="message">
      <Answer thread="message" may={mayDecide(open)} />
    </Thread>
  );
  const notes = (
    <Thread kind="note">
      <Answer thread="note" may={open.proven} />
    </Thread>
  );
  return [
    { name: "report", label: t("part.report"), panel: <Report /> },
    { name: "messages", label: t("part.messages"), count: count("message", "request"), panel: messages },
    {
      name: "evidence",
      label: t("part.evidence"),
      count: open.evidence.length,
      panel: <Evidence />,
    },
    { name: "notes", label: t("part.notes"), count: count("note"), panel: notes },
    { name: "files", label: t("part.files"), count: open.files.length, panel: <Files /> },
    { name: "side", label: t("part.side"), class: "side", panel: <Side wide={wide} /> },
  ];
}

export function CaseTabs({ picked }: { picked: Tab }) {
  const { store } = useCase();
  const wide = useMedia(WIDE);
  const panels = usePanels(wide);
  return (
    <Tabs
      class="case"
      label={t("part.label")}
      tabs={panels}
      // Where the side stands beside them, the place of the words would be empty.
      selected={wide && picked === "side" ? "report" : picked}
      onSelect={tab => store.pick(tab)}
    >
      {wide ? null : <Actions />}
    </Tabs>
  );
}

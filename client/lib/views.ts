/** A case in the words of the doors (docs/spec/openapi.json). */

import type { DeskCase, Inbox } from "./wire.ts";

export type {
  DecisionView,
  DutyView,
  EvidenceView,
  FileView,
  HolderView,
  KeyView,
  LetterView,
  MoveView,
  SuspensionView,
  TimelineView,
} from "./wire.ts";

type Shared = keyof Inbox & keyof DeskCase;

/** What reporter and handlers are both told; and what one of them alone is, where it is there. */
export type CaseView = Pick<Inbox, Shared> & Partial<Omit<Inbox, Shared> & Omit<DeskCase, Shared>>;

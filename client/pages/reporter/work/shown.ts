/**
 * Of what there are panels here, in the order in which they are shown: things of one kind (`interview`), or
 * that were moved in one way (`case.share_draft`).
 */
export const SHOWN = [
  ...(["party.tell_closed", "party.tell_outcome", "appeal"] as const),
  ...(["case.ask_silent", "case.ask_informal", "preliminary"] as const),
  ...(["measure", "notice", "interview", "case.share_draft", "party.tell_draft"] as const),
  ...(["party.tell_reopened", "outcome"] as const),
  ...(["lending", "package", "gate", "settlement", "data_notice", "checkin"] as const),
  ...(["party.request", "party.grant"] as const),
] as const;

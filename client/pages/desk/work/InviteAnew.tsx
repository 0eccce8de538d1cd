/** New words for somebody who lost theirs: made by one, signed by another, then told (docs/spec/channel.md, 8). */

import { useRef, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { t } from "../words.ts";
import { type Signature, useSignatures } from "./findings/signatures.ts";
import { NineWords } from "./InvitePage.tsx";
import {
  dropWords,
  type Invited,
  invitedBy,
  isRefused,
  keepWords,
  keptWords,
  makeWords,
  sendInvitation,
  stepOf,
} from "./inviting.ts";
import type { CaseRecord } from "./model.ts";
import { Opening } from "./MoveForm.tsx";
import { may, maySecond, Moving } from "./moving.ts";
import { actorName, partyName } from "./naming.ts";
import { PressMove } from "./PressMove.tsx";
import { useWork } from "./useWork.ts";

const MOVE = "invite_anew";

/** Makes the words, and signs that they are wanted: so somebody else can sign the same. */
function useAsking(party: CaseRecord): Action<[]> {
  const { work, store } = useWork();
  const moving = useRef<Moving | null>(null);
  return useAction(async () => {
    const words = keptWords(work, party) ?? (await makeWords(work, party));
    keepWords(work, party, words);
    const step = stepOf(words, party.id, MOVE);
    await store.act(
      async now => {
        if (!moving.current?.isOf(now, step)) moving.current = new Moving(now, step, true);
        await moving.current.send();
      },
      { message: () => t("invite.anew_asked") },
    );
  });
}

/** What was made is sent again as it is, unless the server refused it. */
function useSending(party: CaseRecord, other: string) {
  const { work } = useWork();
  const made = useRef<Invited | null>(null);
  const [invited, setInvited] = useState<Invited | null>(null);
  const action = useAction(async () => {
    const words = keptWords(work, party);
    if (!words) return;
    const step = { ...stepOf(words, party.id, MOVE), agreed: [other] };
    made.current ??= await invitedBy(work, words, step);
    try {
      await sendInvitation(work, made.current);
    } catch (error) {
      if (isRefused(error)) made.current = null;
      throw error;
    }
    dropWords(work, party);
    setInvited(made.current);
  });
  return { invited, action };
}

function Sending({ party, other, done }: { party: CaseRecord; other: string; done: () => void }) {
  const { work, store } = useWork();
  const { invited, action } = useSending(party, other);
  const told = async (): Promise<void> => {
    await store.reload();
    done();
  };
  if (invited) return <NineWords invited={invited} name={partyName(work, party.id)} told={told} />;
  return (
    <>
      <p class="small">{t("work.signed_by", { name: actorName(work, other) })}</p>
      <Refusal error={action.error} />
      <Button kind="main" onPress={() => action.run()}>
        {t("invite.anew_send")}
      </Button>
    </>
  );
}

function Waiting() {
  const { store } = useWork();
  const looking = useAction(() => store.reload());
  return (
    <>
      <p class="waits">{t("invite.anew_asked")}</p>
      <p>{t("invite.anew_keep")}</p>
      <Refusal error={looking.error} />
      <Button onPress={() => looking.run()}>{t("invite.anew_look")}</Button>
    </>
  );
}

interface PanelProps {
  readonly party: CaseRecord;
  readonly signed: readonly Signature[];
  readonly close: () => void;
}

function Panel({ party, signed, close }: PanelProps) {
  const { work } = useWork();
  const asking = useAsking(party);
  const digest = keptWords(work, party)?.sent.digest;
  const same = signed.filter(({ shell }) => shell.digest === digest).map(({ holder }) => holder);
  const other = same.find(id => id !== work.me.id);
  if (other !== undefined) return <Sending party={party} other={other} done={close} />;
  if (same.length > 0) return <Waiting />;
  return (
    <>
      <p>{t("invite.anew_lead", { name: partyName(work, party.id) })}</p>
      <Refusal error={asking.error} />
      <div class="row">
        <Button kind="main" onPress={() => asking.run()}>
          {t("invite.anew_make")}
        </Button>
        <Button onPress={close}>{t("confirm.not_now")}</Button>
      </div>
    </>
  );
}

/** What somebody else of the team has asked for, and whoever looks can sign. */
function Wanted({ party, signature }: { party: CaseRecord; signature: Signature }) {
  const { work } = useWork();
  const [by, name] = [actorName(work, signature.holder), partyName(work, party.id)];
  const step = { object: "party", id: party.id, move: MOVE, digest: signature.shell.digest };
  return (
    <>
      <p>{t("invite.anew_wanted", { by, name })}</p>
      <PressMove
        step={{ ...step, words: { text: "" } }}
        label={t("invite.anew_sign")}
        done={() => t("work.signed")}
        describedBy={`title-${party.id}`}
        asAssent
      />
    </>
  );
}

/** Nothing where whoever looks may neither make them nor sign. */
export function InviteAnew({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const base = { object: "party", id: party.id, move: MOVE };
  const signed = useSignatures(work, party, MOVE);
  const [isOpen, open] = useState(keptWords(work, party) !== undefined);
  if (signed === null || (party.state !== "confirmed" && !isOpen)) return null;
  const mine = signed.filter(({ holder }) => holder === work.me.id).map(({ shell }) => shell.digest);
  const wanted = signed.filter(({ holder, shell }) => holder !== work.me.id && !mine.includes(shell.digest));
  // Who was asked to sign is asked for nothing else.
  const isAsked = wanted.length > 0 && maySecond(work, base);
  return (
    <>
      {isAsked ? wanted.map(each => <Wanted key={each.shell.digest} party={party} signature={each} />) : null}
      {!isAsked && (may(work, base) || isOpen) ? (
        <Opening label={t("invite.anew")} isOpen={isOpen} open={open} describedBy={`title-${party.id}`}>
          <Panel party={party} signed={signed} close={() => open(false)} />
        </Opening>
      ) : null}
    </>
  );
}

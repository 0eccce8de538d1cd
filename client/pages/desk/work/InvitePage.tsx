/** Inviting a person of the case: nine words, shown once, to be told in person. */

import { useRef, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { useFocus } from "../../../ui/useFocus.ts";
import { iso, moment } from "../times.ts";
import { t } from "../words.ts";
import { type Invited, isRefused, prepareInvitation, sendInvitation } from "./inviting.ts";
import type { CaseRecord } from "./model.ts";
import { partyName } from "./naming.ts";
import { useWork } from "./useWork.ts";

interface InviteProps {
  readonly party: CaseRecord;
  /** After the words were told, or where nobody is invited after all. */
  readonly done: () => void;
}

/** Shown once: nothing of them is kept. */
export function NineWords({ invited, name, told }: { invited: Invited; name: string; told: () => unknown }) {
  const heading = useFocus<HTMLHeadingElement>(true);
  const until = new Date(invited.body.expires);
  const telling = useAction(told);
  return (
    <div>
      <h4 tabIndex={-1} ref={heading}>
        {t("invite.words", { name })}
      </h4>
      <ol class="code" aria-label={t("invite.nine")} dir="ltr" translate={false}>
        {invited.words.map(word => (
          <li key={word} lang={invited.list}>
            {word}
          </li>
        ))}
      </ol>
      <ul>
        <li>{t("invite.tell")}</li>
        <li>{t("invite.where", { address: `${location.host}/channel/` })}</li>
        <li>
          <time dateTime={iso(until)}>{t("invite.until", { when: moment(until) })}</time>
        </li>
        <li>{t("invite.lost")}</li>
      </ul>
      <Refusal error={telling.error} />
      <Button kind="main" onPress={telling.run}>
        {t("invite.told")}
      </Button>
    </div>
  );
}

/** What was made is sent again as it is, unless the server refused it. */
function useInviting(party: CaseRecord) {
  const { work } = useWork();
  const made = useRef<Invited | null>(null);
  const [invited, setInvited] = useState<Invited | null>(null);
  const action = useAction(async () => {
    made.current ??= await prepareInvitation(work, party);
    try {
      await sendInvitation(work, made.current);
    } catch (error) {
      if (isRefused(error)) made.current = null;
      throw error;
    }
    setInvited(made.current);
  });
  return { invited, action };
}

export function InvitePage({ party, done }: InviteProps) {
  const { work, store } = useWork();
  const { invited, action } = useInviting(party);
  const name = partyName(work, party.id);
  const told = async (): Promise<void> => {
    await store.reload();
    done();
  };
  if (invited) return <NineWords invited={invited} name={name} told={told} />;
  return (
    <div>
      <p>{t("invite.lead", { name })}</p>
      {party.state === "noted" ? null : <p class="small">{t("invite.again")}</p>}
      <Refusal error={action.error} />
      <div class="row">
        <Button kind="main" onPress={() => action.run()}>
          {t("invite.make")}
        </Button>
        <Button onPress={done}>{t("confirm.not_now")}</Button>
      </div>
    </div>
  );
}

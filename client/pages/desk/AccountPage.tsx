/** One's own page: ways in (each change seals the keyring anew), whom one cannot judge, notifications. */

import {
  deskApi,
  type KeyChange,
  type Notifications as Settings,
  type PasskeyView,
} from "../../lib/deskapi.ts";
import { hasKey } from "../../lib/ownkeys.ts";
import { fingerprint } from "../../lib/roster.ts";
import { Button } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Confirm.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Name } from "../../ui/Name.tsx";
import { Live, Notice, Refusal } from "../../ui/Notice.tsx";
import { useAction } from "../../ui/useAction.ts";
import { Conflicts } from "./Conflicts.tsx";
import type { Content } from "./frameState.ts";
import { Notifications } from "./Notifications.tsx";
import { OwnKeys, type Waiting } from "./OwnKeys.tsx";
import { addPasskey, newCode, removePasskey } from "./signInMethods.ts";
import { explain } from "./errors.ts";
import { newRecoveryCode } from "./RecoveryCode.tsx";
import { desk } from "./session.ts";
import { moment } from "./times.ts";
import { UnsentHint, useUnsent } from "./useUnsent.tsx";
import { useWords } from "./useWords.ts";
import { t } from "./words.ts";
import { PASSKEY_LABEL_LONGEST } from "../../lib/shared.ts";

interface Ways {
  readonly show: (page: Content) => void;
  /** Shows the account page anew. */
  readonly again: () => Promise<void>;
}

/** All that the page shows, as it was when it was asked for. */
interface Account extends Ways {
  /** Signed in by recovery code, so a passkey should be added now. */
  readonly byCode: boolean;
  readonly passkeys: readonly PasskeyView[];
  readonly changes: readonly KeyChange[];
  readonly waiting: Waiting | null;
  readonly root: string;
  readonly declared: readonly string[];
  readonly notifications: Settings;
  /** What went wrong on a page before this one, in words. */
  readonly trouble: readonly string[];
}

/** A card that asks once more before it removes. */
function Passkey({ passkey, again }: { passkey: PasskeyView; again: () => Promise<void> }) {
  const { t } = useWords();
  const label = passkey.label || t("account.first");
  const used = passkey.used ? moment(new Date(passkey.used)) : t("account.never");
  const removing = useAction(async () => {
    await removePasskey(passkey, label);
    await again();
  });
  return (
    <li class="card">
      <h3 dir="auto" lang="">
        {label}
      </h3>
      <p class="small">
        {t("account.made", { when: moment(new Date(passkey.created)) })}
        {" · "}
        {t("account.used", { when: used })}
      </p>
      {passkey.prf ? null : <p class="flag">{t("account.no_prf")}</p>}
      <Refusal error={removing.error} />
      <Confirm
        kind="link"
        question={t("account.remove_sure", { label })}
        yes={t("account.remove_yes")}
        no={t("account.remove_no")}
        onConfirm={removing.run}
      >
        {t("account.remove", { label })}
      </Confirm>
    </li>
  );
}

function Adder({ again }: { again: () => Promise<void> }) {
  const { t } = useWords();
  const draft = useUnsent("passkey", { label: "" });
  const adding = useAction(async () => {
    await addPasskey(draft.values.label.trim() || t("account.unnamed"));
    draft.drop();
    await again();
  });
  return (
    <form class="adder" onSubmit={event => event.preventDefault()}>
      <UnsentHint draft={draft} />
      <TextField
        id="label"
        label={t("account.label")}
        hint={t("account.label_hint")}
        maxLength={PASSKEY_LABEL_LONGEST}
        value={draft.values.label}
        onValue={value => draft.set("label", value)}
      />
      <Refusal error={adding.error} />
      <Button kind="main" onPress={adding.run}>
        {t("account.add")}
      </Button>
    </form>
  );
}

function Passkeys({ passkeys, again }: Account) {
  const { t } = useWords();
  const useful = passkeys.filter(({ prf }) => prf).length;
  return (
    <>
      <h2>{t("account.passkeys")}</h2>
      {useful < 2 ? (
        <Notice kind="calm">
          <p>{t("account.second")}</p>
        </Notice>
      ) : null}
      <ul class="keys">
        {passkeys
          .toSorted((a, b) => a.created.localeCompare(b.created))
          .map(passkey => (
            <Passkey key={passkey.id} passkey={passkey} again={again} />
          ))}
      </ul>
      <Adder again={again} />
    </>
  );
}

/** What went wrong on a page of its own, for the account page that comes after it. */
let trouble: readonly string[] = [];

async function renewCode({ show, again }: Ways): Promise<void> {
  const { me } = desk();
  try {
    await newCode(await newRecoveryCode({ name: me.name, title: () => t("account.code"), show }));
  } catch (error) {
    // Whoever has just written twelve words down must know that they are good for nothing.
    trouble = [explain(error), t("account.code_kept")];
  }
  await again();
}

function Code(ways: Ways) {
  const { t } = useWords();
  return (
    <>
      <h2>{t("account.code")}</h2>
      <p>{t("account.code_lead")}</p>
      <Button onPress={() => renewCode(ways)}>{t("account.code_new")}</Button>
    </>
  );
}

/** What was changed last, so that nobody's keys are changed behind their back. */
function Changes({ changes }: { changes: readonly KeyChange[] }) {
  const { t, term } = useWords();
  if (changes.length === 0) return null;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{t("account.changes")}</h2>
      <ul>
        {changes.map(({ at, change: what }) => (
          <li key={`${at} ${what}`}>{`${moment(new Date(at))}: ${term("change", what)}`}</li>
        ))}
      </ul>
      <p class="hint">{t("account.changes_not_you")}</p>
    </section>
  );
}

function AboutMe({ root }: { root: string }) {
  const { t, term } = useWords();
  const { me, site } = desk();
  const who = (
    <>
      <Name>{me.name}</Name>
      {" · "}
      <Name>{me.role}</Name>
    </>
  );
  const print = (
    <span class="mono" dir="ltr">
      {root}
    </span>
  );
  return (
    <Facts
      pairs={[
        [t("word.you"), who],
        [t("account.unit"), me.unit === "" ? "" : <Name key="unit">{me.unit}</Name>],
        [t("account.tier"), term("tier", String(me.tier))],
        [t("account.root"), print],
        [t("account.organisation"), <Name key="organisation">{site.organisation}</Name>],
      ]}
    />
  );
}

function Trouble({ words }: { words: readonly string[] }) {
  return (
    <Live urgent>
      {words.length === 0 ? null : (
        <Notice kind="warm">
          {words.map(each => (
            <p key={each}>{each}</p>
          ))}
        </Notice>
      )}
    </Live>
  );
}

function AccountPage(account: Account) {
  const { t } = useWords();
  return (
    <div class="page">
      <h1>{t("account.title")}</h1>
      {account.byCode ? (
        <Notice kind="warm">
          <p>{t("account.by_code")}</p>
        </Notice>
      ) : null}
      <Trouble words={account.trouble} />
      <AboutMe root={account.root} />
      <Passkeys {...account} />
      <Code show={account.show} again={account.again} />
      <OwnKeys waiting={account.waiting} again={account.again} />
      <Changes changes={account.changes} />
      <Conflicts start={account.declared} />
      <Notifications start={account.notifications} />
    </div>
  );
}

/** The page. */
export async function accountPage(ways: Ways, byCode: boolean): Promise<Content> {
  const api = deskApi();
  const [keyring, { declared }, notifications] = await Promise.all([
    api.keyring(),
    api.declared(),
    api.notifications(),
  ]);
  const { passkeys, changes, new_keys: newKeys } = keyring;
  const waiting = newKeys && { ...newKeys, own: await hasKey(desk().keyring, newKeys.signing) };
  const root = await fingerprint(desk().keyring.root);
  const account = { ...ways, byCode, passkeys, changes, waiting, root, declared, notifications, trouble };
  trouble = [];
  return () => <AccountPage {...account} />;
}

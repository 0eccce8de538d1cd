/** Cases that are worked together: which they are, what both have, linking another, and ending that. */

import { useEffect, useState } from "preact/hooks";
import { newId } from "../../../../lib/bytes.ts";
import { every } from "../../../../lib/caseworkState.ts";
import type { LinkView } from "../../../../lib/wire.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Confirm } from "../../../../ui/Confirm.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Notice, Refusal } from "../../../../ui/Notice.tsx";
import { useAction } from "../../../../ui/useAction.ts";
import { Line, Paragraphs } from "../../../../ui/Written.tsx";
import { mayDecide, reference } from "../../case/model.ts";
import { desk } from "../../session.ts";
import { iso, moment } from "../../times.ts";
import { type Key, t, term } from "../../words.ts";
import { api, readWork, type Work } from "../model.ts";
import { actorName, newest } from "../naming.ts";
import { seats } from "../team.ts";
import { useWork } from "../useWork.ts";
import { codeWords, objectWords } from "../words.ts";
import { Lending } from "./Lending.tsx";
import { Linking } from "./Linking.tsx";
import { Checking } from "./Checking.tsx";
import { mayCheck, signedCheck, signedLink } from "./links.ts";

type Opened = (work: Work, link: LinkView) => Promise<{ readonly words: string } | null>;

/** What its author signed, once it is opened; null where nothing is to be believed. */
function useSigned(work: Work, link: LinkView, opened: Opened): string | null | undefined {
  const [words, setWords] = useState<string | null>();
  useEffect(() => {
    let isShown = true;
    opened(work, link).then(
      said => isShown && setWords(said?.words ?? null),
      () => isShown && setWords(null),
    );
    return () => {
      isShown = false;
    };
  }, [work, link, opened]);
  return words;
}

function Signed({ link, opened }: { link: LinkView; opened: Opened }) {
  const { work } = useWork();
  const words = useSigned(work, link, opened);
  if (words === undefined) return null;
  return words === null ? <p class="small">{t("linked.unsigned")}</p> : <Paragraphs words={words} />;
}

/** What somebody of a later tier found; nothing while nobody has looked. */
function Checked({ link }: { link: LinkView }) {
  const { work } = useWork();
  const { check } = link;
  if (check === null) return null;
  const at = new Date(check.at);
  return (
    <>
      <p class="small">
        {t(check.retaliation ? "linked.found_it" : "linked.found_none", {
          name: actorName(work, check.author),
        })}
        {" · "}
        <time dateTime={iso(at)}>{moment(at)}</time>
      </p>
      <Signed link={link} opened={signedCheck} />
    </>
  );
}

/** Team and allegations of the other case, as whoever reads both reads them there. */
function Shared({ other }: { other: Work }) {
  const sitting = seats(other).filter(({ state }) => state === "declared");
  return (
    <>
      <h4>{t("work_part.team")}</h4>
      <ul class="plain">
        {sitting.length === 0 ? <li>{t("linked.no_team")}</li> : null}
        {sitting.map(({ id, holder, code }) => (
          <li key={id}>
            {codeWords(code)}: <Name>{actorName(other, holder)}</Name>
          </li>
        ))}
      </ul>
      <h4>{objectWords("allegation")}</h4>
      <ul class="plain">
        {every(other.state, "allegation").map(record => (
          <li key={record.id}>
            {codeWords(record.code)}, {t(`alleged_state.${record.state}` as Key)}
            {": "}
            <Line words={newest(other, record, "act")} />
          </li>
        ))}
        {every(other.state, "allegation").length === 0 ? <li>{t("linked.nothing_alleged")}</li> : null}
      </ul>
    </>
  );
}

function Looking({ id }: { id: string }) {
  const [other, setOther] = useState<Work | null>(null);
  const look = useAction(async () => setOther(await readWork(id, desk())));
  if (other !== null) return <Shared other={other} />;
  return (
    <>
      <Button onPress={() => look.run()}>{t("linked.show")}</Button>
      <Refusal error={look.error} />
    </>
  );
}

function End({ link }: { link: LinkView }) {
  const { work, store } = useWork();
  const end = useAction(() =>
    store.act(() => api.endLink(work.open.id, link.id, newId()), { message: () => t("linked.ended") }),
  );
  if (!mayDecide(work.open)) return null;
  return (
    <>
      <Confirm
        question={t("linked.end_sure")}
        yes={t("linked.end")}
        no={t("confirm.not_now")}
        onConfirm={() => end.run()}
      >
        {t("linked.end")}
      </Confirm>
      <Refusal error={end.error} />
    </>
  );
}

function standing({ ended, fault }: LinkView): string {
  if (ended !== null) return t("linked.is_over");
  return fault === "" ? t("linked.holds") : term("linked_fault", fault);
}

function Linked({ link }: { link: LinkView }) {
  const { work } = useWork();
  const at = new Date(link.at);
  const isLive = link.ended === null;
  return (
    <li class="card record">
      <h3>
        <a href={`#/case/${link.case}/work/alleged`} dir="ltr">
          {reference(link.case)}
        </a>
      </h3>
      <p>{standing(link)}</p>
      <p class="small">
        {t("linked.by", { name: actorName(work, link.author) })} ·{" "}
        <time dateTime={iso(at)}>{moment(at)}</time>
      </p>
      {link.ended === null ? null : (
        <p class="small">
          {t("linked.ended_by", { name: actorName(work, link.ended_by) })}
          {" · "}
          <time dateTime={iso(new Date(link.ended))}>{moment(new Date(link.ended))}</time>
        </p>
      )}
      <Signed link={link} opened={signedLink} />
      <Checked link={link} />
      {mayCheck(work, link) ? <Checking link={link} /> : null}
      {isLive ? <Looking id={link.case} /> : null}
      {isLive && link.fault === "" ? <Lending link={link} /> : null}
      <div class="row deeds">{isLive ? <End link={link} /> : null}</div>
    </li>
  );
}

export function LinkedPage() {
  const { work } = useWork();
  const { links } = work.view;
  return (
    <section aria-labelledby="linked-title">
      <h2 id="linked-title">{t("linked.title")}</h2>
      <p>{t("linked.about")}</p>
      {links.some(({ fault, ended }) => fault !== "" && ended === null) ? (
        <Notice kind="warm">
          <p>{t("linked.broken")}</p>
        </Notice>
      ) : null}
      {links.length === 0 ? <p class="small">{t("linked.none")}</p> : null}
      <ul class="plain records">
        {links.map(each => (
          <Linked key={each.id} link={each} />
        ))}
      </ul>
      {mayDecide(work.open) ? <Linking /> : null}
    </section>
  );
}

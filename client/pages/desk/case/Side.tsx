/** What stands beside the words: who can read it, and what happened. */

import type { ComponentChildren } from "preact";
import { Name } from "../../../ui/Name.tsx";
import { hour, iso, moment } from "../times.ts";
import { t, term } from "../words.ts";
import type { Holder, TimelineEntry } from "./model.ts";
import { useCase } from "./useCase.ts";

export interface BlockProps {
  readonly name: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A part of the side with its heading. */
export function Block({ name, title, children }: BlockProps) {
  return (
    <section class="block" aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>{title}</h2>
      {children}
    </section>
  );
}

function standing(holder: Holder): string {
  if (holder.left) return t("holder.left");
  if (holder.lapsed) return t("holder.lapsed");
  if (!holder.released) return t("holder.waiting");
  if (holder.acknowledged) return t("holder.acknowledged");
  return t(holder.opened ? "holder.opened" : "holder.not_opened");
}

function HolderItem({ holder }: { holder: Holder }) {
  const { me } = useCase().open;
  const { id, name, role, tier, left } = holder;
  return (
    <li class={left ? "left" : ""}>
      <div>
        <b>{id === me ? t("holder.you", { name }) : <Name>{name}</Name>}</b>{" "}
        <span class="small">
          <Name>{role}</Name>
        </span>
      </div>
      <p class="small">{`${term("tier", String(tier))} · ${standing(holder)}`}</p>
    </li>
  );
}

export interface HolderWordsProps {
  readonly holder: {
    readonly name: string;
    readonly role: string;
    readonly tier: number;
    readonly unit: string;
  };
  /** What else is to be known. */
  readonly more: string | null;
}

/** Whoever can be chosen: name, and under it the role, the tier, the unit and what else is to be known. */
export function HolderWords({ holder: { name, role, tier, unit }, more }: HolderWordsProps) {
  return (
    <>
      <Name>{name}</Name>
      <span class="hint">
        <Name>{role}</Name>
        {` · ${term("tier", String(tier))}`}
        {unit === "" ? null : " · "}
        {unit === "" ? null : <Name>{unit}</Name>}
        {more ? ` · ${more}` : null}
      </span>
    </>
  );
}

export function Holders() {
  const holders = useCase().open.holders.toSorted((a, b) => a.tier - b.tier);
  return (
    <Block name="holders" title={t("holders.title")}>
      <ul class="plain">
        {holders.map(holder => (
          <HolderItem key={holder.id} holder={holder} />
        ))}
      </ul>
    </Block>
  );
}

function Actor({ entry }: { entry: TimelineEntry }) {
  const { me } = useCase().open;
  if (entry.actor === me) return <>{t("word.you")}</>;
  return entry.name ? <Name>{entry.name}</Name> : <>{term("actor", entry.actor)}</>;
}

function Happened({ entry }: { entry: TimelineEntry }) {
  const at = new Date(entry.at);
  return (
    <li>
      <b>{term("event", entry.event)}</b>
      <p class="small">
        <Actor entry={entry} />
        {" · "}
        <time dateTime={iso(at)}>{entry.actor === "reporter" ? hour(at) : moment(at)}</time>
      </p>
    </li>
  );
}

/** The newest first. */
export function Timeline() {
  const { timeline, history } = useCase().open;
  const items = timeline.map((entry, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- a log only grows at its end
    <Happened key={at} entry={entry} />
  ));
  return (
    <Block name="timeline" title={t("timeline.title")}>
      <p class="small">{t("timeline.hint")}</p>
      {history?.older ? <p class="small">{t("timeline.older")}</p> : null}
      <ol class="timeline">{items.toReversed()}</ol>
    </Block>
  );
}

/** What is shown: notices, words of people, tables, tabs, what unfolds. */

import { useState } from "preact/hooks";
import { Disclosure } from "../../ui/Disclosure.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Name } from "../../ui/Name.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { Line, Paragraphs } from "../../ui/Written.tsx";
import { useWords } from "../desk/useWords.ts";
import { Part } from "./Part.tsx";

export function Notices() {
  const { t } = useWords();
  return (
    <Part name="Notice">
      <Notice kind="calm">
        <p>{t("account.second")}</p>
      </Notice>
      <Notice kind="warm">
        <p>{t("keys.stolen")}</p>
      </Notice>
      <Notice kind="grave">
        <p>{t("standing.key_differs")}</p>
      </Notice>
    </Part>
  );
}

const CHINESE = "我在酒店。\n\n第二天我走了。";
const ARABIC = "كان ذلك في الفندق (room 7).\n\nجاء أربع مرات.";

/** Words of people, which are in any language and run any way. */
export function Words() {
  const { t, language } = useWords();
  return (
    <>
      <Part name="Name">
        <p>{t("queue.lead")}</p>
        <ul>
          {["نور الهاشمي", "Ade Okafor", "高明"].map(name => (
            <li key={name}>
              <Name>{name}</Name> (<Name dir="ltr">4F1A-09C2</Name>)
            </li>
          ))}
        </ul>
      </Part>
      <Part name="Line">
        <p>
          <Line words="كاميرا الطابق السابع (3)" language={language} />
        </p>
      </Part>
      <Part name="Paragraphs">
        <Paragraphs words={CHINESE} language={language} />
        <Paragraphs words={ARABIC} language={language} />
      </Part>
    </>
  );
}

const CASES = [
  { ref: "4F1A-09C2", lead: "نور الهاشمي", state: "received", urgent: true },
  { ref: "77B0-1D3E", lead: "Ade Okafor", state: "acknowledged", urgent: false },
  { ref: "C0DE-5A11", lead: "高明", state: "received", urgent: false },
];

function useColumns(): readonly Column<(typeof CASES)[number]>[] {
  const { t, term } = useWords();
  return [
    { key: "ref", head: t("queue.ref"), cell: ({ ref }) => <Name dir="ltr">{ref}</Name> },
    { key: "state", head: t("queue.state"), cell: ({ state }) => term("state", state) },
    { key: "lead", head: t("queue.lead"), cell: ({ lead }) => <Name>{lead}</Name> },
  ];
}

export function Rows() {
  const { t, term } = useWords();
  const columns = useColumns();
  return (
    <>
      <Part name="Table">
        <Table
          class="queue"
          labelledBy="part-Table"
          columns={columns}
          rows={CASES}
          keyOf={({ ref }) => ref}
          rowClass={({ urgent }) => (urgent ? "urgent" : "")}
        />
      </Part>
      <Part name="Facts">
        <Facts
          pairs={[
            [t("word.you"), <Name key="name">نور الهاشمي</Name>],
            [t("account.tier"), term("tier", "2")],
            [t("account.unit"), ""],
          ]}
        />
      </Part>
    </>
  );
}

export function Tabbed() {
  const { t } = useWords();
  const [tab, setTab] = useState<"report" | "notes">("report");
  const [typed, setTyped] = useState("");
  return (
    <Part name="Tabs">
      <Tabs
        label={t("part.label")}
        selected={tab}
        onSelect={setTab}
        tabs={[
          { name: "report", label: t("part.report"), panel: <p>{t("queue.lead_in")}</p> },
          {
            name: "notes",
            label: t("part.notes"),
            count: 2,
            panel: <TextField id="note" label={t("part.notes")} value={typed} onValue={setTyped} />,
          },
        ]}
      />
    </Part>
  );
}

export function Unfolded() {
  const { t } = useWords();
  return (
    <Part name="Disclosure">
      <Disclosure summary={t("oversight.as_table")}>
        <p>{t("oversight.by_month_more")}</p>
      </Disclosure>
    </Part>
  );
}

/** What she has answered so far: read from the form, put back into it, and shown to her. */

import type { IdentityContent, ReportContent } from "../../../lib/letter.ts";
import { all, byId, day, inOneLine, language, t } from "../../dom.ts";
import type { Named } from "../../readers.ts";
import { Items, personLine } from "./items.ts";

/** What they saw or did is no reason to leave out those around them. */
const ALONE: readonly string[] = ["witness", "supporter", "told"];

export interface Answers {
  readonly report: ReportContent;
  /** The first day, `YYYY-MM-DD`, or null: the only answer that the server can read. */
  readonly disclosed: string | null;
  readonly identity: IdentityContent | null;
}

type Control = HTMLInputElement | HTMLTextAreaElement;

function text(name: string): string {
  return byId<Control>(name).value.trim();
}

function choice(name: string): string {
  return all<HTMLInputElement>(`input[name="${name}"]`).find(input => input.checked)?.value ?? "";
}

function choices(name: string): string[] {
  return all<HTMLInputElement>(`input[name="${name}"]`)
    .filter(input => input.checked)
    .map(input => input.value);
}

export class Form {
  readonly people = new Items("people", "person", "add-person");
  readonly told = new Items("told", "telling", "add-told");

  reveal(): ReportContent["reveal"] {
    return (choice("reveal") || "anonymous") as ReportContent["reveal"];
  }

  words(): string {
    return text("words");
  }

  urgent(): boolean {
    return ["no", "unsure"].includes(choice("safe"));
  }

  safe(): string {
    return choice("safe");
  }

  reach(): string {
    return choice("reach");
  }

  read(): Answers {
    const first = byId<HTMLInputElement>("disclosed").value;
    return {
      report: this.report(),
      disclosed: first === "" ? null : first,
      identity: this.identity(),
    };
  }

  /** Those around whom the report must go. */
  named(): Named[] {
    const { people, told } = this.report();
    const involved = people.map(({ name, note, role }) => ({
      name,
      key: note,
      line: !ALONE.includes(role),
      failed: false,
    }));
    const sat = told.filter(({ acted }) => acted === "no");
    return [...involved, ...sat.map(({ who }) => ({ name: who, key: "", line: false, failed: true }))];
  }

  private report(): ReportContent {
    const person = (item: Record<string, string>) => ({ name: "", relation: "", note: "", ...item });
    return {
      words: this.words(),
      about: choice("about") as ReportContent["about"],
      safe: choice("safe") as ReportContent["safe"],
      people: this.people.values().map(person) as unknown as ReportContent["people"],
      when: text("when"),
      where: text("where"),
      ongoing: choice("ongoing") as ReportContent["ongoing"],
      told: this.told.values() as unknown as ReportContent["told"],
      help: choices("help"),
      help_words: text("help_words"),
      worries: text("worries"),
      contact: {
        how: choice("reach"),
        detail: text("detail"),
        times: text("times"),
        name: text("call_name"),
        avoid: text("avoid"),
      },
      language: language(),
      needs: text("needs"),
      reveal: this.reveal(),
    };
  }

  private identity(): IdentityContent | null {
    const name = text("own_name");
    if (this.reveal() === "anonymous" || name === "") return null;
    return { name, contact: text("own_contact"), words: "" };
  }

  /** Puts a saved draft back. */
  fill({ report, disclosed, identity }: Answers): void {
    const set = (id: string, value: string) => (byId<Control>(id).value = value);
    for (const id of ["words", "when", "where", "help_words", "worries", "needs"] as const) {
      set(id, report[id]);
    }
    for (const id of ["detail", "times", "avoid"] as const) set(id, report.contact[id]);
    set("call_name", report.contact.name);
    set("disclosed", disclosed ?? "");
    set("own_name", identity?.name ?? "");
    set("own_contact", identity?.contact ?? "");
    const chosen = new Set([
      `safe ${report.safe}`,
      `about ${report.about}`,
      `ongoing ${report.ongoing}`,
      `reach ${report.contact.how}`,
      `reveal ${report.reveal}`,
      ...report.help.map(code => `help ${code}`),
    ]);
    for (const input of all<HTMLInputElement>('input[type="radio"], input[name="help"]')) {
      input.checked = chosen.has(`${input.name} ${input.value}`);
    }
    this.people.fill(report.people.map(person => ({ ...person })));
    this.told.fill(report.told.map(telling => ({ ...telling })));
  }
}

export interface Row {
  readonly label: string;
  readonly value: string;
  /** The step that changes it. */
  readonly step: string;
}

const lines = (...values: readonly string[]) => values.filter(value => value !== "").join("\n");
const worded = (family: string, value: string) => (value === "" ? "" : t(`${family}.${value}`));

function tellingLine({ who, when, acted }: ReportContent["told"][number]): string {
  return inOneLine(who, when, acted ? t(`acted.${acted}`) : "");
}

/** Every answer, with the page that changes it; an empty value was skipped. */
export function summary(answers: Answers, files: string): Row[] {
  const { report, disclosed, identity } = answers;
  const { contact } = report;
  const row = (key: string, step: string, value: string): Row => ({
    label: t(`asked.${key}`),
    step,
    value,
  });
  return [
    row("words", "words", report.words),
    row("safe", "safe", worded("safe", report.safe)),
    row("about", "about", worded("about", report.about)),
    row("when", "when", report.when),
    row("where", "when", report.where),
    row("ongoing", "when", worded("ongoing", report.ongoing)),
    row("people", "people", lines(...report.people.map(p => personLine({ ...p })))),
    row("told", "told", lines(...report.told.map(tellingLine))),
    row("disclosed", "told", disclosed === null ? "" : day(disclosed)),
    row("help", "wish", lines(...report.help.map(code => t(`wish.${code}`)), report.help_words)),
    row("worries", "wish", report.worries),
    row(
      "contact",
      "contact",
      lines(worded("reach", contact.how), contact.detail, contact.times, contact.name, contact.avoid),
    ),
    row("needs", "contact", report.needs),
    row("reveal", "reveal", lines(t(`reveal.${report.reveal}`), identity?.name ?? "")),
    row("files", "files", files),
  ];
}

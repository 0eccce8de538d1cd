/** The words of a notice or a draft, of each allegation by itself. */

import { Paragraphs } from "../../../../ui/Written.tsx";
import { t } from "../../words.ts";
import type { JudgedMove } from "../model.ts";
import { said } from "../naming.ts";
import { useWork } from "../useWork.ts";
import { calledBy, memberOf, type Part } from "./content.ts";

interface SaidProps {
  readonly move: JudgedMove;
  readonly ids: readonly string[];
  readonly parts: readonly Part[];
}

/** Nothing under what is empty. */
export function Said({ move, ids, parts }: SaidProps) {
  const { work } = useWork();
  return (
    <>
      {ids.map(id => (
        <section key={id} class="put">
          <h4 dir="auto">{calledBy(work, id)}</h4>
          <dl class="answers">
            {parts.map(part => {
              const words = said(move, memberOf(part, id));
              return words === "" ? null : (
                <div key={part}>
                  <dt>{t(`notices.${part}`)}</dt>
                  <dd>
                    <Paragraphs words={words} />
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      ))}
      <Paragraphs words={said(move, "text")} />
    </>
  );
}

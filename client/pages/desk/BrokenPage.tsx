import { Notice } from "../../ui/Notice.tsx";
import { useWords } from "./useWords.ts";

/** In the place of a page that could not be had. */
export function BrokenPage({ error }: { error: unknown }) {
  const { t, explain } = useWords();
  return (
    <div class="page narrow">
      <h1>{t("frame.problem")}</h1>
      <Notice kind="warm">{explain(error)}</Notice>
      <p>
        <a href="#/">{t("frame.to_queue")}</a>
      </p>
    </div>
  );
}

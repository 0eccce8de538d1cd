import { Button } from "../../../ui/Button.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { desk } from "../session.ts";
import { t } from "../words.ts";
import { reference } from "./model.ts";
import type { CaseStore } from "./store.ts";

/** Before the first opening: it is logged, and the reporter sees it. */
export function BeforePage({ store }: { store: CaseStore }) {
  const opening = useAction(() => store.openFirst());
  return (
    <div class="page narrow">
      <a href="#/" class="back">
        {t("queue.title")}
      </a>
      <h1>{t("before.title", { ref: reference(store.id) })}</h1>
      <p class="lead">{t("before.logged", { name: desk().me.name })}</p>
      <ul>
        <li>{t("before.conflict")}</li>
        <li>{t("before.place")}</li>
      </ul>
      <Refusal error={opening.error} />
      <div class="row">
        <Button kind="main" onPress={opening.run}>
          {t("before.open")}
        </Button>
        <Button onPress={() => store.go({ name: "out" })}>{t("before.out")}</Button>
      </div>
    </div>
  );
}

import { Button } from "../../../ui/Button.tsx";
import { t } from "../words.ts";
import { useCase } from "./useCase.ts";

/** From a page of its own to the case, as it is now. */
export function BackToCase() {
  const { open, store } = useCase();
  return (
    <Button kind="link" class="back" onPress={() => store.refresh()}>
      {t("case.back", { ref: open.ref })}
    </Button>
  );
}

import { Name } from "../../../ui/Name.tsx";
import { t } from "../words.ts";
import { useCase } from "./useCase.ts";

/** Name and role of somebody who has or had to do with the case. */
export function Holding({ id }: { id: string }) {
  const holder = useCase().open.holders.find(each => each.id === id);
  if (!holder) return <b>{t("thread.unknown")}</b>;
  return (
    <>
      <b>
        <Name>{holder.name}</Name>
      </b>
      {" · "}
      <Name>{holder.role}</Name>
    </>
  );
}

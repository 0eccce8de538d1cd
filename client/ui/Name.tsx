/**
 * A name, a role, a reference: it runs its own way and takes nothing beside it along (Unicode, UAX 9).
 * In which language it is, nobody knows.
 */
export function Name({ children, dir }: { children: string; dir?: "ltr" }) {
  return (
    <bdi lang="" dir={dir}>
      {children}
    </bdi>
  );
}

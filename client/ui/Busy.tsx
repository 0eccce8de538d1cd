export interface BusyProps {
  /** What is being done. */
  readonly label: string;
  /** How much of `all` is done; left out where nobody knows. */
  readonly done?: number;
  readonly all?: number;
  /** The same in words, under the bar. */
  readonly words?: string;
}

/** That something takes a while, and how far it is. */
export function Busy({ label, done, all, words }: BusyProps) {
  const known = done !== undefined && all !== undefined;
  return (
    <>
      <progress aria-label={label} {...(known ? { max: Math.max(1, all), value: done } : {})} />
      {words === undefined ? null : <p class="small">{words}</p>}
    </>
  );
}

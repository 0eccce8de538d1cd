/** How many at a time: to open a letter waits for the browser's own threads a dozen times. */
const LANES = 8;

/** Does `work` with each, some at a time, in their order as they end. Raises what `work` raises. */
export async function sideBySide<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = [];
  const left = items.entries();
  const lane = async (): Promise<void> => {
    for (const [at, item] of left) done[at] = await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return done;
}

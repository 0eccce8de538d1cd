import { useRef, useState } from "preact/hooks";

export interface Action<Given extends readonly unknown[]> {
  /** Does it, unless it is being done. Resolves to whether it was done; never rejects. */
  readonly run: (...given: Given) => Promise<boolean>;
  readonly busy: boolean;
  /** Why it was not done the last time; null before, and while it is tried again. */
  readonly error: unknown;
  /** Takes back what was said of the last time. */
  readonly clear: () => void;
}

/**
 * What a press does: one press, one act. What is refused is kept in `error`, for a `<Refusal>` beside
 * the button; what was typed is touched only by `act` itself.
 */
export function useAction<Given extends readonly unknown[]>(
  act: (...given: Given) => unknown,
): Action<Given> {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (...given: Given): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      await act(...given);
      return true;
    } catch (fault) {
      setError(fault);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, busy, error, clear: () => setError(null) };
}

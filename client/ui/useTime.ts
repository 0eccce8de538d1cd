import { useEffect, useState } from "preact/hooks";
import { serverTime } from "../lib/clock.ts";

const TICK = 30_000;

/** The server's time; the component is drawn again every `tick` milliseconds. */
export function useTime(tick = TICK): Date {
  const [, draw] = useState({});
  useEffect(() => {
    const timer = setInterval(() => draw({}), tick);
    return () => clearInterval(timer);
  }, [tick]);
  return serverTime();
}

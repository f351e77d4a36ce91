import { useCallback, useEffect, useRef, useState } from 'react';
import type { LiveState } from '../model/liveState';

type Entries = LiveState['entries'];

/** Rows change places at most this often; their content changes at once. */
const ORDER_INTERVAL_MS = 1_000;
/** After a pointer movement over the list its order holds, so nobody clicks the wrong row. */
const HOLD_MS = 1_500;

export interface HeldOrder {
  /** the entries as of the last reordering */
  readonly ordered: Entries;
  readonly hold: () => void;
}

export function useHeldOrder(entries: Entries): HeldOrder {
  const [ordered, setOrdered] = useState(entries);
  const orderedAtMs = useRef(0);
  const heldUntilMs = useRef(0);
  const hold = useCallback(() => {
    heldUntilMs.current = Date.now() + HOLD_MS;
  }, []);

  useEffect(() => {
    if (entries === ordered) return;
    let timer: ReturnType<typeof setTimeout>;
    const settle = () => {
      const nextMs = Math.max(orderedAtMs.current + ORDER_INTERVAL_MS, heldUntilMs.current);
      const waitMs = nextMs - Date.now();
      if (waitMs > 0) {
        timer = setTimeout(settle, waitMs);
        return;
      }
      orderedAtMs.current = Date.now();
      setOrdered(entries);
    };
    settle();
    return () => clearTimeout(timer);
  }, [entries, ordered]);

  return { ordered, hold };
}

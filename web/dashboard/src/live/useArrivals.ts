import { useEffect, useRef, useState } from 'react';
import { arrivalsSentence } from './model/announcement';
import type { LiveState } from './model/liveState';

/** A busy site must not talk all the time: at most one sentence in this interval. */
const ANNOUNCE_INTERVAL_MS = 10_000;

/** Text of the polite live region: who arrived since the last sentence. */
export function useArrivals(state: LiveState): string {
  const latest = useRef(state);
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    latest.current = state;
  }, [state]);
  useEffect(() => {
    let sinceMs = Date.now();
    const timer = setInterval(() => {
      const arrived = [...latest.current.entries.values()].filter(
        ({ arrivedAtMs }) => arrivedAtMs !== null && arrivedAtMs > sinceMs,
      );
      sinceMs = Date.now();
      const companies = arrived.map(({ visitor }) => visitor.company);
      setSentence(arrivalsSentence(companies, latest.current.total));
    }, ANNOUNCE_INTERVAL_MS);
    return () => clearInterval(timer);
  }, []);
  return sentence;
}

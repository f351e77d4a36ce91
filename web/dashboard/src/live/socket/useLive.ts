import { useEffect, useSyncExternalStore } from 'react';
import { liveStoreOf, type LiveSnapshot } from './liveStore';

export interface Live extends LiveSnapshot {
  readonly retryNow: () => void;
}

/** The live list of a key; connected while a component uses it. */
export function useLive(apiKey: string): Live {
  const store = liveStoreOf(apiKey);
  useEffect(() => store.acquire(), [store]);
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot);
  return { ...snapshot, retryNow: store.retryNow };
}

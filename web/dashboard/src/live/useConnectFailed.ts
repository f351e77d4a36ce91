import { useState } from 'react';
import type { ConnectionState } from './socket/liveSocket';

/**
 * True from the first failed connect until the first list. It stays true during the retries, so
 * the page does not change between skeleton and error with every attempt.
 */
export function useConnectFailed(connection: ConnectionState, listReceived: boolean): boolean {
  const [failed, setFailed] = useState(false);
  const failing = connection.kind !== 'connecting' && connection.kind !== 'live';
  const next = !listReceived && (failed || failing);
  if (next !== failed) setFailed(next);
  return next;
}

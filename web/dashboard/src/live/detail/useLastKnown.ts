import { useState } from 'react';
import type { LiveState } from '../model/liveState';
import type { Visitor } from '../model/visitor';

/**
 * The visitor of the open details. Who leaves the site stays readable here, and the closing
 * drawer keeps its content while it slides out.
 */
export function useLastKnown(visitorId: string | null, entries: LiveState['entries']) {
  const [known, setKnown] = useState<Visitor | null>(null);
  const current = visitorId === null ? undefined : entries.get(visitorId)?.visitor;
  if (current !== undefined && current !== known) setKnown(current);
  const matches = visitorId === null || known?.visitorId === visitorId;
  const visitor = current ?? (matches ? known : null);
  return { visitor, present: current !== undefined || visitorId === null };
}

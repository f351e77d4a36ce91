import { formatAgo, formatClock } from '../shared/format/duration';
import { useServerNow } from './ServerClock';

/** Small leaves, so a second passing renders a number and not a row. */
export function TimeOnSite({ startedAtMs }: { readonly startedAtMs: number }) {
  return <>{formatClock((useServerNow() - startedAtMs) / 1000)}</>;
}

export function LastActive({ atMs }: { readonly atMs: number }) {
  return <>{formatAgo((useServerNow() - atMs) / 1000)}</>;
}

import { formatAgo } from '../format/duration';
import { formatDateTime } from '../format/time';
import { useNow } from './useNow';

/** How long ago, with the full time as a tooltip. */
export function Ago({ atMs }: { readonly atMs: number }) {
  return <span title={formatDateTime(atMs)}>{formatAgo((useNow() - atMs) / 1000)}</span>;
}

import type { ReplayState } from '../../shared/api/excluded';
import { plural } from '../../shared/format/number';

/** What a replay that is over has done, in a sentence. */
export function replayResult({ counted, countedBefore, failed }: ReplayState): string {
  const parts = [`${plural(counted, 'event')} counted.`];
  if (countedBefore > 0) {
    parts.push(`${plural(countedBefore, 'event')} had been counted before.`);
  }
  if (failed > 0) parts.push(`${plural(failed, 'event')} could not be stored: ask once more.`);
  if (counted + countedBefore + failed === 0) return 'There was nothing to count in these days.';
  return parts.join(' ');
}

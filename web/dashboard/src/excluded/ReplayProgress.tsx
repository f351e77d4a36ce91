import { useQuery } from '@tanstack/react-query';
import { replayQuery } from '../shared/api/excluded';
import { formatCount } from '../shared/format/number';
import { CheckIcon } from '../shared/ui/icons';
import { replayResult } from './model/replayText';
import styles from './ReplayProgress.module.css';

/** How the site's latest replay goes, or what it has done. */
export function ReplayProgress({ apiKey }: { readonly apiKey: string }) {
  const { data } = useQuery(replayQuery(apiKey));
  if (data === undefined || (!data.running && data.donePercent === 0 && data.failed === 0)) {
    return null;
  }
  if (!data.running) {
    return (
      <p className={styles.box} role="status">
        <CheckIcon size={17} />
        <span>
          <strong>Counted after all.</strong> {replayResult(data)} Below, they stay listed as what
          came in.
        </span>
      </p>
    );
  }
  return (
    <div className={styles.box} role="status">
      <div className={styles.running}>
        <span>
          <strong>Counting after all…</strong> {formatCount(data.counted)} so far
        </span>
        <div
          className={styles.track}
          role="progressbar"
          aria-label="Progress of the replay"
          aria-valuenow={data.donePercent}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <div className={styles.done} style={{ width: `${data.donePercent}%` }} />
        </div>
      </div>
    </div>
  );
}

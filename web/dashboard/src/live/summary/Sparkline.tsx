import { useMemo } from 'react';
import { formatCount } from '../../shared/format/number';
import type { HistoryPoint } from '../model/history';
import { sparklinePath } from '../model/sparkline';
import styles from './Sparkline.module.css';

const WIDTH = 300;
const HEIGHT = 48;

interface SparklineProps {
  readonly history: readonly HistoryPoint[];
  /** newer than the last point of the history */
  readonly now: number;
}

/** Visitors now since this tab was opened (at most the last 15 minutes). */
export function Sparkline({ history, now }: SparklineProps) {
  const path = useMemo(() => sparklinePath(history, WIDTH, HEIGHT), [history]);
  if (path === null) return <div />;
  return (
    <figure className={styles.figure} aria-label={path.summary}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <linearGradient id="sparkline-fade" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--accent)" stopOpacity="0.2" />
          <stop offset="1" stopColor="var(--accent)" stopOpacity="0" />
        </linearGradient>
        <path className={styles.area} d={path.area} />
        <path className={styles.line} d={path.line} />
      </svg>
      <figcaption className={styles.caption} aria-hidden="true">
        <span>{path.span}</span>
        <span>peak {formatCount(Math.max(path.peak, now))}</span>
      </figcaption>
    </figure>
  );
}

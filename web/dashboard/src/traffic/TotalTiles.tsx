import { formatCount } from '../shared/format/number';
import { formatClock } from '../shared/format/duration';
import type { Figures } from '../shared/api/figures';
import { changePercent, formatChange } from './model/change';
import styles from './TotalTiles.module.css';

interface Tile {
  readonly metric: string;
  readonly name: string;
  readonly format: (value: number) => string;
  /** whether more of it is good news */
  readonly moreIsGood: boolean;
  /** what the figure is, for who points at it */
  readonly means: string;
}

const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const percent = (value: number) => `${Math.round(value)} %`;

const TILES: readonly Tile[] = [
  {
    metric: 'visitors',
    name: 'Visitors',
    format: formatCount,
    moreIsGood: true,
    means: 'Different visitors with a visit in these days',
  },
  {
    metric: 'companies',
    name: 'Companies',
    format: formatCount,
    moreIsGood: true,
    means: 'Different identified companies with a visit in these days',
  },
  {
    metric: 'visits',
    name: 'Visits',
    format: formatCount,
    moreIsGood: true,
    means: 'A visit ends after 30 minutes without an event; midnight cuts nothing',
  },
  {
    metric: 'page_views',
    name: 'Page views',
    format: formatCount,
    moreIsGood: true,
    means: 'Pages shown in these days',
  },
  {
    metric: 'views_per_visit',
    name: 'Views per visit',
    format: (value) => oneDecimal.format(value),
    moreIsGood: true,
    means: 'Page views by visits with a page view',
  },
  {
    metric: 'bounce_rate',
    name: 'Bounce rate',
    format: percent,
    moreIsGood: false,
    means: 'Visits with one page view, under 10 seconds of engaged time and no event',
  },
  {
    metric: 'engaged_time',
    name: 'Engaged time',
    format: formatClock,
    moreIsGood: true,
    means: 'Time of real use in a visit, on average',
  },
];

/** The sums of the range and how they changed. */
export function TotalTiles({
  figures,
  days,
}: {
  readonly figures: Figures;
  readonly days: number;
}) {
  const row = figures.rows[0];
  return (
    <dl className={styles.tiles}>
      {TILES.map(({ metric, name, format, moreIsGood, means }) => {
        const at = figures.metrics.indexOf(metric);
        const value = row?.metrics[at] ?? null;
        const change = changePercent(value, row?.compared?.[at] ?? null);
        const good = change === null || change === 0 ? null : change > 0 === moreIsGood;
        return (
          <div key={metric} className={styles.tile} title={means}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.value}>{value === null ? '–' : format(value)}</dd>
            <dd
              className={styles.change}
              data-good={good === null ? undefined : good}
              title={`against the ${days} days before`}
            >
              {change === null ? '' : formatChange(change)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

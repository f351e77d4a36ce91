import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { figuresQuery, localZone, type Figures } from '../shared/api/figures';
import { formatMoney } from '../shared/format/number';
import { DayChart } from '../shared/ui/DayChart';
import { LoadFailed } from '../shared/ui/LoadFailed';
import { Segments } from '../shared/ui/Segments';
import { ListSkeleton } from '../live/LivePageSkeleton';
import { PageFrame } from '../shell/PageFrame';
import { useAccess } from '../shell/useAccess';
import { useLeaveWhenSignedOut } from '../shell/useLeaveWhenSignedOut';
import { FilterChips } from './FilterChips';
import {
  DEFAULT_RANGE,
  RANGES,
  toggled,
  type Range,
  type TrafficSearch,
} from './model/trafficSearch';
import { ImportedCard } from './ImportedCard';
import { PanelCard, type PanelList } from './PanelCard';
import { TotalTiles } from './TotalTiles';
import styles from './TrafficPage.module.css';

const CHOICES = RANGES.map((range) => [range, `${Number.parseInt(range)} days`] as const);
const SERIES = [
  ['visitors', 'Visitors'],
  ['visits', 'Visits'],
  ['page_views', 'Page views'],
] as const;

const countries = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' });

function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code;
}

const capital = (value: string) => value.charAt(0).toUpperCase() + value.slice(1);

const CARDS: readonly {
  readonly title: string;
  readonly lists: readonly [PanelList, ...PanelList[]];
}[] = [
  {
    title: 'Companies',
    lists: [
      {
        panel: 'companies',
        name: 'Company',
        dimension: 'company',
        empty: 'No company was recognized in these days',
      },
      { panel: 'industries', name: 'Industry', dimension: 'industry' },
    ],
  },
  {
    title: 'Pages',
    lists: [
      { panel: 'pages', name: 'Page', dimension: 'page' },
      { panel: 'entry-pages', name: 'Entry', dimension: 'entry_page' },
      { panel: 'exit-pages', name: 'Exit', dimension: 'exit_page' },
    ],
  },
  {
    title: 'Sources',
    lists: [
      { panel: 'channels', name: 'Channel', dimension: 'channel' },
      { panel: 'sources', name: 'Source', dimension: 'source', unknown: 'Direct' },
      { panel: 'campaigns', name: 'Campaign', dimension: 'utm_campaign' },
    ],
  },
  {
    title: 'Places',
    lists: [
      {
        panel: 'countries',
        name: 'Country',
        dimension: 'country',
        unknown: 'Unknown',
        label: countryName,
      },
      { panel: 'cities', name: 'City', dimension: 'city' },
      { panel: 'languages', name: 'Language', dimension: 'language' },
    ],
  },
  {
    title: 'Devices',
    lists: [
      { panel: 'devices', name: 'Device', dimension: 'device', label: capital },
      { panel: 'browsers', name: 'Browser', dimension: 'browser', unknown: 'Unknown' },
      { panel: 'systems', name: 'System', dimension: 'system', unknown: 'Unknown' },
    ],
  },
  {
    title: 'Events',
    lists: [
      { panel: 'events', name: 'Event', dimension: 'event' },
      {
        panel: 'revenue',
        name: 'Revenue',
        dimension: 'currency',
        amount: formatMoney,
        empty: 'No event of these days brought revenue',
      },
    ],
  },
];

/** What happened over the last days: sums, days, and the most frequent of everything. */
export function TrafficPage() {
  const { apiKey } = useAccess();
  const search: TrafficSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const range = search.range ?? DEFAULT_RANGE;
  const filters = search.filter ?? [];
  const days = Number.parseInt(range);
  const [series, setSeries] = useState<(typeof SERIES)[number][0]>('visitors');
  const totals = useQuery(
    figuresQuery(apiKey, { panel: 'totals', range, filters, compared: true }),
  );
  const daily = useQuery(figuresQuery(apiKey, { panel: 'days', range, filters }));
  useLeaveWhenSignedOut(totals.error);

  const look = (next: Range, chosen: readonly string[]) => {
    const to: TrafficSearch = {
      ...(next === DEFAULT_RANGE ? {} : { range: next }),
      ...(chosen.length === 0 ? {} : { filter: chosen }),
    };
    void navigate({ to: '/traffic', search: to, resetScroll: false, replace: true });
  };
  return (
    <PageFrame
      title="Traffic"
      lead={`Everybody who came in the last ${days} days, today included, and how that compares with the ${days} days before.`}
      actions={
        <Segments label="Days" choices={CHOICES} value={range} onChange={(r) => look(r, filters)} />
      }
    >
      <FilterChips
        filters={filters}
        onRemove={(filter) => look(range, toggled(filters, filter))}
        onClear={() => look(range, [])}
      />
      {totals.isPending && <ListSkeleton label="Loading the figures" />}
      {totals.isError && (
        <LoadFailed what="The figures" error={totals.error} onRetry={() => void totals.refetch()} />
      )}
      {totals.isSuccess && (
        <>
          <TotalTiles figures={totals.data} days={days} />
          {daily.isSuccess && (
            <section className={styles.card} aria-labelledby="traffic-days">
              <header className={styles.head}>
                <h2 className={styles.heading} id="traffic-days">
                  By day
                </h2>
                <Segments label="Figure" choices={SERIES} value={series} onChange={setSeries} />
              </header>
              <DayChart
                label="By day"
                unit={nameOf(series).toLowerCase()}
                zone={localZone()}
                series={[{ key: 'n', name: nameOf(series), color: 'var(--series-1)' }]}
                days={chartDays(daily.data, series)}
              />
            </section>
          )}
          <div className={styles.grid}>
            {CARDS.map(({ title, lists }) => (
              <PanelCard
                key={title}
                apiKey={apiKey}
                title={title}
                lists={lists}
                range={range}
                filters={filters}
                onFilter={(filter) => look(range, toggled(filters, filter))}
              />
            ))}
          </div>
          <ImportedCard apiKey={apiKey} />
        </>
      )}
    </PageFrame>
  );
}

function nameOf(series: string): string {
  return SERIES.find(([metric]) => metric === series)?.[1] ?? series;
}

function chartDays(figures: Figures, series: string) {
  const at = figures.metrics.indexOf(series);
  return figures.rows.map(({ values, metrics }) => ({
    day: values[0] ?? '',
    parts: { n: metrics[at] ?? 0 },
  }));
}

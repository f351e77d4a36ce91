import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { importedQuery } from '../shared/api/imported';
import { formatFullDay } from '../shared/format/day';
import { plural } from '../shared/format/number';
import { DayChart } from '../shared/ui/DayChart';
import { Segments } from '../shared/ui/Segments';
import styles from './TrafficPage.module.css';

const SERIES = [
  ['visitors', 'Visitors'],
  ['pageViews', 'Page views'],
] as const;
const DAYS_SHOWN = 180;

/** Figures of days that another program summed up; nothing where none were imported. */
export function ImportedCard({ apiKey }: { readonly apiKey: string }) {
  const { data: days = [] } = useQuery(importedQuery(apiKey));
  const [series, setSeries] = useState<(typeof SERIES)[number][0]>('visitors');
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const shown = days.slice(-DAYS_SHOWN);
  const name = SERIES.find(([key]) => key === series)?.[1] ?? '';
  return (
    <section className={styles.card} aria-labelledby="traffic-imported">
      <header className={styles.head}>
        <h2 className={styles.heading} id="traffic-imported">
          Imported
        </h2>
        <Segments label="Imported figure" choices={SERIES} value={series} onChange={setSeries} />
      </header>
      <p className={styles.note}>
        What another program counted on {plural(days.length, 'day')} from{' '}
        {formatFullDay(first.date)} to {formatFullDay(last.date)}. It is in none of the figures
        above.
      </p>
      <DayChart
        label="Imported, by day"
        unit={name.toLowerCase()}
        series={[{ key: 'n', name, color: 'var(--series-2)' }]}
        days={shown.map((day) => ({ day: day.date, parts: { n: day[series] } }))}
      />
    </section>
  );
}

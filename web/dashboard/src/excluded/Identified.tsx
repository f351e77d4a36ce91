import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { identificationQuery, type Identification } from '../shared/api/identification';
import { lastDays } from '../shared/format/day';
import { formatCount } from '../shared/format/number';
import { DayChart } from '../shared/ui/DayChart';
import { LoadFailed } from '../shared/ui/LoadFailed';
import { foundOn, summariseMatches } from './model/matches';
import { sourceName, sourceSeries } from './model/matchSeries';
import { LookupTable } from './LookupTable';
import pageStyles from './ExcludedPage.module.css';
import styles from './Identified.module.css';

interface IdentifiedProps {
  readonly apiKey: string;
  readonly days: number;
}

/** How many of the networks that visit are known, by which source, and what that cost. */
export function Identified({ apiKey, days }: IdentifiedProps) {
  const { data, isPending, error, refetch } = useQuery(identificationQuery(apiKey, days));
  return (
    <section className={pageStyles.card} id="identified" aria-labelledby="identified-heading">
      <h2 className={pageStyles.heading} id="identified-heading">
        How well the others are identified
      </h2>
      <p className={styles.lead}>
        Of the networks that visited in a day and may be asked about, for how many the company was
        known. Most people sit behind an internet provider, and stay unknown.
      </p>
      {isPending && <Skeleton height={180} mt={16} aria-label="Loading the match rate" />}
      {error !== null && (
        <LoadFailed what="The match rate" error={error} onRetry={() => void refetch()} />
      )}
      {data !== undefined && <Matches identification={data} days={days} />}
    </section>
  );
}

interface MatchesProps {
  readonly identification: Identification;
  readonly days: number;
}

function Matches({ identification, days }: MatchesProps) {
  const summary = summariseMatches(identification.days);
  const known = identification.days.map(({ day }) => day);
  const byDay = new Map(identification.days.map((day) => [day.day, day]));
  const bars = lastDays(days, Date.now(), known).map((day) => {
    const match = byDay.get(day);
    if (match === undefined) return { day, parts: {} };
    return {
      day,
      parts: { ...match.found, unknown: Math.max(0, match.eligible - foundOn(match)) },
    };
  });
  return (
    <>
      {summary.percent === null ? (
        <p className={styles.none}>Nobody has visited in these days.</p>
      ) : (
        <>
          <dl className={styles.figures}>
            <Figure label="Match rate" value={`${summary.percent} %`} />
            <Figure label="Networks" value={formatCount(summary.eligible)} />
            <Figure label="Company known" value={formatCount(summary.found)} />
            {summary.bySource[0] !== undefined && (
              <Figure label="Best source" value={sourceName(summary.bySource[0][0])} />
            )}
          </dl>
          <DayChart
            label="Networks by day, and how their company was known"
            series={sourceSeries(summary.bySource.map(([source]) => source))}
            days={bars}
            unit="networks"
          />
        </>
      )}
      {identification.lookups !== null && (
        <LookupTable lookups={identification.lookups} sources={identification.sources} />
      )}
    </>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>{value}</dd>
    </div>
  );
}

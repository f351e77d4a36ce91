import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { excludedQuery } from '../shared/api/excluded';
import { plural } from '../shared/format/number';
import { LoadFailed } from '../shared/ui/LoadFailed';
import { Segments } from '../shared/ui/Segments';
import { ListSkeleton } from '../live/LivePageSkeleton';
import { PageFrame } from '../shell/PageFrame';
import { useAccess } from '../shell/useAccess';
import { useLeaveWhenSignedOut } from '../shell/useLeaveWhenSignedOut';
import { ExcludedChart } from './ExcludedChart';
import { Identified } from './Identified';
import { byReason } from './model/exclusions';
import { DEFAULT_RANGE, RANGES, type ExcludedSearch, type RangeDays } from './model/excludedSearch';
import { ReasonList } from './ReasonList';
import { ReplayDialog, type ReplaySubject } from './ReplayDialog';
import { ReplayProgress } from './ReplayProgress';
import styles from './ExcludedPage.module.css';

const CHOICES = RANGES.map((days) => [days, `${days} days`] as const);

/** What counts nowhere and why, and how many of the rest are known. */
export function ExcludedPage() {
  const { apiKey, user } = useAccess();
  const search: ExcludedSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const days = search.days ?? DEFAULT_RANGE;
  const excluded = useQuery(excludedQuery(apiKey, days));
  useLeaveWhenSignedOut(excluded.error);
  const [subject, setSubject] = useState<ReplaySubject | null>(null);
  const total = excluded.data?.reduce((sum, { events }) => sum + events, 0) ?? 0;

  const look = (range: RangeDays) => {
    const next: ExcludedSearch = range === DEFAULT_RANGE ? {} : { days: range };
    void navigate({ to: '/excluded', search: next, resetScroll: false, replace: true });
  };
  return (
    <PageFrame
      title="Excluded"
      lead="What came in and counts nowhere: no visitor, no page view, no look-up. Nothing of it is hidden, and what is stored can be counted after all."
      actions={<Segments label="Days" choices={CHOICES} value={days} onChange={look} />}
    >
      <ReplayProgress apiKey={apiKey} />
      {excluded.isPending && <ListSkeleton label="Loading what was excluded" />}
      {excluded.isError && (
        <LoadFailed
          what="What was excluded"
          error={excluded.error}
          onRetry={() => void excluded.refetch()}
        />
      )}
      {excluded.isSuccess && (
        <>
          <section className={styles.card} aria-labelledby="excluded-days">
            <h2 className={styles.heading} id="excluded-days">
              {total === 0
                ? `Nothing was excluded in ${days} days`
                : `${plural(total, 'event')} excluded in ${days} days`}
            </h2>
            {total > 0 && <ExcludedChart counts={excluded.data} days={days} />}
          </section>
          <ReasonList
            reasons={byReason(excluded.data)}
            onReplay={user === null ? null : setSubject}
          />
        </>
      )}
      <Identified apiKey={apiKey} days={days} />
      <ReplayDialog
        apiKey={apiKey}
        subject={subject}
        days={days}
        onClose={() => setSubject(null)}
      />
    </PageFrame>
  );
}

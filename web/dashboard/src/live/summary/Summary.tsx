import { useMemo } from 'react';
import { formatClock } from '../../shared/format/duration';
import { formatCount, plural } from '../../shared/format/number';
import { useServerNow } from '../ServerClock';
import type { HistoryPoint } from '../model/history';
import type { LiveState } from '../model/liveState';
import { summarise } from '../model/summary';
import type { Visitor } from '../model/visitor';
import { PresenceSplit } from './PresenceSplit';
import { Sparkline } from './Sparkline';
import { Stat } from './Stat';
import styles from './Summary.module.css';

interface SummaryProps {
  readonly state: LiveState;
  readonly history: readonly HistoryPoint[];
}

export function Summary({ state, history }: SummaryProps) {
  const summary = useMemo(() => summarise(state.entries.values()), [state.entries]);
  const shown = state.entries.size;
  // Split and sums come from the visitors at hand; beyond the server's limit that must be said.
  const ofNewest = state.total > shown ? ` of the newest ${formatCount(shown)}` : '';
  return (
    <section className={styles.summary} aria-label="Summary">
      <div className={styles.now}>
        <div>
          <h2 className={styles.label}>Visitors now</h2>
          <p className={styles.value}>{formatCount(state.total)}</p>
        </div>
        <Sparkline history={history} now={state.total} />
        <div className={styles.split}>
          <PresenceSplit byPresence={summary.byPresence} note={ofNewest} />
        </div>
      </div>
      <Stat
        label="Companies"
        labelRest="now"
        value={formatCount(summary.companies)}
        detail={plural(summary.identifiedVisitors, 'visitor')}
      />
      <Stat
        label="Page views"
        value={formatCount(summary.pageViews)}
        detail={ofNewest === '' ? 'in these visits' : `of the newest ${formatCount(shown)}`}
      />
      {summary.longest !== null && <LongestStay visitor={summary.longest} />}
    </section>
  );
}

function LongestStay({ visitor }: { readonly visitor: Visitor }) {
  const seconds = (useServerNow() - visitor.startedAtMs) / 1000;
  return (
    <Stat
      label="Longest"
      labelRest="on site"
      value={formatClock(seconds)}
      detail={visitor.company}
    />
  );
}

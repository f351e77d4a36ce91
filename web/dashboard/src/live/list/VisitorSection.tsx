import { Button } from '@mantine/core';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { formatCount } from '../../shared/format/number';
import type { PresenceFilter } from '../model/filter';
import type { LiveState } from '../model/liveState';
import { buildRows } from '../model/rows';
import { Toolbar } from './Toolbar';
import { useHeldOrder } from './useHeldOrder';
import { useViewPreferences } from './useViewPreferences';
import { VisitorGrid, type VisitorGridHandle } from './VisitorGrid';
import styles from './VisitorSection.module.css';

interface VisitorSectionProps {
  readonly state: LiveState;
  readonly selectedId: string | null;
  readonly onOpen: (visitorId: string) => void;
}

/** The list with its search, filter, sort and grouping. */
export function VisitorSection({ state, selectedId, onOpen }: VisitorSectionProps) {
  const [query, setQuery] = useState('');
  const [presence, setPresence] = useState<PresenceFilter>('all');
  const { sort, grouped, sortBy, setGrouped } = useViewPreferences();
  const deferredQuery = useDeferredValue(query);
  const gridRef = useRef<VisitorGridHandle>(null);
  const focusList = useCallback(() => gridRef.current?.focusFirst(), []);
  const { ordered, hold } = useHeldOrder(state.entries);

  const rows = useMemo(
    () => buildRows(ordered.values(), { query: deferredQuery, presence, sort, grouped }),
    [ordered, deferredQuery, presence, sort, grouped],
  );
  const matching = rows.reduce((sum, row) => sum + Number(row.kind === 'visitor'), 0);
  const filtered = deferredQuery.trim() !== '' || presence !== 'all';
  const clear = () => {
    setQuery('');
    setPresence('all');
  };

  return (
    <section className={styles.section} aria-label="Visitors">
      <div className={styles.top}>
        <div className={styles.toolbar}>
          <h2 className={styles.heading}>On the site now</h2>
          <span className={styles.shown}>
            {shownText(matching, filtered, state.entries.size, state.total)}
          </span>
          <Toolbar
            query={query}
            presence={presence}
            grouped={grouped}
            sort={sort}
            onQuery={setQuery}
            onPresence={setPresence}
            onGrouped={setGrouped}
            onSort={sortBy}
            onLeaveToList={focusList}
          />
        </div>
      </div>
      {rows.length === 0 ? (
        <div className={styles.none}>
          <p>{presence === 'all' ? 'No visitor matches the search.' : 'No visitor matches.'}</p>
          <Button variant="default" onClick={clear}>
            Show all visitors
          </Button>
        </div>
      ) : (
        <VisitorGrid
          ref={gridRef}
          rows={rows}
          sort={sort}
          onSort={sortBy}
          latest={state.entries}
          selectedId={selectedId}
          onOpen={onOpen}
          onPointerMove={hold}
        />
      )}
    </section>
  );
}

function shownText(matching: number, filtered: boolean, listed: number, total: number): string {
  if (filtered) return `${formatCount(matching)} of ${formatCount(listed)}`;
  if (total > listed) return `newest ${formatCount(listed)} of ${formatCount(total)}`;
  return formatCount(listed);
}

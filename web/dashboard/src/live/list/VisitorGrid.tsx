import { useImperativeHandle, useState, type Ref } from 'react';
import type { LiveState } from '../model/liveState';
import type { ListRow } from '../model/rows';
import type { Sort, SortKey } from '../model/sort';
import { ColumnHeader, COLUMN_COUNT } from './ColumnHeader';
import { CompanyRow } from './CompanyRow';
import { useRowKeys } from './useRowKeys';
import { useRowVirtualizer } from './useRowVirtualizer';
import { VisitorRow } from './VisitorRow';
import styles from './VisitorGrid.module.css';

export interface VisitorGridHandle {
  readonly focusFirst: () => void;
}

interface VisitorGridProps {
  readonly ref: Ref<VisitorGridHandle>;
  readonly rows: readonly ListRow[];
  readonly sort: Sort;
  readonly onSort: (key: SortKey) => void;
  /** newest state of each visitor; `rows` only gives the order */
  readonly latest: LiveState['entries'];
  readonly selectedId: string | null;
  readonly onOpen: (visitorId: string) => void;
  readonly onPointerMove: () => void;
}

/** The rows near the window, and the keyboard's way through all of them. */
export function VisitorGrid(props: VisitorGridProps) {
  const { rows, latest, selectedId, onOpen } = props;
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const { bodyRef, virtualizer, scrollMargin } = useRowVirtualizer(rows, activeKey);
  const { onKeyDown, onFocus, focusFirst } = useRowKeys({
    rows,
    virtualizer,
    bodyRef,
    onActivate: setActiveKey,
    onOpen,
  });
  useImperativeHandle(props.ref, () => ({ focusFirst }), [focusFirst]);

  const firstVisitorKey = rows.find(({ kind }) => kind === 'visitor')?.key;
  const tabbableKey = rows.some(({ key }) => key === activeKey) ? activeKey : firstVisitorKey;

  return (
    <>
      <div
        role="grid"
        aria-label="Visitors on the site now"
        aria-rowcount={rows.length + 1}
        aria-colcount={COLUMN_COUNT}
        onPointerMove={props.onPointerMove}
      >
        <ColumnHeader sort={props.sort} onSort={props.onSort} />
        <div
          role="rowgroup"
          ref={bodyRef}
          className={styles.body}
          style={{ height: virtualizer.getTotalSize() + 2 }}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
        >
          {virtualizer.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const place = { rowIndex: index + 2, offset: start - scrollMargin, height: size };
            if (row.kind === 'company') {
              return <CompanyRow key={row.key} group={row.group} {...place} />;
            }
            const current = latest.get(row.entry.visitor.visitorId);
            return (
              <VisitorRow
                key={row.key}
                rowKey={row.key}
                entry={current ?? row.entry}
                left={current === undefined}
                selected={row.entry.visitor.visitorId === selectedId}
                tabbable={row.key === tabbableKey}
                onOpen={onOpen}
                {...place}
              />
            );
          })}
        </div>
      </div>
      <p className={styles.hint} aria-hidden="true">
        <kbd>/</kbd> search · <kbd>↑</kbd> <kbd>↓</kbd> move · <kbd>Enter</kbd> details
      </p>
    </>
  );
}

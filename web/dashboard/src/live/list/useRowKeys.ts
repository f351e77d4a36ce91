import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { nextRowIndex } from '../model/rowKeys';
import type { ListRow } from '../model/rows';

interface RowKeysOptions {
  readonly rows: readonly ListRow[];
  readonly virtualizer: Virtualizer<Window, HTMLElement>;
  readonly bodyRef: { readonly current: HTMLElement | null };
  readonly onActivate: (rowKey: string) => void;
  readonly onOpen: (visitorId: string) => void;
}

/** Arrows, Home and End move along the rows, Enter or Space opens one. */
export function useRowKeys({ rows, virtualizer, bodyRef, onActivate, onOpen }: RowKeysOptions) {
  const pendingKey = useRef<string | null>(null);

  // A row far away exists only after the scroll has rendered it; so the focus waits for it.
  useLayoutEffect(() => {
    if (pendingKey.current === null) return;
    const row = findRow(bodyRef.current, pendingKey.current);
    if (row === undefined) return;
    pendingKey.current = null;
    row.focus({ preventScroll: true });
  });

  const focusIndex = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row === undefined) return;
      pendingKey.current = row.key;
      onActivate(row.key);
      virtualizer.scrollToIndex(index, { align: 'auto' });
      const rendered = findRow(bodyRef.current, row.key);
      if (rendered === undefined) return;
      pendingKey.current = null;
      rendered.focus({ preventScroll: true });
    },
    [rows, virtualizer, bodyRef, onActivate],
  );

  const focusFirst = useCallback(
    () => focusIndex(nextRowIndex(rows, -1, 'Home')),
    [focusIndex, rows],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const key = keyOf(event.target);
    const index = rows.findIndex((row) => row.key === key);
    const row = rows[index];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key === 'Enter' || event.key === ' ') && row.kind === 'visitor') {
      event.preventDefault();
      onOpen(row.entry.visitor.visitorId);
      return;
    }
    const next = nextRowIndex(rows, index, event.key);
    if (next < 0) return;
    event.preventDefault();
    focusIndex(next);
  };

  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const key = keyOf(event.target);
    if (key !== undefined) onActivate(key);
  };

  return { onKeyDown, onFocus, focusFirst };
}

function keyOf(target: EventTarget): string | undefined {
  return target instanceof HTMLElement ? target.dataset.rowKey : undefined;
}

/** Compared in script: a visitor ID comes from outside and has no place in a selector. */
function findRow(body: HTMLElement | null, key: string): HTMLElement | undefined {
  const rows = body?.querySelectorAll<HTMLElement>('[data-row-key]') ?? [];
  return [...rows].find((row) => row.dataset.rowKey === key);
}

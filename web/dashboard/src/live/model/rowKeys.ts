import type { ListRow } from './rows';

const PAGE_ROWS = 10;

/** Index the key leads to, company headings skipped; -1 when it leads nowhere. */
export function nextRowIndex(rows: readonly ListRow[], from: number, key: string): number {
  const isVisitor = (row: ListRow) => row.kind === 'visitor';
  switch (key) {
    case 'ArrowDown':
      return rows.findIndex((row, index) => index > from && isVisitor(row));
    case 'ArrowUp':
      return rows.findLastIndex((row, index) => index < from && isVisitor(row));
    case 'PageDown': {
      const target = rows.findIndex((row, index) => index >= from + PAGE_ROWS && isVisitor(row));
      return target < 0 ? nextRowIndex(rows, from, 'End') : target;
    }
    case 'PageUp': {
      const target = rows.findLastIndex(
        (row, index) => index <= from - PAGE_ROWS && isVisitor(row),
      );
      return target < 0 ? nextRowIndex(rows, from, 'Home') : target;
    }
    case 'Home':
      return rows.findIndex(isVisitor);
    case 'End':
      return rows.findLastIndex(isVisitor);
    default:
      return -1;
  }
}

import { UnstyledButton } from '@mantine/core';
import { ArrowDownIcon, ArrowUpIcon } from '../../shared/ui/icons';
import type { Sort, SortKey } from '../model/sort';
import styles from './ColumnHeader.module.css';
import rowStyles from './VisitorRow.module.css';

interface Column {
  readonly name: string;
  readonly sortKey?: SortKey;
  readonly numeric?: true;
}

const COLUMNS: readonly Column[] = [
  { name: 'Visitor', sortKey: 'company' },
  { name: 'Current page' },
  { name: 'Source' },
  { name: 'Location and device' },
  { name: 'On site', sortKey: 'timeOnSite', numeric: true },
  { name: 'Pages', sortKey: 'pageViews', numeric: true },
  { name: 'Last active', sortKey: 'lastActivity', numeric: true },
];

export const COLUMN_COUNT = COLUMNS.length;

interface ColumnHeaderProps {
  readonly sort: Sort;
  readonly onSort: (key: SortKey) => void;
}

export function ColumnHeader({ sort, onSort }: ColumnHeaderProps) {
  return (
    <div role="rowgroup" className={`${styles.header} ${rowStyles.columns}`}>
      <div role="row" aria-rowindex={1} style={{ display: 'contents' }}>
        {COLUMNS.map(({ name, sortKey, numeric }) => (
          <div
            key={name}
            role="columnheader"
            className={numeric && styles.numeric}
            aria-sort={sortKey === sort.key ? sort.direction : undefined}
          >
            {sortKey === undefined ? (
              name
            ) : (
              <UnstyledButton
                className={styles.sort}
                data-sorted={sortKey === sort.key}
                onClick={() => onSort(sortKey)}
              >
                {name}
                {sortKey === sort.key && <Direction sort={sort} />}
              </UnstyledButton>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function Direction({ sort }: { readonly sort: Sort }) {
  return sort.direction === 'ascending' ? <ArrowUpIcon size={12} /> : <ArrowDownIcon size={12} />;
}

import { memo } from 'react';
import { plural } from '../../shared/format/number';
import type { CompanyGroup } from '../model/rows';
import { COLUMN_COUNT } from './ColumnHeader';
import styles from './CompanyRow.module.css';

interface CompanyRowProps {
  readonly group: CompanyGroup;
  readonly rowIndex: number;
  readonly offset: number;
  readonly height: number;
}

/** Heading of a company's visitors. */
export const CompanyRow = memo(function CompanyRow({
  group,
  rowIndex,
  offset,
  height,
}: CompanyRowProps) {
  return (
    <div
      role="row"
      className={styles.row}
      style={{ height, transform: `translateY(${offset}px)` }}
      aria-rowindex={rowIndex}
    >
      <div role="gridcell" className={styles.cell} aria-colspan={COLUMN_COUNT}>
        <span className={styles.name} data-identified={group.identified}>
          {group.company}
        </span>
        <span className={styles.count}>
          {plural(group.visitors, 'visitor')} · {plural(group.pageViews, 'page view')}
        </span>
      </div>
    </div>
  );
});

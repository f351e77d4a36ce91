import { Button } from '@mantine/core';
import { formatCount } from '../shared/format/number';
import styles from './Pager.module.css';

interface PagerProps {
  /** from 1 */
  readonly page: number;
  readonly size: number;
  /** rows on this page */
  readonly shown: number;
  readonly more: boolean;
  readonly onPage: (page: number) => void;
}

export function Pager({ page, size, shown, more, onPage }: PagerProps) {
  if (page === 1 && !more) return null;
  const first = (page - 1) * size + 1;
  return (
    <nav className={styles.pager} aria-label="Pages of the list">
      <span className={styles.range}>
        {shown > 0 && `${formatCount(first)} to ${formatCount(first + shown - 1)}`}
      </span>
      <Button variant="default" disabled={page === 1} onClick={() => onPage(page - 1)}>
        Previous
      </Button>
      <Button variant="default" disabled={!more} onClick={() => onPage(page + 1)}>
        Next
      </Button>
    </nav>
  );
}

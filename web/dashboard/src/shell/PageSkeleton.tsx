import { Skeleton } from '@mantine/core';
import { ListSkeleton } from '../live/LivePageSkeleton';
import styles from './PageFrame.module.css';

/** While a page and its data are loaded. */
export function PageSkeleton() {
  return (
    <main
      className={styles.page}
      aria-busy="true"
      aria-label="Loading"
      style={{ marginTop: 'var(--header-height)' }}
    >
      <Skeleton height={24} width={160} />
      <ListSkeleton label="Loading the page" />
    </main>
  );
}

import { Skeleton } from '@mantine/core';
import styles from './LivePageSkeleton.module.css';

/** While the server is asked who is looking. */
export function LivePageSkeleton() {
  return (
    <main className={styles.page} aria-busy="true" aria-label="Loading">
      <SummarySkeleton />
      <ListSkeleton />
    </main>
  );
}

export function SummarySkeleton() {
  return (
    <div className={styles.summary} aria-hidden="true">
      {[0, 1, 2, 3].map((stat) => (
        <div key={stat} className={styles.stat}>
          <Skeleton height={10} width={84} />
          <Skeleton height={26} width={56} />
        </div>
      ))}
    </div>
  );
}

export function ListSkeleton({ label = 'Loading the visitors' }: { readonly label?: string }) {
  return (
    <div className={styles.list} role="status" aria-label={label}>
      {[72, 56, 64, 48, 68, 52].map((width, row) => (
        <div key={row} className={styles.row}>
          <Skeleton height={36} width={36} radius={10} style={{ flex: 'none' }} />
          <Skeleton height={12} width={`${width}%`} />
        </div>
      ))}
    </div>
  );
}

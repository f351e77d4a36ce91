import type { ReactNode } from 'react';
import styles from './FactList.module.css';

export function FactList({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.list}>{children}</dl>;
}

interface FactProps {
  readonly name: string;
  readonly action?: ReactNode;
  /** null: not known */
  readonly children: ReactNode;
}

export function Fact({ name, action, children }: FactProps) {
  return (
    <div className={styles.fact}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children ?? <span className={styles.none}>Not known</span>}</dd>
      {action !== undefined && <dd className={styles.value}>{action}</dd>}
    </div>
  );
}

import type { ReactNode } from 'react';
import { AlertIcon } from './icons';
import styles from './Notice.module.css';

interface NoticeProps {
  readonly tone: 'danger' | 'warn';
  readonly children: ReactNode;
}

/** Something went wrong; read out at once. */
export function Notice({ tone, children }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role="alert">
      <AlertIcon size={17} />
      <div>{children}</div>
    </div>
  );
}

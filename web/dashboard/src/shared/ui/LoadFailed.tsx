import { Button } from '@mantine/core';
import { Notice } from './Notice';
import styles from './LoadFailed.module.css';

interface LoadFailedProps {
  /** such as `The companies` */
  readonly what: string;
  readonly error: Error;
  readonly onRetry: () => void;
}

/** Part of a page could not be loaded. */
export function LoadFailed({ what, error, onRetry }: LoadFailedProps) {
  return (
    <Notice tone="danger">
      <div className={styles.line}>
        <span>
          {what} could not be loaded. {error.message}
        </span>
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          Try again
        </Button>
      </div>
    </Notice>
  );
}

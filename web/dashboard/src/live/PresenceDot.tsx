import type { Presence } from './model/visitor';
import styles from './PresenceDot.module.css';

export const PRESENCE_ORDER: readonly Presence[] = ['active', 'idle', 'away'];

export const PRESENCE_TEXTS: Readonly<Record<Presence, { name: string; meaning: string }>> = {
  active: { name: 'Active', meaning: 'Looking at the page and using it' },
  idle: { name: 'Idle', meaning: 'Page visible, no input for half a minute' },
  away: { name: 'Away', meaning: 'All tabs of the site are in the background' },
};

interface PresenceDotProps {
  readonly presence: Presence;
  readonly className?: string | undefined;
  /** read out where no text stands beside the dot */
  readonly label?: string;
}

export function PresenceDot({ presence, className, label }: PresenceDotProps) {
  const classes = className === undefined ? styles.dot : `${styles.dot} ${className}`;
  return label === undefined ? (
    <span className={classes} data-presence={presence} aria-hidden="true" />
  ) : (
    <span
      className={classes}
      data-presence={presence}
      role="img"
      aria-label={label}
      title={label}
    />
  );
}

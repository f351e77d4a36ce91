import type { PresenceFilter } from '../model/filter';
import { PRESENCE_ORDER, PRESENCE_TEXTS, PresenceDot } from '../PresenceDot';
import styles from './PresenceFilterControl.module.css';

interface PresenceFilterControlProps {
  readonly value: PresenceFilter;
  readonly onChange: (value: PresenceFilter) => void;
}

const CHOICES: readonly PresenceFilter[] = ['all', ...PRESENCE_ORDER];

export function PresenceFilterControl({ value, onChange }: PresenceFilterControlProps) {
  return (
    <fieldset className={styles.group} aria-label="Presence">
      {CHOICES.map((choice) => (
        <label key={choice} className={styles.choice}>
          <input
            type="radio"
            name="presence"
            checked={choice === value}
            onChange={() => onChange(choice)}
          />
          <span>
            {choice !== 'all' && <PresenceDot presence={choice} />}
            {choice === 'all' ? 'All' : PRESENCE_TEXTS[choice].name}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

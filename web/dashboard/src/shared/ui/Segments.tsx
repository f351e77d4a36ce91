import { useId, type ReactNode } from 'react';
import styles from './Segments.module.css';

interface SegmentsProps<T extends string | number> {
  readonly label: string;
  readonly choices: readonly (readonly [value: T, caption: ReactNode])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few. */
export function Segments<T extends string | number>(props: SegmentsProps<T>) {
  const { label, choices, value, onChange } = props;
  const name = useId();
  return (
    <fieldset className={styles.group} aria-label={label}>
      {choices.map(([choice, caption]) => (
        <label key={choice} className={styles.choice}>
          <input
            type="radio"
            name={name}
            checked={choice === value}
            onChange={() => onChange(choice)}
          />
          <span>{caption}</span>
        </label>
      ))}
    </fieldset>
  );
}

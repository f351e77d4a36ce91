import { chipOf } from './model/trafficSearch';
import styles from './FilterChips.module.css';

interface FilterChipsProps {
  readonly filters: readonly string[];
  readonly onRemove: (filter: string) => void;
  readonly onClear: () => void;
}

const NAMES: Readonly<Record<string, string>> = {
  entry_page: 'Entry page',
  exit_page: 'Exit page',
  utm_campaign: 'Campaign',
  visitor_type: 'Visitor',
};

function nameOf(dimension: string): string {
  const known = NAMES[dimension];
  if (known !== undefined) return known;
  return dimension.charAt(0).toUpperCase() + dimension.slice(1);
}

/** What the figures are limited to. */
export function FilterChips({ filters, onRemove, onClear }: FilterChipsProps) {
  if (filters.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label="Filters">
      {filters.map((filter) => {
        const { dimension, excluded, value } = chipOf(filter);
        const words = `${nameOf(dimension)} ${excluded ? 'is not' : 'is'} ${value === '' ? 'unknown' : value}`;
        return (
          <li key={filter} className={styles.chip}>
            <span className={styles.words}>{words}</span>
            <button
              type="button"
              className={styles.remove}
              aria-label={`Remove the filter: ${words}`}
              onClick={() => onRemove(filter)}
            >
              ×
            </button>
          </li>
        );
      })}
      {filters.length > 1 && (
        <li>
          <button type="button" className={styles.clear} onClick={onClear}>
            Remove all
          </button>
        </li>
      )}
    </ul>
  );
}

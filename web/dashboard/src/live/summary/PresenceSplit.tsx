import { formatCount } from '../../shared/format/number';
import { PRESENCE_ORDER, PRESENCE_TEXTS, PresenceDot } from '../PresenceDot';
import type { Presence } from '../model/visitor';
import styles from './PresenceSplit.module.css';

interface PresenceSplitProps {
  readonly byPresence: Readonly<Record<Presence, number>>;
  /** appended when the numbers are not of all visitors */
  readonly note: string;
}

export function PresenceSplit({ byPresence, note }: PresenceSplitProps) {
  return (
    <>
      <div className={styles.bar} aria-hidden="true">
        {PRESENCE_ORDER.filter((presence) => byPresence[presence] > 0).map((presence) => (
          <span
            key={presence}
            data-presence={presence}
            style={{ flexGrow: byPresence[presence] }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {PRESENCE_ORDER.map((presence) => (
          <li key={presence} title={PRESENCE_TEXTS[presence].meaning}>
            <PresenceDot presence={presence} />
            <span>
              <span className={styles.number}>{formatCount(byPresence[presence])}</span>{' '}
              {PRESENCE_TEXTS[presence].name.toLowerCase()}
            </span>
          </li>
        ))}
        {note !== '' && <li>{note}</li>}
      </ul>
    </>
  );
}

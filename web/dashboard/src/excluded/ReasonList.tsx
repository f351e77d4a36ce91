import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type CSSProperties } from 'react';
import { formatCount, plural } from '../shared/format/number';
import type { Exclusions, Named } from './model/exclusions';
import { reasonText } from './model/reasons';
import type { ReplaySubject } from './ReplayDialog';
import styles from './ReasonList.module.css';

interface ReasonListProps {
  readonly reasons: readonly Exclusions[];
  /** null for those who may only look */
  readonly onReplay: ((subject: ReplaySubject) => void) | null;
}

/** Each reason in words, with what it kept out. */
export function ReasonList({ reasons, onReplay }: ReasonListProps) {
  return (
    <section className={styles.list} aria-label="Reasons">
      {reasons.map((exclusions) => (
        <ReasonCard key={exclusions.reason} exclusions={exclusions} onReplay={onReplay} />
      ))}
    </section>
  );
}

interface ReasonCardProps {
  readonly exclusions: Exclusions;
  readonly onReplay: ReasonListProps['onReplay'];
}

function ReasonCard({ exclusions, onReplay }: ReasonCardProps) {
  const { reason, events, named } = exclusions;
  const { name, explanation, stored, color } = reasonText(reason);
  const byCompany = reason === 'own' || reason === 'blocked';
  return (
    <article className={styles.reason} data-empty={events === 0} data-reason={reason}>
      <div className={styles.head}>
        <span className={styles.swatch} style={{ background: color }} aria-hidden="true" />
        <div className={styles.words}>
          <h2 className={styles.name}>{name}</h2>
          <p className={styles.explanation}>
            {explanation}
            {byCompany && events > 0 && (
              <>
                {' '}
                To count new visits too, correct the <Link to="/companies">company</Link>
                {reason === 'own' && ' or your table of ranges'}.
              </>
            )}
          </p>
        </div>
        <div className={styles.events}>
          <span className={styles.number}>{formatCount(events)}</span>
          <span className={styles.unit}>{events === 1 ? 'event' : 'events'}</span>
        </div>
        {onReplay !== null && stored && events > 0 && (
          <Button
            className={styles.action}
            variant="default"
            size="compact-sm"
            aria-label={`Count after all: ${name}`}
            onClick={() => onReplay({ reason, what: null, events })}
          >
            Count after all…
          </Button>
        )}
      </div>
      {named.length > 0 && <NamedList reason={reason} named={named} onReplay={onReplay} />}
    </article>
  );
}

const SHOWN_AT_FIRST = 6;

interface NamedListProps {
  readonly reason: string;
  readonly named: readonly Named[];
  readonly onReplay: ReasonListProps['onReplay'];
}

function NamedList({ reason, named, onReplay }: NamedListProps) {
  const [all, setAll] = useState(false);
  const shown = all ? named : named.slice(0, SHOWN_AT_FIRST);
  const most = named[0]?.events ?? 1;
  const { color } = reasonText(reason);
  return (
    <div className={styles.named}>
      <ul className={styles.names}>
        {shown.map(({ what, events }) => (
          <li
            key={what}
            className={styles.one}
            style={{ '--share': events / most, '--color': color } as CSSProperties}
          >
            <span className={styles.what} title={what}>
              {what}
            </span>
            <span className={styles.count}>{formatCount(events)}</span>
            {onReplay !== null && (
              <button
                type="button"
                className={styles.countOne}
                aria-label={`Count after all: ${what}`}
                onClick={() => onReplay({ reason, what, events })}
              >
                Count…
              </button>
            )}
          </li>
        ))}
      </ul>
      {named.length > SHOWN_AT_FIRST && (
        <Button
          className={styles.all}
          variant="subtle"
          size="compact-sm"
          onClick={() => setAll(!all)}
        >
          {all
            ? 'Show fewer'
            : `Show all ${plural(named.length, reasonText(reason).kind, pluralOf(reason))}`}
        </Button>
      )}
    </div>
  );
}

function pluralOf(reason: string): string {
  if (reason === 'own') return 'names';
  return reason === 'robot' ? 'robots' : 'companies';
}

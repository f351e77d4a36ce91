import type { ReactNode } from 'react';
import { Segments } from '../../shared/ui/Segments';
import type { PresenceFilter } from '../model/filter';
import { PRESENCE_ORDER, PRESENCE_TEXTS, PresenceDot } from '../PresenceDot';

interface PresenceFilterControlProps {
  readonly value: PresenceFilter;
  readonly onChange: (value: PresenceFilter) => void;
}

const CHOICES: readonly (readonly [PresenceFilter, ReactNode])[] = [
  ['all', 'All'],
  ...PRESENCE_ORDER.map(
    (presence) =>
      [
        presence,
        <>
          <PresenceDot presence={presence} />
          {PRESENCE_TEXTS[presence].name}
        </>,
      ] as const,
  ),
];

export function PresenceFilterControl({ value, onChange }: PresenceFilterControlProps) {
  return <Segments label="Presence" choices={CHOICES} value={value} onChange={onChange} />;
}

import type { CSSProperties } from 'react';
import { PersonIcon } from '../../shared/ui/icons';
import { hueOf, initialsOf } from '../model/initials';
import type { Presence } from '../model/visitor';
import { PRESENCE_TEXTS, PresenceDot } from '../PresenceDot';
import styles from './CompanyAvatar.module.css';

interface CompanyAvatarProps {
  readonly company: string;
  readonly identified: boolean;
  readonly presence?: Presence;
  readonly size?: number;
}

/** Initials in a colour that stays with the company; a plain figure when it is not known. */
export function CompanyAvatar({ company, identified, presence, size = 36 }: CompanyAvatarProps) {
  const style = { '--size': `${size}px`, '--hue': hueOf(company) } as CSSProperties;
  return (
    <span className={styles.frame} style={style}>
      <span className={styles.avatar} data-identified={identified} aria-hidden="true">
        {identified ? initialsOf(company) : <PersonIcon size={Math.round(size * 0.52)} />}
      </span>
      {presence !== undefined && (
        <PresenceDot
          className={styles.presence}
          presence={presence}
          label={PRESENCE_TEXTS[presence].name}
        />
      )}
    </span>
  );
}

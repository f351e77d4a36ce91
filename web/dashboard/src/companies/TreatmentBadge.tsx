import { Loader } from '@mantine/core';
import type { Company } from '../shared/api/companies';
import { TREATMENT_TEXTS } from './model/treatmentTexts';
import styles from './TreatmentBadge.module.css';

interface TreatmentBadgeProps {
  readonly company: Company;
  /** the company that it is a part of, if that is known */
  readonly into: Company | undefined;
}

/** What the owner says about a company; next to nothing for most. */
export function TreatmentBadge({ company, into }: TreatmentBadgeProps) {
  const { badge } = TREATMENT_TEXTS[company.treatment];
  return (
    <span className={styles.line}>
      {company.mergedInto !== null && (
        <span className={styles.merged} title={into?.name}>
          Part of {into?.name ?? 'another company'}
        </span>
      )}
      {badge !== '' && (
        <span className={styles.badge} data-treatment={company.treatment}>
          {badge}
        </span>
      )}
      {company.mergedInto === null && badge === '' && <span className={styles.plain}>Company</span>}
      {company.correctionUnderWay && (
        <Loader size={13} aria-label="Being applied to past visitors" role="img" />
      )}
    </span>
  );
}

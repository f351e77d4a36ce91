import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { Company } from '../shared/api/companies';
import { Notice } from '../shared/ui/Notice';
import { MergePicker } from './MergePicker';
import type { CompanyDirectory } from './useCompanyDirectory';
import { useCorrectCompany } from './useCorrectCompany';
import editStyles from './EditCompany.module.css';
import styles from './MergeCompany.module.css';

interface MergeCompanyProps {
  readonly apiKey: string;
  readonly company: Company;
  readonly directory: CompanyDirectory;
}

/** Two entries that are one company: this one becomes a part of another. */
export function MergeCompany({ apiKey, company, directory }: MergeCompanyProps) {
  const titleId = useId();
  const [chosen, setChosen] = useState<Company | null>(null);
  const correct = useCorrectCompany(apiKey, company.id);
  const merge = (into: number | null) =>
    correct.mutate({ mergedInto: into }, { onSuccess: () => setChosen(null) });
  return (
    <section className={editStyles.section} aria-labelledby={titleId}>
      <h3 className={editStyles.title} id={titleId}>
        Merge
      </h3>
      {company.mergedInto === null ? (
        <>
          <p className={styles.text}>
            Is this a part of another company, or the same one twice? Its visitors then count as
            those of the other.
          </p>
          <MergePicker
            apiKey={apiKey}
            company={company}
            chosen={chosen}
            onChoose={(into) => {
              correct.reset();
              setChosen(into);
            }}
          />
          {chosen !== null && (
            <div className={styles.confirm}>
              <p className={styles.text}>
                All visitors of <strong>{company.name}</strong> become visitors of{' '}
                <strong>{chosen.name}</strong>, those of before too.
              </p>
              <Button loading={correct.isPending} onClick={() => merge(chosen.id)}>
                Merge
              </Button>
            </div>
          )}
        </>
      ) : (
        <div className={styles.confirm}>
          <p className={styles.text}>
            This is a part of{' '}
            <strong>{directory.byId.get(company.mergedInto)?.name ?? 'another company'}</strong>.
            Undone, that holds for visitors to come; those of before stay where they are.
          </p>
          <Button variant="default" loading={correct.isPending} onClick={() => merge(null)}>
            Undo the merger
          </Button>
        </div>
      )}
      {correct.isError && <Notice tone="danger">{correct.error.message}</Notice>}
    </section>
  );
}

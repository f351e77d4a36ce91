import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { correctCompany, type CompanyCorrection, type Treatment } from '../../shared/api/companies';
import { isIdentified, type Visitor } from '../model/visitor';
import styles from './CorrectCompany.module.css';

interface CorrectCompanyProps {
  readonly apiKey: string;
  readonly visitor: Visitor;
}

const TREATMENTS: readonly (readonly [Treatment, string])[] = [
  ['isp', 'It is an internet provider'],
  ['own', 'It is us'],
  ['blocked', 'Do not count it'],
];

/** The owner's word on a company; holds for all its visitors, of before and to come. */
export function CorrectCompany({ apiKey, visitor }: CorrectCompanyProps) {
  const [name, setName] = useState(visitor.company);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState('');
  const [failed, setFailed] = useState(false);
  const titleId = useId();
  const identified = isIdentified(visitor);

  const correct = async (correction: CompanyCorrection) => {
    setBusy(true);
    setFailed(false);
    setOutcome('');
    try {
      await correctCompany(apiKey, visitor.companyId, correction);
      setOutcome('Corrected. Its visitors follow within seconds.');
    } catch (error) {
      setFailed(true);
      setOutcome(error instanceof Error ? error.message : 'That did not work.');
    } finally {
      setBusy(false);
    }
  };

  const rename = (event: FormEvent) => {
    event.preventDefault();
    void correct({ name: name.trim() });
  };

  return (
    <section className={styles.section} aria-labelledby={titleId}>
      <h3 className={styles.title} id={titleId}>
        Correct the company
      </h3>
      {identified ? (
        <>
          <form className={styles.rename} onSubmit={rename}>
            <TextInput
              className={styles.name}
              aria-label="Name of the company"
              description="An empty name brings the source's back."
              inputWrapperOrder={['input', 'description']}
              maxLength={256}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" disabled={busy}>
              Rename
            </Button>
          </form>
          <div className={styles.choices}>
            {TREATMENTS.map(([treatment, caption]) => (
              <Button
                key={treatment}
                className={styles.choice}
                size="compact-sm"
                variant="default"
                disabled={busy}
                onClick={() => void correct({ treatment })}
              >
                {caption}
              </Button>
            ))}
          </div>
        </>
      ) : (
        <Button
          className={styles.choice}
          size="compact-sm"
          variant="default"
          disabled={busy}
          onClick={() => void correct({ treatment: 'company' })}
        >
          Show the company again
        </Button>
      )}
      <p className={styles.more}>
        <Link to="/companies" search={{ company: visitor.companyId }}>
          Merge it, or correct more
        </Link>
      </p>
      <p className={styles.outcome} data-failed={failed} role="status">
        {outcome}
      </p>
    </section>
  );
}

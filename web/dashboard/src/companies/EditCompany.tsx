import { Button, TextInput } from '@mantine/core';
import { useId, useState, type FormEvent } from 'react';
import { TREATMENTS, type Company } from '../shared/api/companies';
import { Notice } from '../shared/ui/Notice';
import { correctionOf, type CompanyForm } from './model/correction';
import { TREATMENT_TEXTS } from './model/treatmentTexts';
import { useCorrectCompany } from './useCorrectCompany';
import styles from './EditCompany.module.css';

interface EditCompanyProps {
  readonly apiKey: string;
  readonly company: Company;
}

/** Name and treatment, by the owner's word. */
export function EditCompany({ apiKey, company }: EditCompanyProps) {
  const titleId = useId();
  const [form, setForm] = useState<CompanyForm>({
    name: company.name,
    treatment: company.treatment,
  });
  const correct = useCorrectCompany(apiKey, company.id);
  const correction = correctionOf(company, form);
  const change = (part: Partial<CompanyForm>) => {
    correct.reset();
    setForm((current) => ({ ...current, ...part }));
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (correction === null) return;
    correct.mutate(correction, {
      onSuccess: () => {
        if (correction.name === '')
          setForm((current) => ({ ...current, name: company.sourceName }));
      },
    });
  };
  return (
    <section className={styles.section} aria-labelledby={titleId}>
      <h3 className={styles.title} id={titleId}>
        Correct
      </h3>
      <form className={styles.form} onSubmit={save}>
        <TextInput
          label="Name"
          description={
            company.nameByOwner
              ? `Empty brings “${company.sourceName}” back.`
              : 'Shown in place of what the source wrote.'
          }
          inputWrapperOrder={['label', 'input', 'description']}
          maxLength={256}
          value={form.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <fieldset className={styles.choices}>
          <legend className={styles.legend}>This is…</legend>
          {TREATMENTS.map((treatment) => (
            <label key={treatment} className={styles.choice}>
              <input
                type="radio"
                name="treatment"
                checked={form.treatment === treatment}
                onChange={() => change({ treatment })}
              />
              <span>
                <span className={styles.caption}>{TREATMENT_TEXTS[treatment].caption}</span>
                <span className={styles.effect}>{TREATMENT_TEXTS[treatment].effect}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {correct.isError && <Notice tone="danger">{correct.error.message}</Notice>}
        <div className={styles.buttons}>
          <Button type="submit" loading={correct.isPending} disabled={correction === null}>
            Save
          </Button>
          <span className={styles.saved} role="status">
            {correct.isSuccess && correction === null && 'Saved. Past visitors follow in seconds.'}
          </span>
        </div>
      </form>
    </section>
  );
}

import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { declareCompany } from '../shared/api/companies';
import { FormDialog } from '../shared/ui/FormDialog';
import { Notice } from '../shared/ui/Notice';
import { domainOf } from './model/correction';
import styles from './DeclareCompany.module.css';

interface DeclareCompanyProps {
  readonly apiKey: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: (companyId: number) => void;
}

/** A name for a domain, before or after anybody from there visits. */
export function DeclareCompany({ apiKey, opened, onClose, onDone }: DeclareCompanyProps) {
  return (
    <FormDialog opened={opened} onClose={onClose} title="Add a company" closeLabel="Close the form">
      <DeclareForm apiKey={apiKey} onClose={onClose} onDone={onDone} />
    </FormDialog>
  );
}

function DeclareForm({ apiKey, onClose, onDone }: Omit<DeclareCompanyProps, 'opened'>) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [domain, setDomain] = useState('');
  const [nameMissing, setNameMissing] = useState(false);
  const declare = useMutation({
    mutationFn: () => declareCompany(apiKey, name.trim(), domainOf(domain)),
    onSuccess: async (companyId) => {
      await queryClient.invalidateQueries({ queryKey: ['companies', apiKey] });
      onDone(companyId);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setNameMissing(name.trim() === '');
    if (name.trim() !== '') declare.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={256}
        value={name}
        error={nameMissing && 'What is its name?'}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Domain"
        description="Whatever source finds this domain, the name above is shown."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder="acme.example"
        maxLength={253}
        inputMode="url"
        autoCapitalize="off"
        spellCheck={false}
        value={domain}
        onChange={(event) => setDomain(event.currentTarget.value)}
      />
      {declare.isError && <Notice tone="danger">{declare.error.message}</Notice>}
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={declare.isPending}>
          Add the company
        </Button>
      </div>
    </form>
  );
}

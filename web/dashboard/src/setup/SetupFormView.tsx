import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ChangeEvent, type FormEvent } from 'react';
import { sessionQuery } from '../auth/session';
import { useRetryAfter } from '../auth/useRetryAfter';
import { ApiError } from '../shared/api/http';
import { startQuery } from '../shared/api/start';
import { CenteredPage } from '../shared/ui/CenteredPage';
import { Notice } from '../shared/ui/Notice';
import { PasswordMeter } from './PasswordMeter';
import { setUp, type NewSite, type SetupForm } from './setupApi';
import { passwordStrength, validateSetup, websiteHost, type SetupErrors } from './setupForm';
import styles from './SetupFormView.module.css';

const EMPTY: SetupForm = {
  firstName: '',
  lastName: '',
  email: '',
  password: '',
  siteName: '',
  website: '',
};

interface SetupFormViewProps {
  readonly token: string;
  readonly onDone: (site: NewSite) => void;
}

export function SetupFormView({ token, onDone }: SetupFormViewProps) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const [errors, setErrors] = useState<SetupErrors>({});
  const setup = useMutation({
    mutationFn: (values: SetupForm) => setUp(token, values),
    onSuccess: ({ user, site }) => {
      queryClient.setQueryData(sessionQuery.queryKey, user);
      onDone(site);
      void queryClient.invalidateQueries({ queryKey: startQuery.queryKey });
    },
  });
  const waitSeconds = useRetryAfter(setup.error);

  const field = (name: keyof SetupForm) => ({
    name,
    size: 'md' as const,
    value: form[name],
    error: errors[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      const { value } = event.currentTarget;
      setForm((current) => ({ ...current, [name]: value }));
      setErrors((current) => ({ ...current, [name]: undefined }));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = validateSetup(form);
    setErrors(found);
    const [firstInvalid] = Object.keys(found);
    if (firstInvalid !== undefined) {
      return event.currentTarget.querySelector<HTMLElement>(`[name="${firstInvalid}"]`)?.focus();
    }
    setup.mutate(trimmed(form));
  };
  const personal = [form.firstName, form.lastName, form.email.split('@')[0] ?? '', form.siteName];

  return (
    <CenteredPage
      title="Set up Tippen"
      lead="Create the owner's account and your first site. It takes a minute."
      width={560}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        {setup.error !== null && (
          <Notice tone="danger">{setupErrorText(setup.error, waitSeconds)}</Notice>
        )}
        <fieldset className={styles.section}>
          <legend>You</legend>
          <TextInput
            label="First name"
            autoComplete="given-name"
            autoFocus
            {...field('firstName')}
          />
          <TextInput label="Last name" autoComplete="family-name" {...field('lastName')} />
          <TextInput
            className={styles.wide}
            label="E-mail"
            type="email"
            inputMode="email"
            autoComplete="username"
            {...field('email')}
          />
          <div className={styles.wide}>
            <PasswordInput
              label="Password"
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
              {...field('password')}
            />
            <PasswordMeter strength={passwordStrength(form.password, personal)} />
          </div>
        </fieldset>
        <fieldset className={styles.section}>
          <legend>Your site</legend>
          <TextInput label="Site name" placeholder="Acme Shop" {...field('siteName')} />
          <TextInput
            label="Website"
            placeholder="example.com"
            inputMode="url"
            autoCapitalize="none"
            {...field('website')}
          />
        </fieldset>
        <Button type="submit" size="md" loading={setup.isPending} disabled={waitSeconds > 0}>
          Create account and site
        </Button>
      </form>
    </CenteredPage>
  );
}

function trimmed(form: SetupForm): SetupForm {
  return {
    firstName: form.firstName.trim(),
    lastName: form.lastName.trim(),
    email: form.email.trim(),
    password: form.password,
    siteName: form.siteName.trim(),
    website: websiteHost(form.website) ?? form.website.trim(),
  };
}

function setupErrorText(error: Error, waitSeconds: number): string {
  if (!(error instanceof ApiError)) return 'The set-up failed. Please try again.';
  if (error.status === 401 || error.status === 403) {
    return 'This set-up link is not valid any more. Open the newest link from the server’s terminal.';
  }
  if (error.status === 429) return `Too many attempts. Try again in ${waitSeconds} s.`;
  return error.message;
}

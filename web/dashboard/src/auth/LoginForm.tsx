import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { Notice } from '../shared/ui/Notice';
import { loginErrorText } from './loginError';
import { safeRedirect } from './redirect';
import { logIn, sessionQuery, type Credentials } from './session';
import { useRetryAfter } from './useRetryAfter';
import styles from './LoginForm.module.css';

interface Missing {
  readonly email?: string;
  readonly password?: string;
}

export function LoginForm() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const search = useSearch({ from: '/login' });
  const [credentials, setCredentials] = useState<Credentials>({
    email: '',
    password: '',
    rememberMe: true,
  });
  const [missing, setMissing] = useState<Missing>({});
  const login = useMutation({
    mutationFn: logIn,
    onSuccess: (user) => {
      queryClient.setQueryData(sessionQuery.queryKey, user);
      void navigate({ href: safeRedirect(search.redirect), replace: true });
    },
  });
  const waitSeconds = useRetryAfter(login.error);

  const change = (part: Partial<Credentials>) => {
    setCredentials((current) => ({ ...current, ...part }));
    setMissing({});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Missing = {
      ...(credentials.email.trim() === '' && { email: 'Enter your e-mail address.' }),
      ...(credentials.password === '' && { password: 'Enter your password.' }),
    };
    setMissing(found);
    if (Object.keys(found).length > 0 || waitSeconds > 0) return;
    login.mutate({ ...credentials, email: credentials.email.trim() });
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {login.error !== null && (
        <Notice tone="danger">{loginErrorText(login.error, waitSeconds)}</Notice>
      )}
      <TextInput
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        inputMode="email"
        size="md"
        autoFocus
        value={credentials.email}
        error={missing.email}
        onChange={(event) => change({ email: event.currentTarget.value })}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        size="md"
        value={credentials.password}
        error={missing.password}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
        onChange={(event) => change({ password: event.currentTarget.value })}
      />
      <Checkbox
        label="Remember me on this device"
        checked={credentials.rememberMe}
        onChange={(event) => change({ rememberMe: event.currentTarget.checked })}
      />
      <Button type="submit" size="md" loading={login.isPending} disabled={waitSeconds > 0}>
        {waitSeconds > 0 ? `Try again in ${waitSeconds} s` : 'Log in'}
      </Button>
    </form>
  );
}

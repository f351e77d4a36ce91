import type { SetupForm } from './setupApi';

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

export type SetupErrors = Partial<Record<keyof SetupForm, string>>;

export function validateSetup(form: SetupForm): SetupErrors {
  const errors: SetupErrors = {};
  if (form.firstName.trim() === '') errors.firstName = 'Enter your first name.';
  if (form.lastName.trim() === '') errors.lastName = 'Enter your last name.';
  if (!isEmail(form.email)) errors.email = 'Enter an e-mail address such as name@company.com.';
  if (form.password.length < PASSWORD_MIN) {
    errors.password = `Use at least ${PASSWORD_MIN} characters.`;
  } else if (form.password.length > PASSWORD_MAX) {
    errors.password = `Use at most ${PASSWORD_MAX} characters.`;
  }
  if (form.siteName.trim() === '') errors.siteName = 'Name the site, for example "Acme Shop".';
  if (websiteHost(form.website) === null) {
    errors.website = 'Enter the address of the site, for example example.com.';
  }
  return errors;
}

/** Loose on purpose: the server decides; this only catches slips. */
export function isEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim());
}

/** `https://www.example.com/shop` and `example.com` both give `example.com`. */
export function websiteHost(value: string): string | null {
  const typed = value.trim();
  if (typed === '' || /\s/.test(typed)) return null;
  try {
    const { protocol, host } = new URL(/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`);
    if (!/^https?:$/.test(protocol)) return null;
    const bare = host.replace(/^www\./, '');
    return bare.includes('.') || bare.startsWith('localhost') ? bare : null;
  } catch {
    return null;
  }
}

export interface PasswordStrength {
  /** 0 = too short, 1 = weak, 2 = fair, 3 = strong */
  readonly level: 0 | 1 | 2 | 3;
  readonly hint: string;
}

/**
 * A hint, not a gate (only the length is checked). Length counts most, as in NIST SP 800-63B;
 * repeats and the owner's own names count for nothing.
 */
export function passwordStrength(password: string, personal: readonly string[]): PasswordStrength {
  if (password.length < PASSWORD_MIN) {
    return { level: 0, hint: `${password.length} of at least ${PASSWORD_MIN} characters` };
  }
  const distinct = new Set(password.toLowerCase()).size;
  if (distinct < 5 || COMMON.test(password)) {
    return { level: 1, hint: 'Weak: easy to guess' };
  }
  if (personal.some((part) => part.length >= 4 && includesFold(password, part))) {
    return { level: 1, hint: 'Weak: contains your name, e-mail or site' };
  }
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password));
  if (password.length >= 16 || (password.length >= 12 && kinds.length >= 3)) {
    return { level: 3, hint: 'Strong' };
  }
  return { level: 2, hint: 'Fair: a longer password or a few words together are stronger' };
}

const COMMON = /^(pass(wor[dt])?|qwert|asdf|1234|0000|letmein|welcome|admin|tippen)/i;

function includesFold(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

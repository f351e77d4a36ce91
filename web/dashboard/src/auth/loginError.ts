import { ApiError } from '../shared/api/http';
import { formatDuration } from '../shared/format/duration';

/** Says what went wrong and what to do; never whether the e-mail address exists. */
export function loginErrorText(error: Error, waitSeconds: number): string {
  if (!(error instanceof ApiError)) return 'The log-in failed. Please try again.';
  switch (error.status) {
    case 400:
    case 401:
      return 'This e-mail address and password do not match.';
    case 429:
      return waitSeconds > 0
        ? `Too many attempts. Try again in ${formatDuration(waitSeconds)}.`
        : 'Too many attempts. You can try again now.';
    default:
      return error.message;
  }
}

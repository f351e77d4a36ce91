import { ApiError } from '../shared/api/http';
import { useAccess } from './useAccess';
import { useLeaveToLogin } from './useLeaveToLogin';

/** The login ended elsewhere or ran out: ask for a new one and come back here. */
export function useLeaveWhenSignedOut(error: Error | null): void {
  const { user } = useAccess();
  useLeaveToLogin(user !== null && error instanceof ApiError && error.status === 401);
}

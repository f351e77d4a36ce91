import { queryOptions } from '@tanstack/react-query';
import { ApiError, requestJson } from '../shared/api/http';
import { isObject, text } from '../shared/parse/guards';

export interface User {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly organizationName: string;
  /** public key of the first site */
  readonly apiKey: string;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly rememberMe: boolean;
}

/** The signed-in user, or null. The proof is the HttpOnly cookie; no token is kept in script. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<User | null> => {
    try {
      return parseUserAnswer(
        await requestJson('/api/auth/verify', { method: 'POST', body: {}, signal }),
      );
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export async function logIn(credentials: Credentials): Promise<User> {
  return parseUserAnswer(
    await requestJson('/api/auth/login', { method: 'POST', body: credentials }),
  );
}

export async function logOut(): Promise<void> {
  await requestJson('/api/auth/logout', { method: 'POST', body: {} });
}

/** @throws ApiError when the answer names no user or no key */
export function parseUserAnswer(answer: unknown): User {
  const user = isObject(answer) && isObject(answer.user) ? answer.user : {};
  const apiKey = text(user.apiKey);
  if (apiKey === '') throw new ApiError('The server sent no user.', 502, 'bad-answer', null);
  return {
    email: text(user.email),
    firstName: text(user.firstName),
    lastName: text(user.lastName),
    organizationName: text(user.organizationName),
    apiKey,
  };
}

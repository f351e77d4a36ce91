import { useSyncExternalStore } from 'react';

/**
 * The set-up token of `/setup#token=...`. It is taken out of the address bar at once, so that it
 * stays in no history entry, screenshot or Referer, and is kept in memory only.
 */
let token: string | null = null;
const listeners = new Set<() => void>();

export function tokenOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token')?.trim() || null;
}

/** Call before the router reads the address; also watches for a link pasted into an open tab. */
export function captureSetupToken(): void {
  take();
  window.addEventListener('hashchange', take);
}

export function useSetupToken(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => token,
  );
}

function take(): void {
  if (window.location.pathname !== '/setup') return;
  const found = tokenOf(window.location.hash);
  if (found === null) return;
  token = found;
  window.history.replaceState(window.history.state, '', window.location.pathname);
  for (const listener of listeners) listener();
}

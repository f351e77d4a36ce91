/**
 * Path to return to after the login. Only paths of our own origin count: `//host` and `/\host`
 * lead elsewhere in browsers, and the login page itself would be a loop.
 */
export function safeRedirect(target: unknown): string {
  if (typeof target !== 'string' || !/^\/(?![/\\])/.test(target)) return '/';
  if (/[\u0000-\u001f]/.test(target) || /^\/(login|setup)\b/.test(target)) return '/';
  return target;
}

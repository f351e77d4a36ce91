import { describe, expect, it } from 'vitest';
import { ApiError, parseRetryAfter } from '../shared/api/http';
import { loginErrorText } from './loginError';
import { safeRedirect } from './redirect';
import { parseUserAnswer } from './session';

describe('safeRedirect', () => {
  it('keeps paths of this origin', () => {
    expect(safeRedirect('/visitors?visitorId=v1')).toBe('/visitors?visitorId=v1');
  });
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\tx',
    '/login',
    '/setup',
    5,
    undefined,
  ])('replaces %s', (target) => expect(safeRedirect(target)).toBe('/'));
});

describe('parseRetryAfter', () => {
  const nowMs = Date.parse('2026-03-01T12:00:00Z');
  it('reads seconds and dates', () => {
    expect(parseRetryAfter('42', nowMs)).toBe(42);
    expect(parseRetryAfter('Sun, 01 Mar 2026 12:01:00 GMT', nowMs)).toBe(60);
    expect(parseRetryAfter('Sun, 01 Mar 2026 11:00:00 GMT', nowMs)).toBe(0);
  });
  it('is null when absent or unreadable', () => {
    expect(parseRetryAfter(null, nowMs)).toBeNull();
    expect(parseRetryAfter('', nowMs)).toBeNull();
    expect(parseRetryAfter('soon', nowMs)).toBeNull();
  });
});

describe('loginErrorText', () => {
  const error = (status: number) => new ApiError('server text', status, '', null);
  it('never tells which half was wrong', () => {
    expect(loginErrorText(error(401), 0)).toBe('This e-mail address and password do not match.');
  });
  it('tells when to try again', () => {
    expect(loginErrorText(error(429), 90)).toBe('Too many attempts. Try again in 1 min 30 s.');
    expect(loginErrorText(error(429), 0)).toBe('Too many attempts. You can try again now.');
  });
  it('passes on what else the server says', () => {
    expect(loginErrorText(error(503), 0)).toBe('server text');
  });
});

describe('parseUserAnswer', () => {
  it('needs a key', () => {
    expect(parseUserAnswer({ user: { apiKey: 'k', email: 'a@b.co' } })).toMatchObject({
      apiKey: 'k',
      firstName: '',
    });
    expect(() => parseUserAnswer({ success: true })).toThrow(ApiError);
    expect(() => parseUserAnswer(null)).toThrow(ApiError);
  });
});

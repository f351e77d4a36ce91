import { describe, expect, it } from 'vitest';
import { SERVER_NOW_MS, visitor } from './fixtures';
import { isFallbackCompany, isIdentified, parseVisitor } from './visitor';

describe('parseVisitor', () => {
  it('needs nothing but a visitor ID', () => {
    expect(parseVisitor({ visitorId: 'v' }, SERVER_NOW_MS)).toMatchObject({
      company: 'Unknown Company',
      companySource: 'fallback',
      location: 'Unknown Location',
      presence: 'active',
      status: 'active',
      pageViews: 0,
      startedAtMs: SERVER_NOW_MS,
      lastActivityMs: SERVER_NOW_MS,
      title: null,
    });
  });

  it('replaces values of a wrong type', () => {
    const odd = visitor({
      pageViews: '7',
      presence: 'asleep',
      status: 3,
      url: { href: 'x' },
      title: ['x'],
      timestamp: 'yesterday',
      employees: 250,
    });
    expect(odd).toMatchObject({ pageViews: 0, presence: 'active', status: 'active', url: '' });
    expect(odd).toMatchObject({ title: null, staff: '250' });
    expect(odd.startedAtMs).toBe(odd.lastActivityMs);
  });

  it('counts at least the page views of this stay as all page views', () => {
    expect(visitor({ pageViews: 4, totalPageViews: undefined }).totalPageViews).toBe(4);
  });
});

describe('isFallbackCompany', () => {
  it.each([
    'Unknown Company',
    'example.com Visitor',
    'shop.example.co.uk Visitor',
    'localhost Visitor',
    'localhost:5173 Visitor',
    'intranet:8080 Visitor',
    '127.0.0.1 Visitor',
    '[::1]:8787 Visitor',
    'müller-bau.de Visitor',
  ])('%s is a fallback label', (label) => expect(isFallbackCompany(label)).toBe(true));

  it.each([
    'Acme Corporation',
    'Acme Visitor',
    'example.com',
    'The Visitor Company',
    'A.B. Visitor Ltd',
  ])('%s is a company', (label) => expect(isFallbackCompany(label)).toBe(false));

  it('is decided by the source where the server names one', () => {
    expect(isIdentified(visitor({ company: 'a.b Visitor', companySource: 'identified' }))).toBe(
      true,
    );
    expect(isIdentified(visitor({ company: 'Acme', companySource: 'fallback' }))).toBe(false);
    expect(isIdentified(visitor({ company: 'Acme', companySource: undefined }))).toBe(true);
  });
});

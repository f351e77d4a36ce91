import { describe, expect, it } from 'vitest';
import { importedPath, parseImported } from './imported';

describe('imported days', () => {
  it('are asked for as far back as the server goes', () =>
    expect(importedPath('k', Date.UTC(2026, 10, 22))).toBe(
      '/api/v1/imported?apiKey=k&from=1999-07-08&to=2026-11-22',
    ));

  it('are read, whatever is missing', () =>
    expect(
      parseImported({ days: [{ date: '2025-03-01', visitors: 5, pageViews: 9 }, {}, 'x'] }),
    ).toEqual([
      { date: '2025-03-01', visitors: 5, pageViews: 9 },
      { date: '', visitors: 0, pageViews: 0 },
    ]));

  it('of no answer are none', () => expect(parseImported(null)).toEqual([]));
});

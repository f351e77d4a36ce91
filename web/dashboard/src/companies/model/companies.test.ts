import { expect, test } from 'vitest';
import { parseCompanies, type Company } from '../../shared/api/companies';
import { parseCompaniesSearch } from './companiesSearch';
import { mergeTargets } from './mergeTargets';
import { correctionOf, domainOf } from './correction';

const [acme] = parseCompanies({
  companies: [{ id: 7, name: 'Acme', sourceName: 'Acme', treatment: 'company' }],
}) as readonly [Company];
const renamed: Company = { ...acme, name: 'Acme (customer)', nameByOwner: true };

test('a form that changes nothing corrects nothing', () => {
  expect(correctionOf(acme, { name: ' Acme ', treatment: 'company' })).toBeNull();
  expect(correctionOf(acme, { name: '', treatment: 'company' })).toBeNull();
  expect(correctionOf(renamed, { name: 'Acme (customer)', treatment: 'company' })).toBeNull();
});

test('only what is changed is sent', () => {
  expect(correctionOf(acme, { name: 'Acme Ltd', treatment: 'company' })).toEqual({
    name: 'Acme Ltd',
  });
  expect(correctionOf(acme, { name: 'Acme', treatment: 'isp' })).toEqual({ treatment: 'isp' });
  expect(correctionOf(acme, { name: 'Us', treatment: 'own' })).toEqual({
    name: 'Us',
    treatment: 'own',
  });
});

test("an empty name and the source's own both bring the source's name back", () => {
  expect(correctionOf(renamed, { name: ' ', treatment: 'company' })).toEqual({ name: '' });
  expect(correctionOf(renamed, { name: 'Acme', treatment: 'company' })).toEqual({ name: '' });
});

test('a domain is taken from what people paste', () => {
  expect(domainOf(' https://www.Acme.example/about?x=1 ')).toBe('acme.example');
  expect(domainOf('ann@acme.example')).toBe('acme.example');
  expect(domainOf('acme.example:8443')).toBe('acme.example');
  expect(domainOf('acme.example.')).toBe('acme.example');
  expect(domainOf('')).toBe('');
});

test('the address says what is shown, and nonsense in it says nothing', () => {
  expect(parseCompaniesSearch({ search: 42, page: 3, company: 7, add: true })).toEqual({
    search: '42',
    page: 3,
    company: 7,
    add: true,
  });
  expect(parseCompaniesSearch({ search: '', page: 1, company: 'x', add: 'yes' })).toEqual({});
  expect(parseCompaniesSearch({ page: -2, company: 1.5 })).toEqual({});
  expect(parseCompaniesSearch({ page: 1e12 })).toEqual({ page: 20_000 });
});

test('an answer is read field by field, and a row without an id is left out', () => {
  const rows = parseCompanies({
    companies: [
      { name: 'nobody' },
      'x',
      {
        id: 8,
        name: 'Bolt',
        treatment: 'later',
        mergedInto: 7,
        employeesRange: '51-200',
        lastSeenAt: '2026-11-22 09:41:19',
        correctionUnderWay: true,
      },
    ],
  });
  expect(rows).toEqual([
    expect.objectContaining({
      id: 8,
      treatment: 'company',
      mergedInto: 7,
      staff: '51-200',
      lastSeenAtMs: Date.UTC(2026, 10, 22, 9, 41, 19),
      correctionUnderWay: true,
      visitors: 0,
    }),
  ]);
  expect(parseCompanies(null)).toEqual([]);
});

test('a company becomes a part neither of itself nor of a part', () => {
  const bolt: Company = { ...acme, id: 8, name: 'Bolt' };
  const part: Company = { ...acme, id: 9, name: 'Part', mergedInto: 8 };
  expect(mergeTargets([acme, bolt, part], acme)).toEqual([bolt]);
});

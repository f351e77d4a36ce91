import { expect, test } from 'vitest';
import { isPageAt, PAGES } from './pages';

const pageAt = (pathname: string) =>
  PAGES.filter((page) => isPageAt(page, pathname)).map(({ name }) => name);

test('each address belongs to one page, also the older ones', () => {
  expect(pageAt('/')).toEqual(['Live']);
  expect(pageAt('/app')).toEqual(['Live']);
  expect(pageAt('/visitors/')).toEqual(['Live']);
  expect(pageAt('/companies')).toEqual(['Companies']);
  expect(pageAt('/excluded/')).toEqual(['Excluded']);
  expect(pageAt('/companiesx')).toEqual([]);
});

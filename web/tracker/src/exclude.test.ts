import { expect, it } from 'vitest';
import { excludes } from './exclude';

it.each([
  ['/admin*,/preview', '/admin', true],
  ['/admin*,/preview', '/admin/users/7', true],
  ['/admin*,/preview', '/preview', true],
  ['/admin*, /preview', '/preview/', true],
  ['/admin*,/preview', '/preview/7', false],
  ['/admin*,/preview', '/', false],
  ['/*/edit', '/posts/7/edit', true],
  ['/a.b', '/axb', false],
  ['/a+(b)-c', '/a+(b)-c', true],
  ['', '/', false],
  [',', '/', false],
  [undefined, '/', false],
])('%s excludes %s: %s', (globs, path, expected) => {
  expect(excludes(globs)(path)).toBe(expected);
});

import { describe, expect, it } from 'vitest';
import { scriptTag } from '../shared/api/scriptTag';
import { passwordStrength, validateSetup, websiteHost } from './setupForm';
import { tokenOf } from './setupToken';

const valid = {
  firstName: 'Mara',
  lastName: 'Lindqvist',
  email: 'mara@example.com',
  password: 'blue lamp 42',
  siteName: 'Example',
  website: 'example.com',
};

describe('validateSetup', () => {
  it('accepts a complete form', () => expect(validateSetup(valid)).toEqual({}));
  it('names every field that is wrong', () => {
    const empty = {
      firstName: ' ',
      lastName: '',
      email: 'x',
      password: '1234567',
      siteName: '',
      website: 'x',
    };
    expect(Object.keys(validateSetup(empty))).toEqual(Object.keys(empty));
  });
  it('limits the password to 128 characters', () => {
    expect(validateSetup({ ...valid, password: 'x'.repeat(128) }).password).toBeUndefined();
    expect(validateSetup({ ...valid, password: 'x'.repeat(129) }).password).toBeDefined();
  });
});

it.each([
  ['example.com', 'example.com'],
  [' https://www.Example.com/shop?x ', 'example.com'],
  ['http://localhost:3000', 'localhost:3000'],
  ['ftp://example.com', null],
  ['javascript:alert(1)', null],
  ['two words.com', null],
  ['', null],
])('the host of %s is %s', (typed, host) => expect(websiteHost(typed)).toBe(host));

describe('passwordStrength', () => {
  const level = (password: string) => passwordStrength(password, ['Mara', 'example']).level;
  it('rates length, variety and guessability', () => {
    expect(level('short')).toBe(0);
    expect(level('aaaaaaaaaaaa')).toBe(1);
    expect(level('password2026!')).toBe(1);
    expect(level('hello-MARA-42')).toBe(1);
    expect(level('blue lamp 4')).toBe(2);
    expect(level('Blue lamp 42 x')).toBe(3);
    expect(level('correct horse battery')).toBe(3);
  });
});

it('takes the token from the fragment', () => {
  expect(tokenOf('#token=abc_1-2')).toBe('abc_1-2');
  expect(tokenOf('#token=')).toBeNull();
  expect(tokenOf('#other=1')).toBeNull();
  expect(tokenOf('')).toBeNull();
});

it('writes the script tag of the documentation', () => {
  expect(scriptTag('https://t.example', 'key_1')).toBe(
    '<script src="https://t.example/tippen-tracker.js" data-tippen-api-key="key_1" data-tippen-backend="https://t.example" async></script>',
  );
});

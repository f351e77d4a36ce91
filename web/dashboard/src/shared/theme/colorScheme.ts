import { localStorageColorSchemeManager } from '@mantine/core';

/** The key is also written in early.js, which runs before any module. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'tippen-color-scheme' });

/**
 * Holds what the browser refuses to store (blocked site data, full quota, sandboxed frame), so that
 * the tracker works for the life of the page.
 */
const memory: Record<string, string> = {};

type Area = 'localStorage' | 'sessionStorage';

export const read = (key: string): string | null | undefined => {
  try {
    return memory[key] || localStorage.getItem(key);
  } catch {
    return undefined;
  }
};

/** @param value an empty text removes the key */
export const write = (key: string, value = '', area: Area = 'localStorage'): void => {
  try {
    delete memory[key];
    if (value) window[area].setItem(key, value);
    else window[area].removeItem(key);
  } catch {
    memory[key] = value;
  }
};

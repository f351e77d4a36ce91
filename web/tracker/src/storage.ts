/**
 * Holds what the browser refuses to store (blocked site data, full quota, sandboxed frame), so that
 * the tracker works for the life of the page.
 */
const memory = new Map<string, string>();

export const read = (key: string): string | null => {
  try {
    return memory.get(key) || localStorage.getItem(key);
  } catch {
    return null;
  }
};

export const write = (key: string, value: string): void => {
  try {
    memory.delete(key);
    localStorage.setItem(key, value);
  } catch {
    memory.set(key, value);
  }
};

export const remove = (key: string): void => {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Blocked storage holds nothing.
  }
};

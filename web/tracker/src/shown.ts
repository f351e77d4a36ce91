const waiting: (() => void)[] = [];

/**
 * The document has been on screen at least once. Before that (prerendered, or opened in a
 * background tab) nobody has seen it, so nothing is counted and nothing is sent.
 */
export let shown = false;

/** Must be called when the document may have become visible. */
export const runWaiting = (): void => {
  shown = shown || !(document.prerendering || document.hidden);
  while (shown && waiting.length) waiting.shift()!();
};

/** Runs the action now or when the document is first shown, in the order of the calls. */
export const whenShown = (action: () => void): void => {
  waiting.push(action);
  runWaiting();
};

/**
 * Makes a function that swallows every error. A customer's page must never notice a defect of ours:
 * an error in a listener or timer would reach its `window.onerror` and its console.
 */
export const guard =
  <Args extends unknown[]>(action: (...args: Args) => void) =>
  (...args: Args): void => {
    try {
      action(...args);
    } catch {
      // Nothing to report to: the page is not ours.
    }
  };

/**
 * Listens to several event types, given as one text separated by spaces. Passive, so that scrolling
 * never waits for us; capturing, so that a page's `stopPropagation` does not hide input from us.
 */
export const on = <E extends Event = Event>(
  target: EventTarget,
  types: string,
  listener: (event: E) => void,
): void =>
  types.split(' ').forEach((type) =>
    target.addEventListener(type, guard(listener) as (event: Event) => void, {
      passive: true,
      capture: true,
    }),
  );

export type Timer = ReturnType<typeof setTimeout>;

export const later = (action: () => void, delayMs: number): Timer =>
  setTimeout(guard(action), delayMs);

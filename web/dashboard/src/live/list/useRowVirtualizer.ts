import { useMediaQuery } from '@mantine/hooks';
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { ListRow } from '../model/rows';

const ROW_HEIGHT = 64;
const CARD_HEIGHT = 146;
const COMPANY_HEIGHT = 42;
/** Sticky header, toolbar and column header cover this much of the window's top. */
const COVERED_TOP = 160;

/** Virtual rows in the page's own scroll, so phones scroll as they do everywhere. */
export function useRowVirtualizer(rows: readonly ListRow[], activeKey: string | null) {
  const bodyRef = useRef<HTMLDivElement>(null);
  const scrollMargin = useDocumentTop(bodyRef);
  const cards = useMediaQuery('(max-width: 719px)', undefined, { getInitialValueInEffect: false });
  const activeIndex = activeKey === null ? -1 : rows.findIndex(({ key }) => key === activeKey);

  // The focused row stays in the document when it is scrolled out of sight; else the keyboard
  // would lose its place.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (activeIndex < 0 || indexes.includes(activeIndex)) return indexes;
      return [...indexes, activeIndex].sort((left, right) => left - right);
    },
    [activeIndex],
  );

  const virtualizer = useWindowVirtualizer<HTMLElement>({
    count: rows.length,
    estimateSize: (index) => {
      if (rows[index]?.kind === 'company') return COMPANY_HEIGHT;
      return cards ? CARD_HEIGHT : ROW_HEIGHT;
    },
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    scrollMargin,
    scrollPaddingStart: COVERED_TOP,
    scrollPaddingEnd: 16,
    rangeExtractor,
  });

  // Heights come from the row's kind and the layout, so a change of either is a new measurement.
  const layout = rows.map(({ kind }) => (kind === 'company' ? 'c' : 'v')).join('');
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, cards, layout]);

  return { bodyRef, virtualizer, scrollMargin };
}

function useDocumentTop(ref: { readonly current: HTMLElement | null }): number {
  const [top, setTop] = useState(0);
  const measure = useCallback(() => {
    const element = ref.current;
    if (element === null) return;
    setTop(Math.round(element.getBoundingClientRect().top + window.scrollY));
  }, [ref]);
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [measure]);
  return top;
}

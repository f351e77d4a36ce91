import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = [
  '#eef8f3',
  '#d9efe4',
  '#b3dfca',
  '#86cbab',
  '#57b48a',
  '#33a070',
  '#1d8a5c',
  '#13744c',
  '#0f5f3e',
  '#0a4430',
];

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: 7,
  colors: { pine },
  defaultRadius: 9,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Segoe UI Mono', Menlo, Consolas, monospace",
  headings: { fontWeight: '640' },
  components: {
    InputWrapper: {
      styles: { label: { fontSize: 13.5, fontWeight: 560, marginBottom: 5 } },
    },
  },
});

/** Mantine's surfaces take our tokens, so both schemes are decided in tokens.css alone. */
export const cssVariables: CSSVariablesResolver = () => {
  const surfaces = {
    '--mantine-color-body': 'var(--canvas)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-dim)',
    '--mantine-color-placeholder': 'var(--ink-dim)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--row-hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--danger-ink)',
  };
  // Inputs and menus take their surface and border from these two palettes.
  const light = { ...surfaces, '--mantine-color-gray-4': 'var(--line-strong)' };
  const dark = {
    ...surfaces,
    '--mantine-color-dark-6': 'var(--surface-raised)',
    '--mantine-color-dark-4': 'var(--line-strong)',
  };
  return { variables: {}, light, dark };
};

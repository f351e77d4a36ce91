/* Runs before the first paint (blocking, in <head>): the stored colour scheme, else the system's.
   The key is the one of colorScheme.ts. */
(function () {
  var scheme = null;
  try {
    scheme = window.localStorage.getItem('tippen-color-scheme');
  } catch (_) {
    /* storage may be forbidden: follow the system */
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();

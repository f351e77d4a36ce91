'use strict';

(() => {
  const titles = {
    '/demo': 'Northwind Pumps: water where your plant needs it',
    '/demo/products': 'Products | Northwind Pumps',
    '/demo/pricing': 'Pricing | Northwind Pumps',
    '/demo/contact': 'Contact | Northwind Pumps',
  };

  const currentPath = () => location.pathname.replace(/\/+$/, '');

  const showTitle = () => {
    document.title = titles[currentPath()] || 'Not found | Northwind Pumps';
  };

  const showPage = () => {
    showTitle();
    const path = currentPath();
    const known = path in titles ? path : '';
    for (const section of document.querySelectorAll('[data-page]')) {
      section.hidden = section.dataset.page !== known;
    }
    for (const link of document.querySelectorAll('nav a')) {
      if (link.pathname === path) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  };

  /** Absent until its script is loaded, and where a content blocker has removed it. */
  const tracker = () => window.TippenTracker;

  const trackEvent = (name, properties) => {
    if (tracker()) tracker().trackEvent(name, properties);
  };

  const onLink = (event) => {
    const link = event.target.closest('a[href^="/demo"]');
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || modified || event.button !== 0) return;
    event.preventDefault();
    if (link.pathname !== location.pathname) history.pushState({}, '', link.pathname);
    showPage();
    scrollTo(0, 0);
    document.getElementById('main').focus({ preventScroll: true });
  };

  const onButton = (event) => {
    const { datasheet, plan } = event.target.dataset;
    if (datasheet) {
      trackEvent('datasheet_requested', { product: datasheet });
      document.getElementById('datasheet-status').textContent =
        `The data sheet of the ${datasheet} is on its way (not really).`;
    }
    if (plan) {
      trackEvent('plan_chosen', { plan });
      document.getElementById('plan-status').textContent =
        'Noted. In the dashboard this is the event plan_chosen.';
    }
  };

  const onSubmit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const text = (name) => String(form.get(name)).trim();
    const identity = { company: text('company') };
    const domain = text('domain')
      .replace(/^https?:\/\//, '')
      .replace(/\/.*$/, '');
    if (domain) identity.domain = domain;
    if (text('role')) identity.traits = { role: text('role') };
    if (tracker()) tracker().identify(identity);
    trackEvent('quote_requested', { product: text('product') });
    document.getElementById('contact-status').textContent =
      `Thank you. The dashboard now knows that ${identity.company} is here.`;
    event.target.reset();
  };

  showTitle();
  addEventListener('popstate', showPage);
  addEventListener('DOMContentLoaded', () => {
    showPage();
    document.addEventListener('click', onLink);
    document.addEventListener('click', onButton);
    document.getElementById('contact-form').addEventListener('submit', onSubmit);
  });
})();

import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { LoginPage } from '../auth/LoginPage';
import { safeRedirect } from '../auth/redirect';
import { parseCompaniesSearch } from '../companies/model/companiesSearch';
import { parseExcludedSearch } from '../excluded/model/excludedSearch';
import { LivePage } from '../live/LivePage';
import { LivePageSkeleton } from '../live/LivePageSkeleton';
import { PageSkeleton } from '../shell/PageSkeleton';
import { SetupPage } from '../setup/SetupPage';
import { parseTrafficSearch } from '../traffic/model/trafficSearch';
import { LoadFailedPage } from './LoadFailedPage';
import { NotFoundPage } from './NotFoundPage';
import { openLive, openLogin, openSetup } from './access';

interface RouterContext {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

interface LiveSearch {
  /** opens this visitor's details */
  readonly visitorId?: string | undefined;
}

/** The live page answers under three paths: its own, and two that older links use. */
const livePaths = ['/', '/app', '/visitors'] as const;
const liveRoutes = livePaths.map((path) =>
  createRoute({
    getParentRoute: () => rootRoute,
    path,
    validateSearch: (search: Record<string, unknown>): LiveSearch => {
      const { visitorId } = search;
      // The search parser reads `?visitorId=123` as a number.
      if (typeof visitorId === 'number') return { visitorId: String(visitorId) };
      return typeof visitorId === 'string' && visitorId !== '' ? { visitorId } : {};
    },
    beforeLoad: ({ context, location }) => openLive(context.queryClient, location.href),
    component: LivePage,
    pendingComponent: LivePageSkeleton,
  }),
);

/** Loaded when it is opened: most people watch the live page alone. */
const companiesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/companies',
  validateSearch: parseCompaniesSearch,
  beforeLoad: ({ context, location }) => openLive(context.queryClient, location.href),
  component: lazyRouteComponent(() => import('../companies/CompaniesPage'), 'CompaniesPage'),
  pendingComponent: PageSkeleton,
});

const trafficRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/traffic',
  validateSearch: parseTrafficSearch,
  beforeLoad: ({ context, location }) => openLive(context.queryClient, location.href),
  component: lazyRouteComponent(() => import('../traffic/TrafficPage'), 'TrafficPage'),
  pendingComponent: PageSkeleton,
});

const excludedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/excluded',
  validateSearch: parseExcludedSearch,
  beforeLoad: ({ context, location }) => openLive(context.queryClient, location.href),
  component: lazyRouteComponent(() => import('../excluded/ExcludedPage'), 'ExcludedPage'),
  pendingComponent: PageSkeleton,
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { readonly redirect?: string } => {
    const target = safeRedirect(search.redirect);
    return target === '/' ? {} : { redirect: target };
  },
  beforeLoad: ({ context, search }) => openLogin(context.queryClient, search.redirect ?? '/'),
  component: LoginPage,
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  beforeLoad: ({ context }) => openSetup(context.queryClient),
  component: SetupPage,
});

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: rootRoute.addChildren([
      ...liveRoutes,
      trafficRoute,
      companiesRoute,
      excludedRoute,
      loginRoute,
      setupRoute,
    ]),
    context: { queryClient },
    defaultErrorComponent: LoadFailedPage,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
  });
}

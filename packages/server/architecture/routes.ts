import type { RouteOptions } from 'fastify';

/** Pages and plugins' routes that are no part of the API and its document. */
const PAGES = [/^\/docs(\/|$)/, /^\/openapi\.json$/, /^\/dev\/outbox(\.json)?$/, /^\/images\//];

interface Operation {
  responses?: Record<string, { description?: string; content?: object }>;
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation> | undefined>;
}

/** What is missing where a route is declared: who may call it, what it takes and answers, and how it refuses (API-6, API-13, AUTH-13). */
export function routeProblems(routes: readonly RouteOptions[], document: ApiDocument): string[] {
  return routes.filter(isOurs).flatMap((route) => {
    const operation =
      document.paths[route.url.replace(/:(\w+)/g, '{$1}')]?.[String(route.method).toLowerCase()];
    return problemsOf(route, operation).map((problem) => `${String(route.method)} ${route.url}: ${problem}`);
  });
}

function isOurs({ method, url }: RouteOptions): boolean {
  return method !== 'HEAD' && !PAGES.some((page) => page.test(url));
}

function problemsOf(
  { url, config, schema, method }: RouteOptions,
  operation: Operation | undefined,
): string[] {
  const {
    summary,
    tags,
    params,
    response = {},
  } = (schema ?? {}) as { summary?: string; tags?: string[]; params?: object; response?: object };
  const statuses = Object.keys(response);
  const refusals = Object.keys(operation?.responses ?? {}).filter((status) => Number(status) >= 400);
  return [
    ...(summary ? [] : ['has no summary']),
    ...(tags?.length ? [] : ['has no tags']),
    ...(config?.access === undefined ? ['says not who may call it'] : []),
    ...(Array.isArray(config?.access) && config.access.length === 0 ? ['may be called by nobody'] : []),
    ...(statuses.some((status) => /^[23]/.test(status)) ? [] : ['has no response schema']),
    ...(url.includes(':') && !params ? ['takes path parameters without a schema'] : []),
    ...(operation ? [] : ['is not in the OpenAPI document']),
    ...(refusals.length > 0 ? [] : ['documents no errors']),
    ...(config?.access === 'public' && method === 'DELETE' ? ['lets anybody delete'] : []),
  ];
}

type Fetch = NonNullable<
  NonNullable<Parameters<typeof import('@cartwright/client').createClient>[0]>['fetch']
>;

/**
 * Answers the first reads of the catalogue with what the server wrote into the page (`data-answer`), each once. A page that
 * comes back from the browser's history asks anew: what it brought along may be old by now.
 */
export const fetchFirstGiven: Fetch = (url, init) => {
  const given = init.method === 'GET' && url.startsWith('/api/public/') ? take(url, init.headers) : null;
  if (given === null) return globalThis.fetch(url, init);
  return Promise.resolve({
    status: 200,
    headers: { get: (name) => (name === 'content-type' ? 'application/json' : null) },
    text: () => Promise.resolve(given),
    arrayBuffer: () => Promise.reject(new TypeError('an answer of the page is text')),
  });
};

const blocks = document.querySelectorAll<HTMLScriptElement>('script[data-answer]');
const answers = new Map(isNew() ? [...blocks].map((block) => [block.dataset['answer']!, block]) : []);

function take(url: string, headers: Record<string, string>): string | null {
  const block = answers.get(url);
  if (!block) return null;
  answers.delete(url);
  const market = headers['x-market'];
  return market === undefined || market === block.dataset['market'] ? block.textContent : null;
}

function isNew(): boolean {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type !== 'back_forward';
}

import type { Rolldown } from 'vite';

/**
 * Which files of the build draw what a module holds, beyond those that every page begins with: its own and all that it
 * imports at once. Refuses a module that is not in the build.
 */
export function codeBeyondEntry(bundle: Rolldown.OutputBundle): (module: string) => string[] {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const named = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const withImports = (name: string, found: Set<string>): Set<string> => {
    if (found.has(name)) return found;
    found.add(name);
    for (const imported of named.get(name)?.imports ?? []) withImports(imported, found);
    return found;
  };
  const begun = new Set<string>();
  for (const { isEntry, fileName } of chunks) if (isEntry) withImports(fileName, begun);
  return (module) => {
    const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(module)));
    if (!chunk) throw new Error(`${module} is not in the build`);
    const all = withImports(chunk.fileName, new Set());
    return [...all].filter((name) => !begun.has(name)).map((name) => `/${name}`);
  };
}

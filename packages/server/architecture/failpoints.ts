import ts from 'typescript';
import { placeOf, visit, type Sources } from './sources.ts';

/** Every place that may kill the process for a test: the failpoint's name, null where it is no literal, and where. */
export function failpointsIn({ files }: Sources): { name: string | null; place: string }[] {
  const found: { name: string | null; place: string }[] = [];
  for (const { path, file } of files) {
    visit(file, (node) => {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'failpoint') return;
      const [name] = node.arguments;
      found.push({ name: name && ts.isStringLiteral(name) ? name.text : null, place: placeOf(node, path) });
    });
  }
  return found;
}

/** What of the list and of the places does not belong together: a point that is nowhere, or in two places, or not listed. */
export function failpointProblems(listed: readonly string[], sources: Sources): string[] {
  const found = failpointsIn(sources);
  const places = (name: string) => found.filter((point) => point.name === name);
  return [
    ...listed
      .filter((name) => places(name).length !== 1)
      .map((name) => `${name}: ${places(name).length} places`),
    ...found
      .filter(({ name }) => name === null || !listed.includes(name))
      .map(({ name, place }) => `${place}: ${name ?? 'no literal'} is not listed`),
  ];
}

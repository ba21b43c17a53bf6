import ts from 'typescript';
import { placeOf, visit, type Sources } from './sources.ts';
import { isSqlCall } from './statements.ts';

// Where SQL may be more than a constant, and why.
const EXCEPTIONS: Record<string, string> = {
  'platform/db/':
    'the driver itself: prepared statements, roles, migrations and provisioning with escaped identifiers',
  'platform/events/postgres-carrier.ts':
    'LISTEN and SET ROLE take no parameters; the channel is a constant and the role is escaped',
};

/** Every place where the text of a statement could hold a value (OPS-4): only ``sql<Row>('label')`…` `` may make statements. */
export function builtSql({ files }: Sources): string[] {
  const found: string[] = [];
  for (const { path, file } of files) {
    if (Object.keys(EXCEPTIONS).some((place) => path.startsWith(place))) continue;
    visit(file, (node) => {
      const problem = problemOf(node);
      if (problem) found.push(`${placeOf(node, path)} ${problem}`);
    });
  }
  return found;
}

function problemOf(node: ts.Node): string | null {
  if (isSqlCall(node)) {
    const [label] = node.arguments;
    if (!ts.isTaggedTemplateExpression(node.parent)) return 'calls sql() without a template';
    if (!label || !ts.isStringLiteralLike(label))
      return 'labels a statement with something that is not a literal';
  }
  if (ts.isIdentifier(node) && node.text === 'sql' && isAlias(node)) return 'gives sql another name';
  if (ts.isIdentifier(node) && node.text === 'TemplateStringsArray') return 'makes a template by hand';
  if (ts.isObjectLiteralExpression(node) && hasAll(node, ['name', 'text', 'values']))
    return 'makes a statement by hand';
  if (isQueryCall(node) && !isConstant(node.arguments[0])) return 'builds the text of a query';
  return null;
}

function isAlias({ parent }: ts.Identifier): boolean {
  if (ts.isImportSpecifier(parent)) return parent.propertyName !== undefined;
  return !(
    ts.isCallExpression(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    ts.isQualifiedName(parent)
  );
}

function isQueryCall(node: ts.Node): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'query'
  );
}

function isConstant(text: ts.Expression | undefined): boolean {
  return text !== undefined && ts.isStringLiteralLike(text);
}

function hasAll(object: ts.ObjectLiteralExpression, names: string[]): boolean {
  const own = new Set(
    object.properties.map(
      (property) => property.name && ts.isIdentifier(property.name) && property.name.text,
    ),
  );
  return names.every((name) => own.has(name));
}

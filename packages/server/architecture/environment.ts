import ts from 'typescript';
import { placeOf, visit, type Sources } from './sources.ts';

/** Every place that reads the environment, however it is spelt. */
export function readsEnvironment({ files }: Sources): string[] {
  const found: string[] = [];
  for (const { path, file } of files) {
    visit(file, (node) => {
      if (isProcessEnv(node) || isEnvImport(node)) found.push(placeOf(node, path));
    });
  }
  return found;
}

// process.env, process['env'], globalThis.process.env, and const { env } = process
function isProcessEnv(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'env' && isProcess(node.expression);
  if (ts.isElementAccessExpression(node)) {
    return (
      ts.isStringLiteralLike(node.argumentExpression) &&
      node.argumentExpression.text === 'env' &&
      isProcess(node.expression)
    );
  }
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name) || !node.initializer)
    return false;
  return (
    isProcess(node.initializer) &&
    node.name.elements.some((element) => (element.propertyName ?? element.name).getText() === 'env')
  );
}

function isProcess(node: ts.Expression): boolean {
  return ts.isIdentifier(node)
    ? node.text === 'process'
    : ts.isPropertyAccessExpression(node) && node.name.text === 'process';
}

function isEnvImport(node: ts.Node): boolean {
  if (!ts.isImportSpecifier(node) || (node.propertyName ?? node.name).text !== 'env') return false;
  const { moduleSpecifier } = node.parent.parent.parent as ts.ImportDeclaration;
  return ts.isStringLiteral(moduleSpecifier) && /^(node:)?process$/.test(moduleSpecifier.text);
}

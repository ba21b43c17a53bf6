import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const workspace = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const src = join(workspace, 'packages/server/src');

/** The product's sources as TypeScript sees them: no tests, no fixtures, no test helpers. */
export interface Sources {
  checker: ts.TypeChecker;
  /** Each file with its path below packages/server/src. */
  files: { path: string; file: ts.SourceFile }[];
}

/** Reads the sources; `planted` adds files that do not exist, path below src to content, to see a detector fire. */
export function readSources(planted: Record<string, string> = {}): Sources {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(workspace, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    workspace,
  );
  const names = Object.keys(planted);
  const roots =
    names.length > 0
      ? names.map((path) => join(src, path))
      : ts.sys.readDirectory(src, ['.ts']).filter(isProduct);
  const program = ts.createProgram(roots, options, hostWith(planted, options));
  const wanted = new Set(roots);
  const files = program.getSourceFiles().filter(({ fileName }) => wanted.has(fileName));
  return {
    checker: program.getTypeChecker(),
    files: files.map((file) => ({ path: relative(src, file.fileName), file })),
  };
}

/** Calls back for the node and everything below it. */
export function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild((child) => visit(child, look));
}

/** `path:line` of a node, for messages. */
export function placeOf(node: ts.Node, path: string): string {
  return `${path}:${node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

function isProduct(path: string): boolean {
  return !/\.(test|fixture)\.ts$/.test(path) && !path.includes('/testing/');
}

function hostWith(planted: Record<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const contents = new Map(Object.entries(planted).map(([path, text]) => [join(src, path), text]));
  return {
    ...host,
    fileExists: (path) => contents.has(path) || host.fileExists(path),
    readFile: (path) => contents.get(path) ?? host.readFile(path),
    getSourceFile: (path, version, onError) => {
      const text = contents.get(path);
      return text === undefined
        ? host.getSourceFile(path, version, onError)
        : ts.createSourceFile(path, text, version);
    },
  };
}

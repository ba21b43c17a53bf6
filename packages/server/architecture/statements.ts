import ts from 'typescript';
import { placeOf, visit, type Sources } from './sources.ts';

/** What a row's property may be, as far as a column's type decides it. */
export type Kind = 'string' | 'number' | 'bigint' | 'boolean' | 'date' | 'buffer' | 'array' | 'json' | 'any';

export interface FoundStatement {
  label: string;
  place: string;
  text: string;
  /** The row's properties; null where the statement declares none and nobody can read its rows. */
  row: Map<string, Kind> | null;
}

/** Every ``sql<Row>('label')`…` `` of the sources with the text that is sent and what its rows are said to be. */
export function collectStatements({ checker, files }: Sources): FoundStatement[] {
  const found: FoundStatement[] = [];
  for (const { path, file } of files) {
    visit(file, (node) => {
      if (!ts.isTaggedTemplateExpression(node) || !isSqlCall(node.tag)) return;
      const [label] = node.tag.arguments;
      const [row] = node.tag.typeArguments ?? [];
      found.push({
        label: label && ts.isStringLiteralLike(label) ? label.text : '(no literal)',
        place: placeOf(node, path),
        text: textOf(node.template),
        row: row ? propertiesOf(checker.getTypeFromTypeNode(row), checker) : null,
      });
    });
  }
  return found;
}

export function isSqlCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'sql';
}

// The same joining as in platform/db/sql.ts.
function textOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce(
    (joined, span, index) => `${joined}$${index + 1}${span.literal.text}`,
    template.head.text,
  );
}

function propertiesOf(type: ts.Type, checker: ts.TypeChecker): Map<string, Kind> | null {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return null;
  return new Map(
    checker
      .getPropertiesOfType(type)
      .map((property) => [property.name, kindOf(checker.getTypeOfSymbol(property), checker)]),
  );
}

function kindOf(type: ts.Type, checker: ts.TypeChecker): Kind {
  const present = checker.getNonNullableType(type);
  const kinds = new Set(
    (present.isUnion() ? present.types : [present]).map((part) => kindOfPart(part, checker)),
  );
  if (kinds.size === 1) return [...kinds][0]!;
  return kinds.has('string') || kinds.has('number') ? 'any' : 'json';
}

function kindOfPart(type: ts.Type, checker: ts.TypeChecker): Kind {
  const { flags } = type;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return 'any';
  if (flags & ts.TypeFlags.StringLike) return 'string';
  if (flags & ts.TypeFlags.NumberLike) return 'number';
  if (flags & ts.TypeFlags.BigIntLike) return 'bigint';
  if (flags & ts.TypeFlags.BooleanLike) return 'boolean';
  // A branded id is its plain type with a mark.
  if (type.isIntersection()) return kindOfPart(type.types[0]!, checker);
  if (checker.isArrayType(type) || checker.isTupleType(type)) return 'array';
  const name = type.getSymbol()?.name;
  if (name === 'Date') return 'date';
  return name === 'Buffer' ? 'buffer' : 'json';
}

// An exception stays while its function has half the limit, so that it does not come and go with a line.
const NEAR = 0.5;
const SUITE = /^(describe|suite)$/;

/**
 * Functions of at most `max` lines, but for those named in `except`; a name there that is not needed is reported too.
 * The callback of a describe() is a chapter heading, not a function.
 */
export const functionLength = {
  meta: {
    type: 'suggestion',
    schema: [
      {
        type: 'object',
        properties: { max: { type: 'integer' }, except: { type: 'array', items: { type: 'string' } } },
        additionalProperties: false,
      },
    ],
    messages: {
      tooLong: '{{name}} has {{lines}} lines; at most {{max}} are allowed.',
      needless: '{{name}} no longer needs its exception in scripts/lint/length-exceptions.mjs.',
    },
  },
  create(context) {
    const { max, except = [] } = context.options[0];
    const unused = new Set(except);
    const check = (node) => {
      const lines = node.loc.end.line - node.loc.start.line + 1;
      if (lines <= max * NEAR || isSuite(node.parent)) return;
      const name = nameOf(node);
      unused.delete(name);
      if (lines > max && !except.includes(name))
        context.report({
          node,
          messageId: 'tooLong',
          data: { name, lines: String(lines), max: String(max) },
        });
    };
    return {
      FunctionDeclaration: check,
      FunctionExpression: check,
      ArrowFunctionExpression: check,
      'Program:exit': (node) => {
        for (const name of unused) context.report({ node, messageId: 'needless', data: { name } });
      },
    };
  },
};

// describe(…), describe.skip(…), describe.each([…])(…)
function isSuite(call) {
  if (call?.type !== 'CallExpression') return false;
  let callee = call.callee;
  while (callee.type === 'MemberExpression' || callee.type === 'CallExpression') {
    callee = callee.type === 'MemberExpression' ? callee.object : callee.callee;
  }
  return callee.type === 'Identifier' && SUITE.test(callee.name);
}

function nameOf(node) {
  const { parent } = node;
  const handedTo = parent?.type === 'CallExpression' ? parent.callee.name : undefined;
  return (
    node.id?.name ??
    parent?.key?.name ??
    parent?.id?.name ??
    (handedTo ? `the callback of ${handedTo}` : 'a nameless function')
  );
}

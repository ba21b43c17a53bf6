const ROW = /^\|\s*([A-Z]+-\d+)\s*\|\s*(.*?)\s*\|$/;
const TITLE = /(['"`])((?:\[[A-Z]+-\d+\]\s*)+)((?:\\.|(?!\1)[^\\\n])*)\1/g;

/** The rows of docs/REQUIREMENTS.md: id and promise, in their order. @param {string} markdown */
export function readRows(markdown) {
  return markdown
    .split('\n')
    .map((line) => ROW.exec(line))
    .filter((match) => match !== null)
    .map(([, id, promise]) => ({ id, promise }));
}

/** The titles in a test file that begin with ids: `'[CART-7] [L-16] every add counts'`. @param {string} source */
export function readProofs(source) {
  return [...source.matchAll(TITLE)].map(([, , ids, title]) => ({
    ids: [...ids.matchAll(/[A-Z]+-\d+/g)].map(([id]) => id),
    title: title.trim(),
  }));
}

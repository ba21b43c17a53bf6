const MOST_WORDS = 6;
const SHORTEST_EXCHANGED = 4;
const LONGEST_EXCHANGED = 16;

/** What a product is searched by: its title on the first line, all else on the second. */
export function searchText(product: {
  title: string;
  designer: string;
  category: string;
  tags: readonly string[];
  skus: readonly (string | null)[];
}): string {
  const rest = [product.designer, product.category, ...product.tags, ...product.skus];
  return `${plainWords(product.title)}\n${plainWords(rest.filter(Boolean).join(' '))}`;
}

/** The words of a search, each with the ways to write it: as typed without its plural, then with neighbours exchanged. */
export interface SearchWords {
  spellings: string[];
  /** For each spelling, the number of its word. */
  wordOf: number[];
}

/** Null where nothing was asked; no spelling at all where what was asked has neither letter nor digit. */
export function searchWords(asked: string | undefined): SearchWords | null {
  if (!asked) return null;
  const words = [...new Set(plainWords(asked).split(' ').filter(Boolean).map(singular))].slice(0, MOST_WORDS);
  const spelled = words.flatMap((word, index) => spellings(word).map((spelling) => ({ spelling, index })));
  return { spellings: spelled.map((s) => s.spelling), wordOf: spelled.map((s) => s.index) };
}

/** The slugs a category may have that is called so: `shirt` and `shirts`, `dress` and `dresses`, `berry` and `berries`. */
export function categoryForms(slug: string): string[] {
  const forms = [slug, `${slug}s`, `${slug}es`, slug.replace(/y$/, 'ies')];
  if (/ies$/.test(slug)) forms.push(slug.replace(/ies$/, 'y'));
  if (/es$/.test(slug)) forms.push(slug.replace(/es$/, ''));
  if (/[^s]s$/.test(slug)) forms.push(slug.replace(/s$/, ''));
  return [...new Set(forms)];
}

/** A name as part of an address: `Kask & Savi` → `kask-savi`; '' where it has neither letter nor digit. */
export function slugOf(name: string): string {
  return Array.from(plainWords(name).replaceAll(' ', '-')).slice(0, 100).join('').replace(/-$/, '');
}

// ISO 9 without diacritics as passports have it, with the Kyrgyz letters. Trigrams know Latin letters only where the database's
// locale is C; and so `kruzhka` finds кружка.
const LATIN: Record<string, string> = Object.fromEntries(
  (
    'а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ' +
    'ъ= ы=y ь= э=e ю=yu я=ya ң=ng ө=o ү=u і=i ї=i є=e ґ=g ў=u қ=k ғ=g ә=a ұ=u һ=h'
  )
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);

// Lower case without accents and punctuation, words parted by one space. The database never does this itself, because
// what lower() knows depends on its locale. Only Latin letters lose their marks: й is no и, and Hindi's vowels are marks.
function plainWords(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})[\u0300-\u036f]+/gu, '$1')
    .normalize('NFC')
    .replace(/[Ѐ-ԯ]/g, (letter) => LATIN[letter] ?? letter)
    .replace(/['’ʼ`]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

// A piece of both forms: what is looked for is part of a word anyway.
function singular(word: string): string {
  if (/^[a-z]{3,}ies$/.test(word)) return word.slice(0, -3);
  if (/^[a-z]+(?:ss|x|ch|sh|z)es$/.test(word)) return word.slice(0, -2);
  if (/^[a-z]{2,}[^su]s$/.test(word)) return word.slice(0, -1);
  return word;
}

// Two neighbours exchanged is the one common slip that trigrams of a short word do not survive.
function spellings(word: string): string[] {
  const letters = Array.from(word);
  if (letters.length < SHORTEST_EXCHANGED || letters.length > LONGEST_EXCHANGED) return [word];
  const exchanged = letters
    .slice(1)
    .map((letter, index) =>
      [...letters.slice(0, index), letter, letters[index], ...letters.slice(index + 2)].join(''),
    );
  return [...new Set([word, ...exchanged])];
}

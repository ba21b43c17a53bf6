import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The text of each page as a reader would copy it, line by line, read by a program that is not the one that wrote it. */
export async function readPdf(pdf: Buffer): Promise<{ pages: string[][]; title: string; text: string }> {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0, useSystemFonts: false });
  const document = await loading.promise;
  const pages: string[][] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    const rows = new Map<number, { x: number; text: string }[]>();
    for (const item of items) {
      if (!('str' in item) || item.str === '') continue;
      const y = Math.round(Number(item.transform[5]));
      rows.set(y, [...(rows.get(y) ?? []), { x: Number(item.transform[4]), text: item.str }]);
    }
    const byHeight = [...rows.entries()].sort(([a], [b]) => b - a);
    pages.push(
      byHeight.map(([, parts]) =>
        parts
          .sort((a, b) => a.x - b.x)
          .map(({ text: part }) => part)
          .join(' ')
          .replace(/\s+/g, ' ')
          .trim(),
      ),
    );
  }
  const { info } = await document.getMetadata();
  await loading.destroy();
  const text = pages.flat().join('\n');
  return { pages, title: String((info as { Title?: unknown }).Title), text };
}

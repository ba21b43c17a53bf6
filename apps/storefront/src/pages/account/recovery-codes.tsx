import { useEffect, useRef } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { Notice } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { shopName } from '../../shop/shop-name.ts';

/** The ways in without the phone, told this once. They stay until the owner says that he has kept them. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { app: words } = useMessages().security;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const copy = () =>
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => toast(words.copied),
      () => toast(words.notCopied, { bad: true }),
    );
  const save = () => saveFile('recovery-codes.txt', `${shopName}\n\n${codes.join('\n')}\n`, 'text/plain');
  return (
    <div className="mt-2 grid gap-4">
      <h4 ref={heading} tabIndex={-1} className="font-semibold">
        {words.codesTitle}
      </h4>
      <Notice tone="warn">{words.codesText}</Notice>
      <ol className="grid gap-x-8 gap-y-1 rounded-md border border-line bg-raised p-4 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-3">
        <Button look="plain" onClick={() => void copy()}>
          {words.copy}
        </Button>
        <Button look="plain" onClick={save}>
          {words.download}
        </Button>
        <Button onClick={onKept}>{words.kept}</Button>
      </div>
    </div>
  );
}

import { Link } from '@tanstack/react-router';
import { useMessages } from '../messages/messages.tsx';
import { buttonClass } from '../parts/button.tsx';
import { useTitle } from '../parts/use-title.ts';

export function Missing({ title, text }: { title?: string; text?: string }) {
  const { missing } = useMessages();
  useTitle(title ?? missing.title);
  return (
    <div className="page grid justify-items-center gap-4 py-24 text-center">
      <h1 className="text-3xl">{title ?? missing.title}</h1>
      <p className="max-w-md text-quiet">{text ?? missing.text}</p>
      <div className="mt-4 flex flex-wrap justify-center gap-3">
        <Link to="/products" className={buttonClass()}>
          {missing.browse}
        </Link>
        <Link to="/" className={buttonClass('plain')}>
          {missing.home}
        </Link>
      </div>
    </div>
  );
}

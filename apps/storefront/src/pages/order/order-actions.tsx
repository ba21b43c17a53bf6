import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { openCart } from '../../parts/cart-drawer-state.ts';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Modal } from '../../parts/modal.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { sentenceOf } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { client } from '../../shop/client.ts';
import { usePreferences } from '../../shop/preferences.ts';
import { orderQuery, type Order } from '../../shop/queries.ts';
import { useShopperCart, useShopperSession } from '../../shop/shopper.tsx';

const CANCELABLE = new Set(['pending', 'processing']);

/** What its buyer may do with an order. */
export function OrderActions({ order }: { order: Order }) {
  const { order: words } = useMessages();
  const [canceling, setCanceling] = useState(false);
  return (
    <div className="no-print mt-5 flex flex-wrap gap-3">
      <Reorder order={order} />
      <Invoice order={order} />
      <Button look="plain" onClick={() => print()}>
        <Icon name="print" size={19} />
        {words.print}
      </Button>
      {CANCELABLE.has(order.status) && (
        <Button look="bad" onClick={() => setCanceling(true)}>
          {words.cancel}
        </Button>
      )}
      <Cancel order={order} open={canceling} onClose={() => setCanceling(false)} />
    </div>
  );
}

function Reorder({ order }: { order: Order }) {
  const messages = useMessages();
  const { order: words } = messages;
  const { reload } = useShopperCart();
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    try {
      const { lines, unavailable } = await client.post('/api/orders/{id}/reorder', {
        path: { id: order.id },
        body: { addToCart: true },
      });
      reload();
      if (lines.length > 0) openCart();
      toast(lines.length > 0 ? words.reordered(lines.length) : words.reorderNone, {
        bad: lines.length === 0,
      });
      if (unavailable.length > 0) {
        const titles = unavailable.map(({ title }) => title).join(', ');
        toast(words.reorderMissing(titles), { bad: true });
      }
    } catch (error) {
      toast(sentenceOf(error, messages), { bad: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button look="plain" busy={busy} onClick={() => void again()}>
      {words.reorder}
    </Button>
  );
}

function Invoice({ order }: { order: Order }) {
  const messages = useMessages();
  const { order: words } = messages;
  const { language } = usePreferences();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const bytes = await client.get('/api/orders/{id}/invoice', {
        path: { id: order.id },
        query: { locale: language },
      });
      saveFile(`invoice-${order.number.replace(/\W/g, '')}.pdf`, bytes, 'application/pdf');
    } catch (error) {
      toast(sentenceOf(error, messages), { bad: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button look="plain" busy={busy} onClick={() => void download()}>
      {busy ? words.invoiceBusy : words.invoice}
    </Button>
  );
}

function Cancel({ order, open, onClose }: { order: Order; open: boolean; onClose: () => void }) {
  const messages = useMessages();
  const { order: words } = messages;
  const { session } = useShopperSession();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    try {
      const answer = await client.post('/api/orders/{id}/cancel', {
        path: { id: order.id },
        body: { reason },
      });
      queries.setQueryData(orderQuery(session.ownerId, order.id).queryKey, answer.order);
      void queries.invalidateQueries({ queryKey: ['mine', session.ownerId, 'orders'] });
      toast(words.canceled);
      onClose();
    } catch (error) {
      toast(sentenceOf(error, messages), { bad: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={words.cancelTitle}
      footer={
        <div className="flex flex-wrap gap-3">
          <Button look="bad" busy={busy} onClick={() => void cancel()}>
            {words.cancelConfirm}
          </Button>
          <Button look="plain" onClick={onClose}>
            {words.cancelKeep}
          </Button>
        </div>
      }
    >
      <p className="mb-4">{words.cancelText}</p>
      <Field
        label={words.cancelReason}
        optional
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}

import { CARDS, cardNamed, type CardName } from '../../cards.ts';
import { invalidInput, noSuch } from '../../errors.ts';

const CHARGED = ['visa', 'visa_debit', 'mastercard', 'mastercard_debit', 'amex', 'discover'];

const METHODS = new Map<string, CardName>([
  ...CHARGED.map((brand): [string, CardName] => [`pm_card_${brand}`, 'success']),
  ['pm_card_authenticationRequired', 'challenge'],
  ['pm_card_threeDSecure2Required', 'challenge'],
  ['pm_card_threeDSecureRequired', 'challenge'],
  ['pm_card_threeDSecureRequiredChargeDeclined', 'challengeDeclined'],
  ['pm_card_pendingRefund', 'refundPending'],
  ['pm_card_refundFail', 'refundFails'],
  ...['pm_card_', 'pm_card_visa_'].flatMap((prefix): [string, CardName][] => [
    [`${prefix}chargeDeclined`, 'declined'],
    [`${prefix}chargeDeclinedInsufficientFunds`, 'insufficientFunds'],
    [`${prefix}chargeDeclinedExpiredCard`, 'expired'],
    [`${prefix}chargeDeclinedIncorrectCvc`, 'incorrectCvc'],
    [`${prefix}chargeDeclinedProcessingError`, 'processingError'],
  ]),
  ...Object.keys(CARDS).map((name): [string, CardName] => [`pm_sandbox_${name}`, name as CardName]),
]);

interface Given {
  payment_method?: string | undefined;
  payment_method_data?: { card?: { number: string } | undefined } | undefined;
}

/** The test card meant by Stripe's test ids (`pm_card_visa`), by ours (`pm_sandbox_lostAnswer`) or by its number. */
export function cardMeant({ payment_method: id, payment_method_data: data }: Given): CardName {
  if (id !== undefined) {
    const card = METHODS.get(id);
    if (!card) throw noSuch('PaymentMethod', id, 'payment_method');
    return card;
  }
  if (!data?.card) throw invalidInput('Missing required param: payment_method.', 'payment_method');
  const card = cardNamed(data.card.number);
  if (!card) throw invalidInput('This is none of the test cards.', 'payment_method_data[card][number]');
  return card;
}

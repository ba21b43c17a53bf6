/** What a try with a card comes to. */
export type Outcome =
  | { is: 'charged' }
  | { is: 'declined'; code: string; laterCharged?: boolean }
  | { is: 'challenge'; then: 'charged' | 'declined' }
  | { is: 'processing'; then: 'charged' | 'declined'; cancelable?: boolean }
  /** The gateway breaks before anything was done. */
  | { is: 'nothing' };

/** How the answer goes wrong although the work was done as said. */
export type Afterwards = 'cut' | 'hang' | '500';

export interface TestCard {
  number: string;
  about: string;
  outcome: Outcome;
  answer?: Afterwards;
  /** Refunds of it are pending at first. */
  refunds?: 'succeed-late' | 'fail-late';
}

const charged: Outcome = { is: 'charged' };
const declined = (code: string): Outcome => ({ is: 'declined', code });

/** Every test card by its name. The numbers up to `refundFails` mean at Stripe what they mean here. */
export const CARDS = {
  success: { number: '4242424242424242', about: 'is charged', outcome: charged },
  mastercard: { number: '5555555555554444', about: 'is charged', outcome: charged },
  declined: { number: '4000000000000002', about: 'declined', outcome: declined('card_declined') },
  insufficientFunds: {
    number: '4000000000009995',
    about: 'declined: insufficient funds',
    outcome: declined('insufficient_funds'),
  },
  expired: { number: '4000000000000069', about: 'declined: expired', outcome: declined('expired_card') },
  incorrectCvc: {
    number: '4000000000000127',
    about: 'declined: wrong CVC',
    outcome: declined('incorrect_cvc'),
  },
  processingError: {
    number: '4000000000000119',
    about: 'declined: error while processing',
    outcome: declined('processing_error'),
  },
  challenge: {
    number: '4000002500003155',
    about: 'asks for a challenge; passed, it is charged',
    outcome: { is: 'challenge', then: 'charged' },
  },
  challengeDeclined: {
    number: '4000008400001629',
    about: 'asks for a challenge; even passed, it is declined',
    outcome: { is: 'challenge', then: 'declined' },
  },
  refundPending: {
    number: '4000000000007726',
    about: 'is charged; refunds are pending and succeed later',
    outcome: charged,
    refunds: 'succeed-late',
  },
  refundFails: {
    number: '4000000000005126',
    about: 'is charged; refunds are pending and fail later',
    outcome: charged,
    refunds: 'fail-late',
  },
  lateSuccess: {
    number: '4000001000000018',
    about: 'processing, charged later',
    outcome: { is: 'processing', then: 'charged' },
  },
  lateFailure: {
    number: '4000001000000026',
    about: 'processing, declined later',
    outcome: { is: 'processing', then: 'declined' },
  },
  lateDespiteCancel: {
    number: '4000001000000034',
    about: 'processing; may be canceled and is charged later all the same',
    outcome: { is: 'processing', then: 'charged', cancelable: true },
  },
  declinedThenCharged: {
    number: '4000001000000042',
    about: 'declined, and charged later all the same (late authorization)',
    outcome: { is: 'declined', code: 'card_declined', laterCharged: true },
  },
  lostAnswer: {
    number: '4000001000000059',
    about: 'is charged, then the connection is cut instead of the answer',
    outcome: charged,
    answer: 'cut',
  },
  chargedHang: {
    number: '4000001000000067',
    about: 'is charged, then no answer ever comes',
    outcome: charged,
    answer: 'hang',
  },
  chargedError: {
    number: '4000001000000075',
    about: 'is charged, then the answer is 500',
    outcome: charged,
    answer: '500',
  },
  hang: {
    number: '4000001000000083',
    about: 'is not charged; no answer ever comes',
    outcome: { is: 'nothing' },
    answer: 'hang',
  },
  error: {
    number: '4000001000000091',
    about: 'is not charged; the answer is 500',
    outcome: { is: 'nothing' },
    answer: '500',
  },
  cut: {
    number: '4000001000000109',
    about: 'is not charged; the connection is cut',
    outcome: { is: 'nothing' },
    answer: 'cut',
  },
} as const satisfies Record<string, TestCard>;

export type CardName = keyof typeof CARDS;

const BY_NUMBER = new Map(Object.entries(CARDS).map(([name, { number }]) => [number as string, name]));

/** The name of the test card with this number, spaces or not; undefined for any other number. */
export function cardNamed(number: string): CardName | undefined {
  return BY_NUMBER.get(number.replace(/[\s-]/g, '')) as CardName | undefined;
}

/** The card of a name that was kept. */
export function cardOf(name: string): TestCard {
  return CARDS[name as CardName];
}

import { plural } from '../plural.ts';

const n = (count: number, one: string, other: string) => plural('en', count, { one, other });

/** The sentences of how the owner of an account is reached and known, and of leaving. */
export const security = {
  email: {
    title: 'Email',
    none: 'No email yet.',
    change: 'Change email',
    add: 'Add an email',
    label: 'New email',
    text: 'We send a link to the new address. Your email changes when you open it; the present address is told.',
    send: 'Send the link',
    sent: (email: string) =>
      `A link is on its way to ${email}. Your email changes as soon as you open it; until then the present one stays.`,
    changedTitle: 'Your new email',
    changed: 'Your email is changed.',
  },
  phone: {
    title: 'Phone',
    none: 'No phone number yet.',
    change: 'Change number',
    add: 'Add a number',
    label: 'New mobile number',
    text: 'We send a code to the new number. You can also sign in with it.',
    changed: 'Your phone number is changed.',
  },
  proof: {
    password: 'Your password',
    hint: 'You signed in more than ten minutes ago, so please say that it is you. If you have no password, sign out and in again.',
  },
  password: {
    title: 'Password',
    text: 'A new one signs out all your other devices.',
    currentHint: 'Leave it empty if you have none yet.',
  },
  app: {
    title: 'Codes from an app',
    off: 'Whoever learns your password cannot sign in with it alone: the shop then also asks for a code that an authenticator app on your phone shows.',
    on: (date: string) => `On since ${date}. Signing in with your password also asks for a code.`,
    left: (count: number) => n(count, '# recovery code is left.', '# recovery codes are left.'),
    few: 'To get new ones, turn the codes off and on again.',
    setUp: 'Set it up',
    scan: 'Scan this with an authenticator app, such as the one for passwords on your phone.',
    picture: 'QR code for the authenticator app',
    open: 'Open the app on this device',
    orType: 'Or type this key into it:',
    key: 'Key',
    code: 'Code from the app',
    codeText: 'Then enter the code that the app shows.',
    turnOn: 'Turn on',
    cancel: 'Cancel',
    codesTitle: 'Keep your recovery codes',
    codesText:
      'The codes are on. Each of these lets you in once when you do not have your phone. They are shown only now: keep them where nobody else finds them.',
    copy: 'Copy',
    copied: 'Copied.',
    notCopied: 'They could not be copied. Please select them by hand.',
    download: 'Save as a file',
    kept: 'I have kept them',
    turnOff: 'Turn off',
    offTitle: 'Turn the codes off?',
    offText: 'Signing in then asks for your password alone.',
    offCode: 'Code from the app, or a recovery code',
    turnedOff: 'The codes are off.',
  },
  signIn: {
    text: 'This account also asks for the code of your authenticator app.',
    hint: 'Six digits. Without your phone, use one of your recovery codes.',
    back: 'Use another account',
  },
  data: {
    exportTitle: 'A copy of your data',
    exportText:
      'Everything the shop keeps about you in one file (JSON): account, addresses, cart, wishlist, orders, devices and messages.',
    export: 'Download my data',
    exporting: 'Collecting …',
    exported: 'The file is in your downloads.',
    deleteTitle: 'Delete your account',
    deleteText: 'This cannot be undone. Download your data and invoices first if you may need them.',
    delete: 'Delete my account',
    ask: 'Delete your account?',
    goes: 'Gone at once:',
    gone: [
      'your name, email, phone, password and addresses',
      'your cart and your wishlist',
      'your sign-ins on all devices',
    ],
    stays: 'Kept, because the shop must account for it:',
    kept: [
      'your orders with their goods, amounts, taxes and dates, but no longer with your name, email, phone, street or notes',
      'of orders for a business also the company, its tax number and its billing address',
      'who did what and when in the security log, without names, for a year',
    ],
    password: 'Your password',
    passwordHint: 'Leave it empty if you have none.',
    passwordWrong: 'The password is wrong.',
    confirm: 'Delete for good',
    keep: 'Keep my account',
    deleted: 'Your account is deleted. Thank you for having been here.',
    busy: 'Your account cannot be deleted yet:',
    because: {
      payment: 'A payment is still under way.',
      refund: 'Money is still on its way back to you.',
      order: 'An order is still to be delivered. You can cancel it, or wait until it has arrived.',
      'last-admin': 'You are the only administrator of this shop.',
    },
  },
};

export type SecurityMessages = typeof security;

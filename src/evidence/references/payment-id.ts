import { byPattern } from './recogniser.ts';

/** Ids that processors make, known by their form: objects of Stripe, and Adyen's references of 16 letters and digits behind their label. */
export const paymentIds = byPattern(
  'payment',
  /(?<![\w\u00c0-\u1fff])(?:ch|pi|in|py|txn|re|sub|src|pm|cs_live|cs_test|dp|du|ii|po|tr|seti)_[A-Za-z0-9]{14,64}(?![\w\u00c0-\u1fff])/g,
  ([id]) => (/\d/.test(id) ? id : undefined),
);

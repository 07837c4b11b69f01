import { describe, expect, it } from 'vitest';
import { hasRealData, realText } from '../../real-data.ts';
import { paymentsIn, recordsIn, refusalsIn } from './reading.ts';

const one = async (value: unknown) => (await paymentsIn(JSON.stringify(value)))[0];

describe('records of Stripe', () => {
  const charge = {
    object: 'charge',
    id: 'ch_1PgafuB7WZ01zgkWXYmPNZs8',
    livemode: true,
    amount: 8388,
    currency: 'eur',
    created: 1_234_567_890,
  };

  it('have the descriptor, the amount in the smaller unit, and are their own', async () => {
    expect(await one({ ...charge, calculated_statement_descriptor: 'ACME* HOSTING', description: 'Hosting' })).toMatchObject({
      form: 'stripe',
      processor: 'stripe',
      descriptor: 'ACME* HOSTING',
      amount: '83.88',
      currency: 'EUR',
      day: '2009-02-13',
      reference: 'ch_1PgafuB7WZ01zgkWXYmPNZs8',
      state: null,
    });
  });

  it('say what went wrong', async () => {
    expect((await one({ ...charge, status: 'failed', failure_message: 'Your card was declined.' }))?.state).toBe(
      'failed: Your card was declined.',
    );
    expect((await one({ ...charge, disputed: true }))?.state).toBe('disputed');
  });

  it('come in events, lists and lines', async () => {
    expect(await one({ object: 'event', id: 'evt_1', livemode: true, type: 'charge.failed', data: { object: charge } })).toMatchObject({
      amount: '83.88',
    });
    expect(
      (await paymentsIn(JSON.stringify({ object: 'list', livemode: true, data: [charge, charge] }))).map(({ record }) => record),
    ).toEqual(['entry 1', 'entry 2']);
    const lines = `${JSON.stringify(charge)}\n\n{"object":\n${JSON.stringify(charge)}`;
    expect((await recordsIn(lines)).map((row) => ('refused' in row ? `${row.record} refused` : row.record))).toEqual([
      'line 1',
      'line 3 refused',
      'line 4',
    ]);
  });

  it('with absurd amounts and times are kept, and say so', async () => {
    expect(await one({ ...charge, amount: 1e300, created: 1e300 })).toMatchObject({
      amount: null,
      day: null,
      faults: ['1e+300 is no amount', '"1e+300" is no day on which anybody pays'],
    });
  });

  it('of spending with an issued card are a merchant’s', async () => {
    expect(
      await one({
        object: 'issuing.transaction',
        id: 'ipi_1Pgc78B7WZ01',
        livemode: false,
        amount: -100,
        currency: 'usd',
        merchant_data: { name: 'EPOCH.COM *X' },
      }),
    ).toMatchObject({
      descriptor: 'EPOCH.COM *X',
      processor: null,
      amount: '-1.00',
    });
  });
});

describe('records of PayPal', () => {
  it('are orders with parts', async () => {
    const order = {
      id: '5O190127TN364715T',
      intent: 'CAPTURE',
      status: 'COMPLETED',
      purchase_units: [
        { invoice_id: 'INV-1', soft_descriptor: 'PAYPAL *ACME', amount: { currency_code: 'USD', value: '30.11' } },
        { reference_id: 'r2', amount: { currency_code: 'USD', value: '5.00' } },
      ],
    };
    expect(await paymentsIn(JSON.stringify(order))).toMatchObject([
      {
        record: 'entry 1, part 1',
        form: 'paypal',
        processor: 'paypal',
        descriptor: 'PAYPAL *ACME',
        amount: '30.11',
        currency: 'USD',
        reference: 'INV-1',
      },
      { record: 'entry 1, part 2', amount: '5.00', reference: '5O190127TN364715T' },
    ]);
  });

  it('are webhooks and reports of transactions', async () => {
    const capture = { id: 'C1', status: 'DECLINED', amount: { currency_code: 'EUR', value: '9.00' }, create_time: '2026-11-21T10:00:00Z' };
    expect(await one({ id: 'WH-1', event_type: 'PAYMENT.CAPTURE.DENIED', resource: capture })).toMatchObject({
      amount: '9.00',
      state: 'declined',
      day: '2026-11-21',
    });
    const info = { transaction_id: 'T1', transaction_amount: { currency_code: 'EUR', value: '-9.00' }, transaction_status: 'S' };
    expect(await one({ transaction_info: info })).toMatchObject({ amount: '-9.00', reference: 'T1', state: null });
  });

  it('that are errors say which', async () => {
    expect(await refusalsIn('{"name":"SERVICE_UNAVAILABLE","debug_id":"90957"}')).toEqual([
      'entry 1: an error message of PayPal (SERVICE_UNAVAILABLE)',
    ]);
  });
});

describe('records of Adyen', () => {
  it('are notifications, several in one', async () => {
    const item = (success: string) => ({
      NotificationRequestItem: {
        pspReference: 'P1',
        merchantReference: 'M1',
        eventCode: 'AUTHORISATION',
        eventDate: '2026-11-21T10:00:00+01:00',
        success,
        reason: 'CVC Declined',
        amount: { currency: 'JPY', value: 500 },
      },
    });
    expect(await paymentsIn(JSON.stringify({ live: 'true', notificationItems: [item('true'), item('false')] }))).toMatchObject([
      { form: 'adyen', processor: 'adyen', amount: '500', currency: 'JPY', reference: 'M1', state: null, day: '2026-11-21' },
      { state: 'refused: CVC Declined' },
    ]);
  });

  it('are answers without an amount', async () => {
    expect(await one({ pspReference: 'P1', resultCode: 'Refused', refusalReason: 'Expired Card' })).toMatchObject({
      reference: 'P1',
      amount: null,
      state: 'refused: Expired Card',
    });
  });
});

describe('postbacks', () => {
  it('of Segpay are posted forms and JSON', async () => {
    const form =
      'act=auth&stage=initial&approved=No&trantype=sale&purchaseid=77&tranid=88&price=29.95&currencycode=USD&eticketid=1:2&password=secret&billname=Jo+Doe';
    const [paid] = await paymentsIn(form);
    expect(paid).toMatchObject({
      form: 'segpay',
      processor: 'segpay',
      amount: '29.95',
      currency: 'USD',
      reference: '77',
      state: 'declined',
    });
    expect(JSON.stringify(paid)).not.toMatch(/secret|Jo Doe/);
    expect(await one(Object.fromEntries(new URLSearchParams(form)))).toMatchObject({ form: 'segpay', amount: '29.95' });
  });

  it.skipIf(!hasRealData)('of CCBill have its published fields, without the password', async () => {
    const rows = realText('data/payments/billing-centers/ccbill_newsalefailure_fields.tsv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
    const body = new URLSearchParams(rows.map(([, , field = '', example = '']): [string, string] => [field, example])).toString();
    const [paid] = await paymentsIn(body);
    expect(paid).toMatchObject({
      form: 'ccbill',
      processor: 'ccbill',
      amount: '10.00',
      currency: 'USD',
      day: '2012-08-05',
      reference: '0912191101000000159',
    });
    expect(JSON.stringify(paid)).not.toContain('mYPaSSw0rD');
  });
});

describe('other JSON', () => {
  it('is a payment where its fields are named as columns are', async () => {
    expect(await one({ statementDescriptor: 'PP*X', paid_amount: '5,00', currency: 'EUR', variable_symbol: 123 })).toMatchObject({
      form: 'json',
      descriptor: 'PP*X',
      amount: '5.00',
      variableSymbol: '123',
    });
  });

  it('is Fio by its columns', async () => {
    const transaction = {
      column0: { value: '2026-11-21+0100' },
      column1: { value: -127.5 },
      column14: { value: 'CZK' },
      column2: { value: '214498596' },
      column3: { value: '0100' },
      column5: { value: '0' },
      column10: { value: 'EPOCH.COM *X' },
    };
    expect(await one({ accountStatement: { info: { currency: 'CZK' }, transactionList: { transaction: [transaction] } } })).toMatchObject({
      form: 'fio',
      descriptor: 'EPOCH.COM *X',
      amount: '-127.50',
      account: '214498596/0100',
      variableSymbol: null,
    });
  });

  it.each([
    ['{"name":"Jo","note":"hello"}', 'no payment in it: neither an amount nor a descriptor'],
    ['{}', 'no payment in it: neither an amount nor a descriptor'],
    ['[]', 'an empty list'],
    ['{"__proto__":{"amount":"5"}}', 'no payment in it: neither an amount nor a descriptor'],
    ['{"__CLASS__":"Some\\\\DTO"}', "a dump of another program's objects; give the statement that it was made from"],
  ])('is refused where it is none: %s', async (text, why) => {
    expect(await refusalsIn(text)).toEqual([`entry 1: ${why}`]);
  });

  it('that is broken, deep or of an odd kind is refused, never thrown', async () => {
    expect((await refusalsIn('{"amount":'))[0]).toContain('not JSON');
    expect(await refusalsIn(`${'{"value":'.repeat(5000)}1${'}'.repeat(5000)}`)).toHaveLength(1);
    expect(await refusalsIn('[1,null,"x",[],true]')).toHaveLength(5);
    expect(await refusalsIn('{"object":"charge","livemode":5,"amount":{},"currency":[]}')).toEqual([]);
  });
});

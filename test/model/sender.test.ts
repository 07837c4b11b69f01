import { expect, it } from 'vitest';
import { type Filed, type Proof, proofs, type Sender, senderOf } from '../../src/model/sender.ts';

const eva: Filed = { contact: 1, actsFor: [] };
const petra: Filed = { contact: 2, actsFor: [1] };
const marko: Filed = { contact: 3, actsFor: [7] };

interface Case {
  readonly says: string;
  readonly author: Filed | undefined;
  readonly requester: Filed | undefined;
  readonly proven: Sender;
  readonly unproven: Sender;
  readonly other: boolean;
}

const cases: readonly Case[] = [
  { says: 'the requester', author: eva, requester: eva, proven: 'on-file', unproven: 'unproven', other: false },
  { says: 'whoever may act for the requester', author: petra, requester: eva, proven: 'on-file', unproven: 'unproven', other: true },
  {
    says: 'the requester of whoever acts for them',
    author: eva,
    requester: petra,
    proven: 'authenticated',
    unproven: 'stranger',
    other: false,
  },
  { says: 'a contact who may act for others', author: marko, requester: eva, proven: 'authenticated', unproven: 'stranger', other: false },
  { says: 'somebody unknown', author: undefined, requester: eva, proven: 'authenticated', unproven: 'stranger', other: false },
  {
    says: 'a contact, where the requester is none',
    author: eva,
    requester: undefined,
    proven: 'authenticated',
    unproven: 'stranger',
    other: false,
  },
  { says: 'nobody on file', author: undefined, requester: undefined, proven: 'authenticated', unproven: 'stranger', other: false },
];

it.each(cases)('a message of $says', ({ author, requester, proven, unproven, other }) => {
  expect(senderOf({ author, requester, proof: undefined })).toEqual({ sender: unproven, other });
  const proved = (proof: Proof) => senderOf({ author, requester, proof });
  for (const proof of proofs) expect(proved(proof), proof).toEqual({ sender: proven, other });
});

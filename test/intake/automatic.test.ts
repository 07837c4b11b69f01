import { expect, it } from 'vitest';
import { automaticIn } from '../../src/intake/automatic.ts';

const of = (headers: Readonly<Record<string, string>>) => automaticIn((name) => headers[name] ?? '');

it.each([
  ['replied', { 'auto-submitted': 'auto-replied' }],
  ['replied', { 'auto-submitted': 'Auto-Replied (vacation)' }],
  ['replied', { precedence: 'auto_reply' }],
  ['replied', { 'x-autoreply': 'yes' }],
  ['replied', { 'return-path': '<>', 'in-reply-to': '<1@desk.example>' }],
  ['replied', { subject: 'Automatic reply: [#12] Refund' }],
  ['replied', { subject: 'Re: Out of Office: [#12] Refund' }],
  ['replied', { subject: 'Automatická odpoveď: [#12] Refundácia' }],
  ['replied', { subject: 'Automatski odgovor: [#12] Povrat' }],
  ['replied', { subject: 'Аутоматски одговор: [#12] Повраћај' }],
  ['replied', { subject: 'Автоответ: [#12] Возврат' }],
  ['replied', { subject: 'Awtomatikong tugon: [#12] Refund' }],
  ['generated', { 'auto-submitted': 'auto-generated' }],
  ['generated', { 'return-path': '<>' }],
  ['generated', { precedence: 'bulk' }],
  ['generated', { 'x-auto-response-suppress': 'All' }],
  // An agent of another help desk answers us: that is to be read.
  ['generated', { 'x-auto-response-suppress': 'All', 'in-reply-to': '<1@desk.example>' }],
  ['no', { 'auto-submitted': 'no' }],
  ['no', { 'x-autoreply': 'no' }],
  // Whoever lies behind a list is somebody.
  ['no', { precedence: 'list', 'list-id': '<support.desk.example>' }],
  // People write about it, too.
  ['no', { subject: 'Out of office does not work' }],
  ['no', { subject: 'How do I set an automatic reply?' }],
  ['no', { subject: 'Автоответ не включается' }],
  ['no', {}],
])('%s: %o', (automatic, headers) => {
  expect(of(headers)).toBe(automatic);
});

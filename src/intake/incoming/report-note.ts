import { isGone } from '../reports/reason.ts';
import type { Failure, Report } from '../reports/report.ts';

/** What a report comes to, in a line for each whom it is about. */
export function reportSays({ kind, failures }: Report): string {
  if (failures.length === 0) return 'somebody called a mail of ours unwanted; their provider does not say who';
  return failures
    .map((failure) => (kind === 'complaint' ? `${failure.address} called a mail of ours unwanted` : failureSays(failure)))
    .join('\n');
}

function failureSays(failure: Failure): string {
  const { address, status, says } = failure;
  const what = status.startsWith('4') ? 'has not arrived, for now' : isGone(failure) ? 'did not arrive: nobody is there' : 'did not arrive';
  return `mail to ${address} ${what} (${status})${says === '' ? '' : `: ${says}`}`;
}

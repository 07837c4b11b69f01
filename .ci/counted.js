// Counts the tests of a vitest report, as "passed failed", and says on stderr which failed and why. A file that could not be
// run at all counts as a failed test.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let unread = 0;
for (const { name, status, message, assertionResults } of testResults) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  for (const { fullName, failureMessages } of failed) said(name, fullName, failureMessages);
  if (status === 'failed' && failed.length === 0) {
    unread += 1;
    said(name, 'could not be run', [message ?? '']);
  }
}
process.stdout.write(`${numPassedTests} ${numFailedTests + unread}\n`);

/** @param {string} file @param {string} test @param {readonly string[]} messages */
function said(file, test, messages) {
  const lines = messages.flatMap((message) =>
    message
      .split('\n')
      .filter((line) => !line.includes('node_modules'))
      .slice(0, 8),
  );
  process.stderr.write(`${relative('.', file)}: ${test}\n${lines.join('\n')}\n`);
}

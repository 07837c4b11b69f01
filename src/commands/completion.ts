import { arg } from './arg.ts';
import { type Arg, command } from './command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

export const completion = command({
  name: 'completion',
  summary: 'Print the script that completes desk in your shell',
  details: [
    'bash: put  eval "$(desk completion bash)"  into ~/.bashrc.',
    'zsh: put  source <(desk completion zsh)  into ~/.zshrc, after compinit.',
    'fish: run  desk completion fish > ~/.config/fish/completions/desk.fish  once.',
    'It completes commands and flags, and from your desk tickets, agents, queues, tags and saved queries, each with what it is.',
  ],
  group: 'desk',
  args: { shell: arg.choice('your shell', shells, 'shell') },
  flags: {},
  needs: ['shell'],
  output: { kind: 'raw' },
  examples: [{ run: 'desk completion bash', says: 'the script for bash' }],
  async *run(values, { shell }) {
    yield await shell.completion(values.shell);
  },
});

const words: Arg<readonly string[]> = {
  says: 'the words typed after desk, the last one half-typed',
  wants: 'text',
  optional: true,
  many: true,
  parse: (typed) => typed,
};

/** What the completion scripts ask. */
export const answers = command({
  name: 'completion answers',
  summary: 'Say how a half-typed command line may go on',
  group: 'desk',
  args: { words },
  flags: {},
  needs: ['shell'],
  output: { kind: 'raw' },
  examples: [],
  async *run(values, { shell }) {
    const lines = await shell.complete(values.words);
    yield lines.map((line) => `${line}\n`).join('');
  },
});

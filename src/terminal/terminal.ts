import { search as searchPrompt, confirm, input, password } from '@inquirer/prompts';
import ora from 'ora';
import { DeskError } from '../errors.ts';
import { type Choice, Interrupted, type Progress, type Prompt, type World } from '../around/world.ts';

/** Ctrl-C in a question is an interruption, not a fault. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof Error && (thrown.name === 'ExitPromptError' || thrown.name === 'AbortPromptError'))
      throw new Interrupted('interrupted');
    throw thrown;
  }
}

const choice = <T>({ value, label, aside }: Choice<T>) => ({ value, name: label, ...(aside !== undefined && { description: aside }) });

/** Questions on the terminal; they are drawn on stderr, because stdout is data. */
export function prompt({ stdin, stderr, signal, env }: World): Prompt {
  const able = stdin.terminal && stderr.terminal !== undefined && env['TERM'] !== 'dumb';
  const onScreen = { output: process.stderr, signal, clearPromptOnDone: false };
  const ready = (): void => {
    if (!able) throw new DeskError('usage', 'there is nobody to ask: no terminal');
  };
  return {
    able,
    async confirm(question) {
      ready();
      return asked(confirm({ message: question, default: false }, onScreen));
    },
    async text(question) {
      ready();
      return asked(input({ message: question, required: true }, onScreen));
    },
    async secret(question) {
      ready();
      return asked(password({ message: question, validate: (text) => text !== '' }, onScreen));
    },
    async pick(question, search) {
      ready();
      const source = async (text: string | undefined, { signal: stop }: { signal: AbortSignal }) =>
        (await search(text ?? '', stop)).map(choice);
      return asked(searchPrompt({ message: question, source, pageSize: 12 }, onScreen));
    },
  };
}

/** A spinner on stderr with a text that changes. */
export function progress(text: string): Progress {
  const spinner = ora({ text, stream: process.stderr, discardStdin: false }).start();
  return {
    update(next) {
      spinner.text = next;
    },
    stop() {
      spinner.stop();
    },
  };
}

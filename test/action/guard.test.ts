import { describe, expect, it } from 'vitest';
import { type Asked, guard, type GuardTools, needsGuard } from '../../src/action/guard.ts';
import { DeskError } from '../../src/errors.ts';
import type { Change } from '../../src/model/change.ts';
import type { PreflightFinding } from '../../src/model/preflight.ts';
import { type Prompt } from '../../src/around/world.ts';

const reply: Change = { kind: 'reply', message: { body: 'Hello' } };
const asked: Asked = { ref: 12, change: reply };
const grave: PreflightFinding = { check: 'attachment', says: 'has none\u001b[2J', stops: true };
const light: PreflightFinding = { check: 'recipients', says: 'goes to more', stops: false };

interface Stage {
  readonly tools: GuardTools;
  readonly said: string[];
  readonly questions: string[];
}

function stage(found: readonly PreflightFinding[], more: Partial<GuardTools> & { readonly answer?: boolean | undefined } = {}): Stage {
  const [said, questions]: [string[], string[]] = [[], []];
  const { answer, ...rest } = more;
  const prompt = {
    able: answer !== undefined,
    confirm: async (question: string) => {
      questions.push(question);
      return answer === true;
    },
  } as unknown as Prompt;
  const tools: GuardTools = {
    world: { prompt: async () => prompt, signal: new AbortController().signal },
    preflight: async () => ({ found, version: 7 }),
    mode: () => undefined,
    yes: false,
    dryRun: false,
    say: (text) => void said.push(text),
    ...rest,
  };
  return { tools, said, questions };
}

describe('what is looked at before it goes out', () => {
  it.each<readonly [string, Asked, boolean]>([
    ['a reply', asked, true],
    ['the last word of what is closed', { ref: 12, change: { kind: 'close', as: 'solved', message: { body: 'Bye' } } }, true],
    ['a change that is still to be made', { ref: 12, change: { kind: 'reply', of: async () => ({ change: reply }) } }, true],
    ['closing without a word', { ref: 12, change: { kind: 'close', as: 'solved' } }, false],
    ['a note', { ref: 12, change: { kind: 'note', message: { body: 'Hello' } } }, false],
    ['a new ticket', { ref: 'new', change: { kind: 'create', ticket: { subject: 'S' } } }, false],
  ])('%s: %#', (_, task, looked) => expect(needsGuard(task)).toBe(looked));
});

describe('the look', () => {
  it('lets pass what has nothing grave, and says the rest', async () => {
    const { tools, said } = stage([light]);
    expect(await guard(asked, false, tools)).toEqual({ task: asked });
    expect(said).toEqual(['pre-flight: 12 recipients: the reply goes to more']);
  });

  it('refuses what is grave where nobody is there, in bulk also where somebody is', async () => {
    for (const { tools, alone } of [
      { ...stage([grave]), alone: true },
      { ...stage([grave], { answer: true }), alone: false },
    ]) {
      const result = await guard(asked, alone, tools);
      expect(result).toMatchObject({ asked, error: { kind: 'refused', message: 'the reply has none\u001b[2J' } });
    }
  });

  it('says what is grave and asks at a terminal, made harmless', async () => {
    const { tools, said, questions } = stage([grave, light], { answer: true });
    expect(await guard(asked, true, tools)).toEqual({ task: asked });
    expect(said[0]).toBe('pre-flight: 12 attachment: the reply has none␛[2J');
    expect(said).toHaveLength(2);
    expect(questions).toHaveLength(1);
  });

  it('sends nothing when the answer is no', async () => {
    await expect(guard(asked, true, stage([grave], { answer: false }).tools)).rejects.toThrow('not sent');
  });

  it('does not ask who said --yes, nor in a dry run', async () => {
    for (const more of [{ yes: true }, { dryRun: true }]) {
      const { tools, questions } = stage([grave], { answer: false, ...more });
      expect(await guard(asked, true, tools)).toEqual({ task: asked });
      expect(questions).toEqual([]);
    }
  });

  it('is as strict as it is told to be: by the reply itself, else by command line or settings', async () => {
    const warned = stage([grave], { mode: () => 'warn' });
    expect(await guard(asked, false, warned.tools)).toEqual({ task: asked });
    expect(warned.said).toHaveLength(1);
    const strict = stage([grave], { mode: () => 'strict', answer: true });
    expect(await guard(asked, true, strict.tools)).toHaveProperty('error');
    const off = { ...asked, outgoing: { mode: 'off' as const } };
    const looked = stage([], { preflight: async () => Promise.reject(new Error('looked')) });
    expect(await guard(off, false, looked.tools)).toEqual({ task: off });
  });

  it('makes what is to be made, and keeps its trouble with its ticket', async () => {
    const making: Asked = {
      ref: 12,
      change: { kind: 'reply', of: async (ticket) => ({ change: { kind: 'reply', message: { body: `to ${ticket}` } } }) },
    };
    expect(await guard(making, false, stage([]).tools)).toEqual({
      task: { ref: 12, change: { kind: 'reply', message: { body: 'to 12' } } },
    });
    const failing: Asked = { ref: 12, change: { kind: 'reply', of: () => Promise.reject(new DeskError('not-found', 'no such line')) } };
    expect(await guard(failing, false, stage([]).tools)).toMatchObject({ error: { kind: 'not-found' } });
  });

  it('ties a text that took time to what was looked at, so that what comes in then is a conflict', async () => {
    const slow = { ...asked, outgoing: { begun: '2026-11-21T12:00:00.000Z' } };
    expect(await guard(slow, true, stage([]).tools)).toEqual({ task: { ...slow, version: 7 }, again: true });
    expect(await guard({ ...slow, version: 3 }, true, stage([]).tools)).toEqual({ task: { ...slow, version: 3 } });
  });
});

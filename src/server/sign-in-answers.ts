import { DeskError } from '../errors.ts';
import type { Answers, Asked } from './asked.ts';
import type { DeviceSignIn } from './sign-in/device.ts';

/** Throws `unsupported` where there is no page. */
function page({ signIn }: Asked): DeviceSignIn {
  if (signIn) return signIn;
  throw new DeskError('unsupported', 'one signs in at this desk with an access token alone', {
    hint: 'whoever looks after it makes one: desk agent token <name>',
  });
}

/** What is wrong with the provider is for whoever looks after the server. */
async function noted<T>({ note }: Asked, asked: Promise<T>): Promise<T> {
  return asked.catch((thrown: unknown) => {
    if (thrown instanceof DeskError && (thrown.kind === 'settings' || thrown.kind === 'unreachable')) note(`sign-in: ${thrown.message}`);
    throw thrown;
  });
}

/** Signing in on a page. */
export const signInAnswers: Pick<Answers, 'beginSignIn' | 'askSignIn'> = {
  beginSignIn: async (_, asked) => noted(asked, page(asked).begin(asked.signal)),
  async askSignIn({ deviceCode, from }, asked) {
    const progress = await noted(asked, page(asked).ask(deviceCode, from, asked.signal));
    return progress.state === 'signed-in' ? { state: progress.state, ...progress.issued } : progress;
  },
};

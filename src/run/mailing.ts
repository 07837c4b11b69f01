import { join } from 'node:path';
import type { Backend, Store } from '../backend/backend.ts';
import { speaking } from '../evidence/compose/language.ts';
import type { Script } from '../evidence/compose/script.ts';
import { composeSettings, templateFolder } from '../evidence/compose/settings.ts';
import { DeskError } from '../errors.ts';
import { smtpPassword } from '../notice/password.ts';
import type { SendingTools, SentMail } from '../notice/send.ts';
import type { LetterValues, MailText, Said, Spoken, Wording } from '../notice/wording.ts';
import { places } from '../around/places.ts';
import type { Settings } from '../around/settings.ts';
import type { World } from '../around/world.ts';
import type { LetterKind } from '../model/notice.ts';

/** Where one's own templates of mails are: a folder within that of templates. */
const ownFolder = 'mail';

/** Words mails as replies are worded: in Liquid, in the language that their requester writes. */
export function wordingOf({ raw }: Pick<Settings, 'raw'>, world: Pick<World, 'env' | 'home'>): Wording {
  const folder = join(templateFolder(raw, { settings: places(world).settings, home: world.home }), ownFolder);
  const otherwise = composeSettings(raw).language;
  return {
    async speaks(ticket, thread) {
      const { language, script } = await speaking(ticket, thread);
      return { language, script };
    },
    async say(text: MailText, { language, script }: Spoken, values: LetterValues): Promise<Said> {
      const { findTemplate } = await import('../evidence/compose/template-file.ts');
      const { rendered } = await import('../evidence/compose/template.ts');
      const { told: shipped } = await import('../notice/shipped/shipped.ts');
      const template = await findTemplate(text, { folder, language, script: script as Script | undefined, otherwise, shipped });
      return { text: rendered(template.text, template.from, values), language: template.language };
    },
  };
}

/** A desk that lies here, and who works it. */
interface Desk {
  readonly backend: Backend & { readonly store: Store };
  readonly settings: Settings;
  readonly world: World;
}

/** What sending the mail of a desk takes. Throws `settings` where no mail is set up here, and `unsupported` where the desk lies elsewhere. */
export async function mailingTools({ backend, settings, world }: Desk): Promise<SendingTools> {
  const { mail } = settings;
  const smtp = mail?.smtp;
  if (!mail || !smtp)
    throw new DeskError('settings', mail ? 'no mail server is set here' : 'no mail leaves this desk', {
      hint: 'desk help mail shows the settings',
    });
  const { isGone, statusFrom } = await import('../intake/reports/reason.ts');
  return {
    backend,
    sending: backend.store.sending,
    settings: mail,
    smtp,
    password: () => smtpPassword(smtp, world),
    wording: wordingOf(settings, world),
    isGone: (answer) => isGone({ status: statusFrom(answer), says: answer }),
    holder: world.random(16),
  };
}

/** What the log of a server says of mail: nobody's address, and no text but that of trouble with the mail server. */
interface MailLine {
  readonly mail?: number;
  readonly ticket?: number;
  readonly told?: LetterKind;
  readonly came?: string;
  readonly trouble?: string;
}

/** Sends the mail of a desk until the signal is aborted, where a mail server is set up. */
export async function sendMeanwhile(desk: Desk, log: (line: MailLine) => void, signal: AbortSignal): Promise<void> {
  if (!desk.settings.mail?.smtp) return;
  const { keepSending } = await import('../notice/send.ts');
  const told = (news: SentMail | DeskError): void =>
    log(
      'attempt' in news
        ? { mail: news.mail.id, ticket: news.mail.ticket, told: news.mail.kind, came: news.attempt.came }
        : { trouble: `${news.kind}: ${news.message}` },
    );
  await keepSending(await mailingTools(desk), told, signal);
}

import type { SmtpSettings } from '../around/mail-settings.ts';
import { fromHome } from '../around/home.ts';
import { secretIn } from '../around/secret-file.ts';
import type { World } from '../around/world.ts';
import { DeskError } from '../errors.ts';

/**
 * The password for the mail server: DESK_SMTP_PASSWORD, else the first line of the file that the settings name; undefined where nobody signs in. Throws `settings` for
 * a file that is not there, and for one that others can read.
 */
export async function smtpPassword(
  { user, passwordFile }: SmtpSettings,
  { env, home }: Pick<World, 'env' | 'home'>,
): Promise<string | undefined> {
  if (user === undefined) return undefined;
  const given = env['DESK_SMTP_PASSWORD'];
  if (given !== undefined && given !== '') return given;
  if (passwordFile !== undefined) return secretIn(fromHome(passwordFile, home), 'the password for the mail server');
  throw new DeskError('settings', `there is no password for ${user} at the mail server`, {
    hint: 'put it into DESK_SMTP_PASSWORD, or name a file that only you can read with "mail.smtp.passwordFile"',
  });
}

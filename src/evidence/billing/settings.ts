import { fromHome } from '../../around/home.ts';
import { DeskError } from '../../errors.ts';
import { isObject } from '../../model/object.ts';

/** What the user has set for billing: both are paths of files. */
export interface BillingSettings {
  /** A directory of billing centers, laid over the one that comes with the desk. */
  readonly directory: string | undefined;
  /** Invoices that payments are held against: a table or JSON. */
  readonly invoices: string | undefined;
}

/** Reads the setting `billing`. `~` is the home. Throws `settings` naming the place. */
export function billingSettings(raw: unknown, home: string): BillingSettings {
  if (raw === undefined) return { directory: undefined, invoices: undefined };
  const wrong = (place: string, what: string): DeskError =>
    new DeskError('settings', `the setting ${place} ${what}`, {
      hint: 'such as {"billing": {"directory": "~/centers.json", "invoices": "~/invoices.csv"}}',
    });
  if (!isObject(raw)) throw wrong('billing', 'is not an object');
  const path = (name: keyof BillingSettings): string | undefined => {
    const given = raw[name];
    if (given === undefined) return undefined;
    if (typeof given !== 'string' || given.trim() === '') throw wrong(`billing.${name}`, 'is not the path of a file');
    return fromHome(given, home);
  };
  return { directory: path('directory'), invoices: path('invoices') };
}

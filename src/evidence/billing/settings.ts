import { fromHome } from '../../around/home.ts';
import { partIn } from '../../around/setting.ts';
import type { JsonObject } from '../../model/object.ts';

/** What the user has set for billing: both are paths of files. */
export interface BillingSettings {
  /** A directory of billing centers, laid over the one that comes with the desk. */
  readonly directory: string | undefined;
  /** Invoices that payments are held against: a table or JSON. */
  readonly invoices: string | undefined;
}

const hint = 'such as {"billing": {"directory": "~/centers.json", "invoices": "~/invoices.csv"}}';

/** The setting `billing`. `~` is the home. Throws `settings` naming the place. */
export function billingSettings(raw: JsonObject, home: string): BillingSettings {
  const given = partIn(raw, 'billing', hint);
  const path = (name: keyof BillingSettings): string | undefined => {
    const text = given.text(name);
    return text === undefined ? undefined : fromHome(text, home);
  };
  return { directory: path('directory'), invoices: path('invoices') };
}

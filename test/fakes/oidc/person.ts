/** Somebody with a browser. */
export interface Person {
  /** Signs in on the page of a code, and lets the device in; resolves with the words of the last page. */
  approve(page: string, name: string): Promise<string>;
  refuse(page: string): Promise<string>;
}

interface Page {
  readonly url: string;
  readonly text: string;
}

/** The fields of a page's form, and where it goes. */
function formOf({ text, url }: Page): { readonly action: string; readonly fields: Readonly<Record<string, string>> } {
  const action = /<form[^>]*action="([^"]*)"/.exec(text)?.[1] ?? '';
  const fields = [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  return { action: new URL(action, url).href, fields: Object.fromEntries(fields) };
}

/** A browser without anything kept in it. */
export function person(): Person {
  const cookies = new Map<string, string>();

  async function open(url: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const to = answer.headers.get('location');
    return to === null ? { url, text: await answer.text() } : open(new URL(to, url).href);
  }

  const submit = (page: Page, more: Readonly<Record<string, string>> = {}): Promise<Page> => {
    const { action, fields } = formOf(page);
    return open(action, { ...fields, ...more });
  };
  const confirmation = async (page: string): Promise<Page> => submit(await open(page));
  const words = ({ text }: Page): string => text.replaceAll(/<(style|script)[^]*?<\/\1>|<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

  return {
    async approve(page, name) {
      const signIn = await submit(await confirmation(page));
      const consent = await submit(signIn, { login: name, password: 'of a test' });
      return words(await submit(consent));
    },
    refuse: async (page) => words(await submit(await confirmation(page), { abort: 'yes' })),
  };
}

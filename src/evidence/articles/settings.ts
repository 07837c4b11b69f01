import { realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fromHome } from '../../around/home.ts';
import { DeskError } from '../../errors.ts';
import { isObject, type JsonObject } from '../../model/object.ts';
import { checkFolder } from './folder.ts';

/** The folders of articles, from the setting `kb.folder`: a path or several; `~/` is the home. Throws `settings`. */
export function articleFolders(raw: JsonObject, home: string): readonly string[] {
  const kb = raw['kb'] ?? {};
  const given = isObject(kb) ? (kb['folder'] ?? []) : undefined;
  const list = typeof given === 'string' ? [given] : given;
  const isText = (each: unknown): each is string => typeof each === 'string' && each !== '';
  if (!Array.isArray(list) || !list.every(isText))
    throw new DeskError('settings', 'the setting "kb.folder" is not the path of a folder', { hint: 'a text, or a list of texts' });
  return list.map((path) => {
    const whole = fromHome(path, home);
    if (!isAbsolute(whole)) throw new DeskError('settings', `the folder "${path}" in the setting "kb.folder" is not an absolute path`);
    return join(whole);
  });
}

/** A folder that the user names, as it is kept in the settings. Throws `usage` for what is no folder. */
export async function namedFolder(folder: string): Promise<string> {
  await checkFolder(folder);
  return realpath(folder);
}

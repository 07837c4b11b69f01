import { foldText } from '../../model/fold.ts';

/** Words by which Serbs and Croats are told apart however they write: the sound for old yat, and words of one side alone; folded, so that missing accents do not matter. */
const serbian =
  /^(?:gde|negde|nigde|svugde|sta|juce|prekjuce|uvek|vreme|vremena|unapred|lep[aeo]|deo|ovde|sled(?:ec|i)\w*|primer\w*|prome[nt]\w*|resen\w*|resi\w*|nedelj\w*|vide(?:l|o)\w*|zele(?:l|o)\w*|ume(?:l|o|m)\w*|mest[aou]|mesec\w*|posle|hteo|hiljad\w*|fajl\w*|sajt\w*|januar\w*|februar\w*|avgust\w*|decembar\w*)$/;
const croatian =
  /^(?:gdje|negdje|nigdje|svugdje|jucer|prekjucer|uvijek|vrijeme|unaprijed|lijep[aeo]|dio|ovdje|sljedec\w*|slijedi\w*|primjer\w*|promije\w*|promjen\w*|rijes\w*|tjed[an]\w*|vidje(?:l|o)\w*|zelje(?:l|o)\w*|umije\w*|mjest[aou]|mjesec\w*|poslije|htio|tisuc\w*|datotek\w*|sijecnj\w*|veljac\w*|kolovoz\w*|prosin\w*)$/;

/** Whether a text in Latin letters that is Serbian or Croatian is Serbian; undefined where its words do not tell. */
export function isSerbian(text: string): boolean | undefined {
  const words = foldText(text).split(' ');
  const lead = words.filter((word) => serbian.test(word)).length - words.filter((word) => croatian.test(word)).length;
  return lead === 0 ? undefined : lead > 0;
}

import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Folders of the letters that papers are set with (Tinos: the measures of Times New Roman, Apache-2.0). */
export const FONT_FOLDERS = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((each) =>
  fileURLToPath(new URL(each, import.meta.resolve('@expo-google-fonts/tinos/package.json'))),
)
/** One file for each style. */
export const FONT_FILES = FONT_FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ttf'))
    .map((name) => `${folder}/${name}`),
)

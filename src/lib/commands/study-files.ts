import {dirname, join, relative, sep} from "node:path";
import {buildSync} from "esbuild";

/**
 * The files that a study is made of: the study file and all that it imports, but not Proofbook's own modules, which are part of its
 * commit. Relative to the study file's folder. Only the study file itself where it cannot be read as a module.
 * @param file real path of the study file.
 * @param library real path of the folder of Proofbook's own modules.
 */
export function studyFiles(file: string, library: string): string[] {
  const folder = dirname(file);
  try {
    const {metafile} = buildSync({
      absWorkingDir: folder,
      entryPoints: [file],
      bundle: true,
      write: false,
      metafile: true,
      outdir: folder, // never written to
      format: "esm",
      platform: "node",
      packages: "external",
      logLevel: "silent",
    });
    return Object.keys(metafile.inputs)
      .map((path) => join(folder, path))
      .filter((path) => !path.startsWith(library + sep))
      .map((path) => relative(folder, path))
      .sort();
  } catch {
    return [relative(folder, file)]; // loadStudy has told, or will
  }
}

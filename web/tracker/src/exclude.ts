/**
 * Compiles `data-exclude`, e.g. `/admin*,/preview`: globs over the whole path, `*` stands for any
 * characters including `/`. A trailing slash of the path is ignored, because servers treat
 * `/admin` and `/admin/` as one page and an owner who excludes one means both.
 */
export const excludes =
  (globs = '') =>
  (path: string): boolean =>
    globs.split(/[\s,]+/).some((glob) => {
      const pattern = glob.replace(/\W/g, (sign) => (sign === '*' ? '.*' : `\\${sign}`));
      return glob && RegExp(`^${pattern}/?$`).test(path);
    });

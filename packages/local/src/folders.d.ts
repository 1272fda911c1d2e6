/**
 * Makes a folder and those above it, where they are missing. Node's own recursive mkdir never ends below a folder that takes no folders,
 * such as `/proc`.
 *
 * @param mode Permissions of each folder that is made.
 * @throws NodeJS.ErrnoException where one cannot be made.
 */
export function makeFolder(folder: string, mode: number): void;

/**
 * Where this user's files of localhost are. The folder is made readable by no other user.
 *
 * @throws NodeJS.ErrnoException where it cannot be made.
 */
export function privateFolder(): string;

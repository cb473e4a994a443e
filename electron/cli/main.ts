/** `npm run -s cli -- <command> …`: import, query, export, doctor, backup without a screen. Forms: docs/cli.md. */
import { Failure } from "../../shared/rpc/failure.ts";
import { backupCommand, restoreCommand } from "./backup.ts";
import { doctorCommand } from "./doctor.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { queryCommand } from "./query.ts";
import { retentionCommand } from "./retention.ts";
import { syncCommand } from "./sync.ts";

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  import: (args) => importCommand(args),
  query: queryCommand,
  export: exportCommand,
  sync: syncCommand,
  retention: retentionCommand,
  doctor: doctorCommand,
  backup: backupCommand,
  restore: restoreCommand,
};

const USAGE = `usage:
  cli import PATH… --data DIR [--json]          take files and folders in, print the report
  cli query "SELECT … FROM v_…" --data DIR [--json]
                                                read the public views; nothing can be changed
  cli export --data DIR --out DIR [--format csv|ndjson] [VIEW…]
                                                write the public views to files
  cli sync --data DIR [--json]                  bring every followed plant level once
  cli retention --data DIR [--apply] [--json]   what the rules of what is kept would remove, and removing it
  cli doctor --data DIR [--json] [--mend]       check the data folder, and mend what can be mended
  cli backup --data DIR --to DIR                copy the data folder, also while the app runs
  cli restore BACKUP --data DIR                 make a data folder of a backup

--data may be left out: then it is the app's own data folder.`;

async function main(): Promise<number> {
  const [name = "", ...args] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const asked = name === "help" || name === "--help" || name === "-h";
    (asked ? console.log : console.error)(USAGE);
    return asked ? 0 : 2;
  }
  return command(args);
}

// Whoever reads the output may have seen enough (`… | head`): that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

/** Exit codes: 0 done, 1 failed or found something wrong, 2 wrong usage. */
main().then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    const usage =
      thrown instanceof TypeError && "code" in thrown && String(thrown.code).startsWith("ERR_PARSE_ARGS");
    console.error(thrown instanceof Failure || usage ? (thrown as Error).message : thrown);
    process.exitCode = usage ? 2 : 1;
  },
);

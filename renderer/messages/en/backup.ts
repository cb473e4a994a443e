/** Copying the data folder. */
export const backup = {
  "backup.title": "Back up the data",
  "backup.what":
    "Everything of this data folder, as it is at this moment: the parts and their history, models, change requests and settings. Passwords, tokens and the private key for OPC UA are left out.",
  "backup.folder": "Folder, by its whole path",
  "backup.folder-hint": "A new folder is made in it. Best on another disk.",
  "backup.start": "Back up",
  "backup.running": "{done} of {total}",
  "backup.made": "Made: {path}, {size}.",
  "backup.restore": "It is made a data folder again by “cli restore” (docs/cli.md).",
  "check.title": "Check the data folder",
  "check.running": "Checking. Everything else goes on meanwhile; closing this ends the check.",
  "check.step.file": "Reading the file",
  "check.step.pages": "Checking its pages: this step can't say how far it is",
  "check.step.references": "Checking references",
  "check.step.events": "Checking every event",
  "check.step.rest": "Checking full text, structure and samples",
  "check.left": "{step} · about {left} left",
  "check.well": "The data folder is sound.",
  "check.bad":
    "Close the program and run “cli doctor --mend” (docs/cli.md): it makes anew what can be made anew.",
  "check.ok": "sound",
  "check.not-ok": "not sound",
  "check.failed": "The check did not come to its end.",
  "backup.failed": "There is no backup.",
} as const;

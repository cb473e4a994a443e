/**
 * Which part a source means. Sources write one part's name in many ways: a product id in STEP, a
 * model's name with the tool's suffix in QIF, a word in a file's name. Every name that was taken for
 * a part is kept as an alias with how it was found, so that a person can see and judge it.
 */
import type { PartReference } from "../../../../shared/model/record.ts";
import type { Connection } from "../open.ts";

/** Words of a name: letters and digits of any script, lower case. `A-b_12.stp` → a, b, 12, stp. */
export function nameTokens(name: string): readonly string[] {
  return name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** `tail` are the last tokens of `whole`. */
export function isTail(tail: readonly string[], whole: readonly string[]): boolean {
  return (
    tail.length > 0 &&
    tail.length <= whole.length &&
    tail.every((token, i) => token === whole[whole.length - tail.length + i])
  );
}

export function isHead(head: readonly string[], whole: readonly string[]): boolean {
  return head.length > 0 && head.length <= whole.length && head.every((token, i) => token === whole[i]);
}

/**
 * A longer stated name is a variant of a shorter one only when the shorter is specific (three words
 * or more) and the rest has no digits: "10-4300" must never swallow "10-4300-2".
 */
export function isVariant(longer: readonly string[], shorter: readonly string[]): boolean {
  return (
    shorter.length >= 3 &&
    longer.length > shorter.length &&
    isHead(shorter, longer) &&
    longer.slice(shorter.length).every((token) => !/\p{N}/u.test(token))
  );
}

export interface PartNames {
  /** Row id of the part meant; founds it where nothing known fits. `exact`: ids of a product structure, never merged by likeness. */
  resolve(reference: PartReference, exact: boolean): number;
  /** Names taken for a part by likeness since the last call, to be told in the report. */
  takeLinked(): readonly { readonly name: string; readonly number: string }[];
  /** Counts what was written of parts: founded, renamed, another revision. */
  readonly changes: number;
  /** The part's row was removed. */
  forget(id: number): void;
}

interface KnownPart {
  readonly id: number;
  number: string;
  tokens: readonly string[];
  strength: "stated" | "guessed";
  exact: boolean;
  /** The revision that was last stated, once it stands in the database. */
  revision?: string;
}

/** `onNamed` is told of every part that is new or has another number. */
export function createPartNames(connection: Connection, onNamed: (id: number) => void): PartNames {
  const parts = new Map<number, KnownPart>();
  const aliases = new Map<string, number>();
  let linked: { name: string; number: string }[] = [];
  const rows = connection
    .prepare(
      "SELECT p.part_id AS id, number, strength, EXISTS (SELECT 1 FROM model_node n WHERE n.part_id = p.part_id) AS exact FROM part p",
    )
    .all() as { id: number; number: string; strength: "stated" | "guessed"; exact: number }[];
  for (const row of rows)
    parts.set(row.id, { ...row, exact: row.exact === 1, tokens: nameTokens(row.number) });
  for (const row of connection.prepare("SELECT key, part_id AS id FROM part_alias").all() as {
    key: string;
    id: number;
  }[]) {
    aliases.set(row.key, row.id);
  }

  const insertPart = connection.prepare("INSERT INTO part (number, revision, strength) VALUES (?, ?, ?)");
  const insertSelf = connection.prepare("INSERT INTO bom_closure VALUES (?, ?, 0)");
  const insertAlias = connection.prepare("INSERT OR IGNORE INTO part_alias VALUES (?, ?, ?, ?)");
  const rename = connection.prepare("UPDATE part SET number = ?, strength = 'stated' WHERE part_id = ?");
  const setRevision = connection.prepare(
    "UPDATE part SET revision = ? WHERE part_id = ? AND revision IS NOT ?",
  );
  const insertRevision = connection.prepare(
    "INSERT OR IGNORE INTO part_revision (part_id, revision) VALUES (?, ?)",
  );

  let changes = 0;
  const addAlias = (key: string, name: string, id: number, origin: "source" | "name"): number => {
    changes += 1;
    insertAlias.run(key, name, id, origin);
    aliases.set(key, id);
    if (origin === "name") linked.push({ name, number: parts.get(id)?.number ?? "" });
    return id;
  };
  const found = (reference: PartReference, key: string, exact: boolean): number => {
    const number = reference.name.trim() === "" ? "unnamed" : reference.name;
    const id = Number(insertPart.run(number, reference.revision ?? null, reference.strength).lastInsertRowid);
    insertSelf.run(id, id);
    onNamed(id);
    parts.set(id, { id, number, tokens: nameTokens(number), strength: reference.strength, exact });
    return addAlias(key, number, id, "source");
  };
  const takeName = (part: KnownPart, reference: PartReference, key: string, exact: boolean): number => {
    const former = part.number;
    rename.run(reference.name, part.id);
    onNamed(part.id);
    Object.assign(part, {
      number: reference.name,
      tokens: nameTokens(reference.name),
      strength: "stated",
      exact,
    });
    addAlias(key, reference.name, part.id, "source");
    linked.push({ name: former, number: reference.name });
    return part.id;
  };
  const only = (candidates: readonly KnownPart[]): KnownPart | undefined =>
    candidates.length === 1 ? candidates[0] : undefined;
  const longest = (candidates: readonly KnownPart[]): KnownPart | undefined =>
    [...candidates].sort((a, b) => b.tokens.length - a.tokens.length || a.id - b.id)[0];

  const search = (reference: PartReference, key: string, exact: boolean): number => {
    const tokens = nameTokens(reference.name);
    const known = [...parts.values()];
    if (!exact) {
      // The ids of a product structure differ by any character, so "PL-200" is no alias "pl 200" yet;
      // everybody else who writes that name, or its words, means that part.
      const same =
        known.find((p) => p.number === reference.name) ??
        only(known.filter((p) => tokens.length > 0 && p.tokens.join(" ") === tokens.join(" ")));
      if (same !== undefined)
        return addAlias(key, reference.name, same.id, same.number === reference.name ? "source" : "name");
    }
    if (reference.strength === "guessed") {
      const part =
        only(known.filter((p) => isTail(tokens, p.tokens))) ??
        longest(known.filter((p) => p.tokens.length >= 2 && isHead(p.tokens, tokens)));
      return part === undefined
        ? found(reference, key, false)
        : addAlias(key, reference.name, part.id, "name");
    }
    const guessed = only(known.filter((p) => p.strength === "guessed" && isTail(p.tokens, tokens)));
    if (!exact) {
      const base = longest(known.filter((p) => isVariant(tokens, p.tokens)));
      if (base !== undefined) return addAlias(key, reference.name, base.id, "name");
    }
    const variant = only(known.filter((p) => !p.exact && isVariant(p.tokens, tokens)));
    const renamed = variant ?? guessed;
    return renamed === undefined ? found(reference, key, exact) : takeName(renamed, reference, key, exact);
  };

  return {
    resolve(reference, exact) {
      // A name without letters or digits ("-") is its own key.
      const key = exact ? reference.name : nameTokens(reference.name).join(" ") || reference.name;
      const alias = aliases.get(key) ?? aliases.get(nameTokens(reference.name).join(" "));
      const sameName = alias !== undefined && (!exact || parts.get(alias)?.number === reference.name);
      let id: number;
      if (alias !== undefined && sameName) id = alias;
      else if (alias !== undefined && exact && parts.get(alias)?.exact === false) {
        const part = parts.get(alias);
        id = part === undefined ? alias : takeName(part, reference, key, true);
      } else id = search(reference, key, exact);
      const part = parts.get(id);
      if (exact && part !== undefined) part.exact = true;
      if (part !== undefined && reference.strength === "stated" && part.strength === "guessed") {
        changes += 1;
        rename.run(reference.name, id);
        onNamed(id);
        Object.assign(part, {
          number: reference.name,
          tokens: nameTokens(reference.name),
          strength: "stated",
        });
      }
      const { revision } = reference;
      if (revision !== undefined && revision !== "" && part?.revision !== revision) {
        changes += setRevision.run(revision, id, revision).changes;
        insertRevision.run(id, revision);
        if (part !== undefined) part.revision = revision;
      }
      return id;
    },
    get changes() {
      return changes;
    },
    forget(id) {
      parts.delete(id);
      for (const [key, alias] of aliases) if (alias === id) aliases.delete(key);
    },
    takeLinked() {
      const result = linked;
      linked = [];
      return result;
    },
  };
}

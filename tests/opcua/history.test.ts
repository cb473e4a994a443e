/** HistoryRead as such, against a real server: pages, limits, and what a server's memory can't prove. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OPCUAClient, setWarningLogger, type ClientSession, type DataValue } from "node-opcua-client";
import { OPCUACertificateManager } from "node-opcua-certificate-manager";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMachineServer, type MachineServer } from "../../electron/demo/opcua/machine-server.ts";
import { PAGE, readHistory, type HistoryQuestion } from "../../electron/host/opcua/recovery/history.ts";

const START = 1_767_600_000_000_000;
const STEP = 100_000;
const STEPS = 2_500;
const END = START + (STEPS - 1) * STEP;
const LOAD = "VMC-1/Spindle load";

const folder = mkdtempSync(join(tmpdir(), "throughline-history-"));
let server: MachineServer;
let client: OPCUAClient;
let session: ClientSession;

beforeAll(async () => {
  setWarningLogger(() => undefined);
  server = await startMachineServer({
    folder: join(folder, "server"),
    seed: 3,
    validFrom: Date.now() - 60_000,
  });
  for (let step = 0; step < STEPS; step += 1) server.step(START + step * STEP);
  const clientCertificateManager = new OPCUACertificateManager({
    rootFolder: join(folder, "pki"),
    disableFileWatchers: true,
  });
  await clientCertificateManager.initialize();
  client = OPCUAClient.create({ endpointMustExist: false, clientCertificateManager });
  await client.connect(server.url);
  session = await client.createSession();
});
afterAll(async () => {
  await session.close();
  await client.disconnect();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const question = (path: string, from = START, to = END): HistoryQuestion => ({
  nodeId: `ns=1;s=${path}`,
  from,
  to,
});

async function ask(questions: readonly HistoryQuestion[], limit?: number) {
  const values = questions.map((): DataValue[] => []);
  const pages: number[] = [];
  const answers = await readHistory(questions, {
    session,
    ...(limit === undefined ? {} : { limit }),
    onValues: (index, page) => {
      pages.push(page.length);
      values[index]?.push(...page);
    },
  });
  return { answers, pages, values };
}

test("more values than a page are read through continuation points", async () => {
  const { answers, pages, values } = await ask([question(LOAD)]);
  expect(answers).toMatchObject([
    { reachesFrom: true, first: START, last: END, count: STEPS, problem: undefined },
  ]);
  expect(pages).toEqual([PAGE, PAGE, STEPS - 2 * PAGE]);
  expect(values[0]?.map((value) => value.value.value as unknown)).toEqual(
    server
      .historyOf(LOAD)
      .recorded()
      .map(({ value }) => value),
  );
});

test("many signals with spans of their own", async () => {
  const questions = server.signals.map(({ path }, index) =>
    question(path, START + index * 5 * STEP, END - index * STEP),
  );
  const { answers } = await ask(questions);
  expect(answers).toHaveLength(questions.length);
  for (const [index, answer] of answers.entries()) {
    expect(answer.problem).toBeUndefined();
    expect(answer.reachesFrom).toBe(true);
    expect(answer.first).toBeLessThanOrEqual(START + index * 5 * STEP);
    expect(answer.last).toBeGreaterThanOrEqual(END - index * STEP);
  }
});

test("a history without end is read up to a limit, and says so", async () => {
  const { answers } = await ask([question(LOAD)], 1_500);
  expect(answers).toMatchObject([
    {
      count: 2_000,
      last: START + 1_999 * STEP,
      problem: expect.stringContaining("longer than 1500") as string,
    },
  ]);
});

test("a start between two values is proven by the value before it", async () => {
  const { answers } = await ask([question(LOAD, START + 10.5 * STEP, END)]);
  expect(answers).toMatchObject([{ reachesFrom: true, first: START + 11 * STEP }]);
});

test("a memory that begins later proves nothing of what was before", async () => {
  const history = server.historyOf("VMC-2/Spindle load");
  history.hideBefore(START + 100 * STEP);
  const { answers } = await ask([question("VMC-2/Spindle load", START + 10 * STEP)]);
  expect(answers).toMatchObject([{ reachesFrom: false, first: START + 100 * STEP }]);
});

test("nodes without a history say why, and the others are read all the same", async () => {
  const none = { nodeId: "ns=0;i=2258", from: START, to: END };
  const missing = { nodeId: "ns=1;s=none", from: START, to: END };
  const { answers } = await ask([none, missing, question(LOAD)]);
  expect(answers[0]?.problem).toContain("no history");
  expect(answers[1]?.problem).toContain("BadNodeIdUnknown");
  expect(answers[2]).toMatchObject({ count: STEPS, problem: undefined });
});

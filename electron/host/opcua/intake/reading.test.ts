import { DataType, DataValue, StatusCodes, Variant, VariantArrayType } from "node-opcua-client";
import { expect, test } from "vitest";
import { readingOf } from "./reading.ts";

const AT = 1_767_600_000_123_000;
const read = (dataType: DataType, value: unknown, options: Partial<DataValue> = {}) =>
  readingOf(
    new DataValue({
      value: new Variant({ dataType, arrayType: VariantArrayType.Scalar, value }),
      statusCode: StatusCodes.Good,
      sourceTimestamp: new Date(AT / 1000),
      ...options,
    }),
    () => 7,
  );

test.each([
  [DataType.Double, 1.5, 1.5],
  [DataType.Boolean, true, 1],
  [DataType.Boolean, false, 0],
  [DataType.UInt32, 4_000_000_000, 4_000_000_000],
  [DataType.Int64, [0xffff_ffff, 0xffff_fffe], -2],
  [DataType.UInt64, [1, 0], 0x1_0000_0000],
  [DataType.Int64, [0, 5], 5],
] as const)("%s %j is %d", (dataType, value, expected) => {
  expect(read(dataType, value)).toMatchObject({
    at: AT,
    value: expected,
    text: undefined,
    status: "Good",
    isGood: true,
  });
});

test("texts are texts", () => {
  expect(read(DataType.String, "DH-OP10").text).toBe("DH-OP10");
  expect(read(DataType.LocalizedText, { text: "Running", locale: "en" }).text).toBe("Running");
  expect(read(DataType.String, "x".repeat(5_000)).text).toHaveLength(1_000);
  expect(read(DataType.String, null).text).toBe("");
});

test("what is below a millisecond is kept", () => {
  expect(read(DataType.Double, 1, { sourcePicoseconds: 456_789_000 }).at).toBe(AT + 456);
});

test("a bad status is no value, whatever comes with it; an uncertain one is", () => {
  expect(read(DataType.Double, 3, { statusCode: StatusCodes.BadSensorFailure })).toMatchObject({
    value: NaN,
    status: "BadSensorFailure",
    isGood: false,
  });
  expect(read(DataType.Double, 3, { statusCode: StatusCodes.UncertainSensorNotAccurate })).toMatchObject({
    value: 3,
    isGood: false,
  });
});

test("a queue that overflowed is seen, and the value is good all the same", () => {
  expect(read(DataType.Double, 3, { statusCode: StatusCodes.GoodWithOverflowBit })).toMatchObject({
    value: 3,
    status: "Good",
    isGood: true,
    overflowed: true,
  });
});

test("without the source's time the server's counts, then ours", () => {
  expect(read(DataType.Double, 1, { sourceTimestamp: null, serverTimestamp: new Date(5) }).at).toBe(5_000);
  expect(read(DataType.Double, 1, { sourceTimestamp: null, serverTimestamp: null }).at).toBe(7);
});

test("arrays and structures are no readings", () => {
  const array = new DataValue({
    value: new Variant({ dataType: DataType.Double, arrayType: VariantArrayType.Array, value: [1, 2] }),
  });
  expect(readingOf(array, () => 7)).toMatchObject({ value: NaN, text: undefined });
});

using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class JsonValueReaderProperties
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String, Gen.Char["\"\\{}[]\n\r\0é漢 "].Array[0, 12].Select(chars => new string(chars)), Gen.Const(new string('}', 1_000)));

    private static readonly Gen<string> Value = Gen.Select(Text, Text, Gen.Long, Gen.Bool, (key, text, number, indented) =>
        new JsonObject { ["k" + Clean(key)] = Clean(text), ["n"] = new JsonArray(number, null, true, new JsonObject()) }
            .ToJsonString(new() { WriteIndented = indented }));

    // Pieces that are JSON, that are nearly JSON, and that are nothing of the kind.
    private static readonly Gen<byte[]> Bytes = Gen.OneOf(
        Value.Select(Encoding.UTF8.GetBytes),
        Gen.Char["{}[]\":,0123456789.eE+-truefalsnl\\ud8 \n\r\t/"].Array[0, 20].Select(Encoding.UTF8.GetBytes),
        Gen.Byte.Array[0, 20],
        Gen.Const("\n"u8.ToArray())).Array[0, 8].Select(pieces => pieces.SelectMany(piece => piece).ToArray());

    [Fact]
    public Task Read_AnyValuesInAnyPieces_YieldsThemAll() =>
        Gen.Select(Value.Array[0, 5], Gen.OneOf("", "\n", "\r\n"), ChunkedStream.Sizes).SampleAsync(async (values, separator, sizes) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(values.Select(value => value + separator)));

            var result = await JsonValueReaderTests.ReadAsync(bytes, sizes);

            Assert.Equal(values, result.Values);
        }, iter: 200);

    [Fact]
    public Task Read_AnyBytesInAnyPieces_GivesTheSameAsInOne() =>
        Gen.Select(Bytes, ChunkedStream.Sizes).SampleAsync(async (bytes, sizes) =>
        {
            var whole = await JsonValueReaderTests.ReadAsync(bytes, [1 << 20]);

            var pieces = await JsonValueReaderTests.ReadAsync(bytes, sizes);

            Assert.Equivalent(whole, pieces, strict: true);
        }, iter: 600);

    // Half surrogates can't be written as JSON text.
    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

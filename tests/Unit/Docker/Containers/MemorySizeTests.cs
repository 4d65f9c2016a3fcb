using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using CsCheck;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public partial class MemorySizeTests
{
    private const long K = 1024;

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+1", 1)]
    [InlineData("32", 32)]
    [InlineData("1024", 1024)]
    [InlineData("32b", 32)]
    [InlineData("32B", 32)]
    [InlineData("64m", 64 * K * K)]
    [InlineData("512MB", 512 * K * K)]
    [InlineData("1g", K * K * K)]
    [InlineData("1.5GiB", 3 * K * K * K / 2)]
    [InlineData("32KIB", 32 * K)]
    [InlineData("32kIb", 32 * K)]
    [InlineData("32 kb", 32 * K)]
    [InlineData("32.5kB", 33_280)]
    [InlineData("32.5 kB", 33_280)]
    [InlineData("32.5 B", 32)]
    [InlineData("32.3 mb", 33_869_004)]
    [InlineData("0.3MB", 314_572)]
    [InlineData(".3kB", 307)]
    [InlineData("32.", 32)]
    [InlineData("32. b", 32)]
    [InlineData("32 ", 32)]
    [InlineData("1e3", 1000)]
    [InlineData("1e3m", 1000 * K * K)]
    [InlineData("1E+3", 1000)]
    [InlineData("1e-3", 0)]
    [InlineData("32T", 32 * K * K * K * K)]
    [InlineData("8191P", 8191 * K * K * K * K * K)]
    [InlineData("32\u212A", 32 * K)]
    public void TryParse_SizeThatDockerReads_GivesTheSameBytes(string text, long expected) =>
        Assert.Equal((true, expected), (MemorySize.TryParse(text, out var bytes), bytes));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData(". ")]
    [InlineData("k")]
    [InlineData("hello")]
    [InlineData("12x")]
    [InlineData("-1")]
    [InlineData("-32b")]
    [InlineData(" 32")]
    [InlineData(" 32 ")]
    [InlineData("32  k")]
    [InlineData("32  ")]
    [InlineData("32k ")]
    [InlineData("32m b")]
    [InlineData("32bm")]
    [InlineData("32bb")]
    [InlineData("32ib")]
    [InlineData("32ki")]
    [InlineData("32kbi")]
    [InlineData("32kibs")]
    [InlineData("1..5k")]
    [InlineData("1.5.5k")]
    [InlineData("1,5g")]
    [InlineData("1,024")]
    [InlineData("1e")]
    [InlineData("1e400")]
    [InlineData("8192p")]
    [InlineData("99999p")]
    [InlineData("9223372036854775808")]
    [InlineData("inf ")]
    [InlineData("NaN ")]
    [InlineData("Infinity0")]
    [InlineData("32\t")]
    [InlineData("32\n")]
    [InlineData("32\0")]
    [InlineData("32\u00A0k")]
    [InlineData("32\u212Ab")]
    [InlineData("32m\u0130b")]
    [InlineData("٣٢")]
    [InlineData("３２m")]
    [InlineData("32Ｍ")]
    public void TryParse_AnythingElse_IsRefused(string? text) =>
        Assert.Equal((false, 0), (MemorySize.TryParse(text, out var bytes), bytes));

    // Go also reads these; no one writes a memory limit so, and a limit that was meant otherwise is worse than a refusal.
    [Theory]
    [InlineData("0x1p4")]
    [InlineData("1_000")]
    public void TryParse_GoNumberLiterals_AreRefused(string text) => Assert.False(MemorySize.TryParse(text, out _));

    [Fact]
    public void TryParse_AnyText_AgreesWithTheReference() =>
        Texts.Sample(text => (MemorySize.TryParse(text, out var bytes) ? bytes : (long?)null) == Reference(text), iter: 20_000);

    [Fact]
    public void TryParse_AnyWholeNumberOfAnyUnit_IsExact() => Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, 4]).Sample((number, power) =>
        MemorySize.TryParse($"{number}{"bkmgt"[power]}", out var bytes) && bytes == number * (BigInteger)Math.Pow(1024, power));

    private static Gen<string> Texts { get; } = Gen.OneOf(
        Gen.String,
        Gen.Char["0123456789.eE+- bkmgtpiBKMGTPI_x\u212A٣"].Array[0, 10].Select(chars => new string(chars)),
        Gen.Select(
            Gen.OneOf("", "+", "-", " "), Gen.Int[0, 99999], Gen.OneOf("", ".", ".5", ".25e2", "e3", "e", "e-2", ".."), Gen.OneOf("", " ", "  "),
            Gen.OneOf("", "b", "B", "k", "Kb", "KIB", "m", "mi", "g", "GiB", "T", "p", "PB", "x", "\u212A", "bb")).Select(parts =>
            string.Create(CultureInfo.InvariantCulture, $"{parts.Item1}{parts.Item2}{parts.Item3}{parts.Item4}{parts.Item5}")));

    // The same rule in another form: one regular expression and exact arithmetic on the double that Go's ParseFloat gives.
    private static long? Reference(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success)
            return null;
        var unit = match.Groups["unit"].Value.ToUpperInvariant().Replace('\u212A', 'K');
        var size = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        for (var power = unit.Length == 0 ? 0 : "BKMGTP".IndexOf(unit[0], StringComparison.Ordinal); power > 0; power--)
            size *= 1024;
        return size is >= 0 and < 9.2233720368547758e18 ? (long)size : null;
    }

    [GeneratedRegex(
        """\A(?<number>[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?) ?(?<unit>|[bB]|\u212A|[kKmMgGtTpP]([iI]?[bB])?)\z""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
